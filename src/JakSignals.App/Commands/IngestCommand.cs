using System.Globalization;
using JakSignals.Ingest;
using JakSignals.Jobs;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>ingest PATH…</c></summary>
internal static class IngestCommand
{
    public static async Task<int> RunAsync(Settings settings, IReadOnlyList<string> paths, Acceptance accepted, CancellationToken cancel)
    {
        using var workplace = new Workplace(settings);
        workplace.Database.Prepare(TimeProvider.System);
        var result = await new ProgressLine(Output.Console)
            .RunAsync(progress => workplace.Ingest.Run(paths, progress, cancel, accepted: accepted)).ConfigureAwait(false);
        Show(result);
        return result.IsComplete ? ExitCodes.Done : ExitCodes.DataRefused;
    }

    /// <summary>The four numbers of each load, then a line for each file that gave nothing, with the reason.</summary>
    public static void Show(IngestResult result)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("loaded");
        foreach (var heading in new[] { "read", "loaded", "superseded", "quarantined" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var load in result.Loads)
        {
            var total = load.Outcome.Total;
            table.AddRow(load.Outcome.AlreadyLoaded
                ? [Markup.Escape(load.Name), "-", "-", "-", "loaded before"]
                : [Markup.Escape(load.Name), Count(total.Read), Count(total.Loaded), Count(total.Superseded), Count(total.Quarantined)]);
        }
        if (result.Loads.Count > 0)
            Output.Console.Write(table);
        foreach (var finding in result.Loads.SelectMany(load => load.Outcome.Findings).Where(finding => finding.Finding is Findings.Accepted or Findings.Empty))
            Output.Line($"Note: {finding.File}: {finding.Detail}");
        foreach (var line in result.NotLoaded)
            Output.Line(line);
        if (result.Loads.Count == 0)
            Output.Line("Nothing was loaded.");
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
