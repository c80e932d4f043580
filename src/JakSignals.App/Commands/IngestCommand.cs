using System.Globalization;
using JakSignals.Ingest;
using JakSignals.Jobs;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>ingest PATH…</c></summary>
internal static class IngestCommand
{
    public static async Task<int> RunAsync(Settings settings, IReadOnlyList<string> paths, Reinstating reinstating, Acceptance accepted, CancellationToken cancel)
    {
        using var workplace = new Workplace(settings);
        workplace.Database.Prepare(TimeProvider.System);
        var result = await new ProgressLine(Output.Console)
            .RunAsync(progress => workplace.Ingest.Run(paths, progress, cancel, reinstating: reinstating, accepted: accepted)).ConfigureAwait(false);
        Show(result);
        return result.IsComplete ? ExitCodes.Done : ExitCodes.DataRefused;
    }

    /// <summary>Who gives sources at the command line, and why, for the audit line of what was withdrawn.</summary>
    /// <param name="by">The name given; null for the account of the operating system alone.</param>
    /// <param name="reason">The reason given; null for none.</param>
    public static Reinstating ByHand(string? by, string? reason) =>
        new(Who(by), string.IsNullOrWhiteSpace(reason) ? "loaded again at the command line" : reason);

    /// <summary>The name given, and the account of the operating system, which is not a matter of what one says.</summary>
    public static string Who(string? by) => string.IsNullOrWhiteSpace(by) ? Environment.UserName : $"{by} ({Environment.UserName})";

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
                ? [Markup.Escape(load.Name), "-", "-", "-", Before(load)]
                : [Markup.Escape(load.Name), Count(total.Read), Count(total.Loaded), Count(total.Superseded), Count(total.Quarantined)]);
        }
        if (result.Loads.Count > 0)
            Output.Console.Write(table);
        foreach (var load in result.Loads)
            ShowDiffering(load);
        foreach (var finding in result.Loads.SelectMany(load => load.Outcome.Findings).Where(finding => finding.Finding is Findings.Accepted or Findings.Empty))
            Output.Line($"Note: {finding.File}: {finding.Detail}");
        foreach (var line in result.NotLoaded)
            Output.Line(line);
        if (result.Loads.Count == 0)
            Output.Line("Nothing was loaded.");
    }

    private static string Before(IngestedLoad load) => load switch
    {
        { IsReinstated: true } => "withdrawn, now in again",
        { WithdrawnBefore: not null } => "withdrawn",
        _ => "loaded before",
    };

    private static void ShowDiffering(IngestedLoad load)
    {
        foreach (var shared in load.Outcome.Shared.Where(shared => shared.Differing > 0))
        {
            var counts = shared.OtherCounts ? shared.Other : load.Name;
            Output.Line($"{load.Name}: {Count(shared.Differing)} of the {Count(shared.Same)} reports that it shares with {shared.Other} do not say the same.");
            Output.Line($"Where receipt, number and version are alike, {counts} counts. To take a source back: jaksignals ingest --withdraw NAME --reason TEXT");
        }
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
