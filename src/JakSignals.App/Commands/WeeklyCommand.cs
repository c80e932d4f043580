using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Reports;
using JakSignals.Snapshots;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>weekly [PATH…] --as-of yyyy-MM-dd</c></summary>
internal static class WeeklyCommand
{
    public static async Task<int> RunAsync(Settings settings, IReadOnlyList<string> paths, DateOnly asOf, NameRules names, Acceptance accepted, CancellationToken cancel)
    {
        using var workplace = new Workplace(settings);
        workplace.Database.Prepare(TimeProvider.System);
        var ingested = paths.Count == 0 ? null : await IngestAsync(workplace, paths, accepted, cancel).ConfigureAwait(false);
        if (ingested is not null)
            IngestCommand.Show(ingested);
        if (ingested is { Loads.Count: 0, IsComplete: false })
        {
            Output.Line("The week was not run, because nothing of what was given was loaded. Correct the sources, or run the week without them.");
            return ExitCodes.DataRefused;
        }
        var week = await new ProgressLine(Output.Console)
            .RunAsync(progress => workplace.Weekly(names).Run(asOf, workplace.Settings.Data, progress, cancel)).ConfigureAwait(false);
        Show(week);
        return ingested is null or { IsComplete: true } ? ExitCodes.Done : ExitCodes.DataRefused;
    }

    private static Task<IngestResult> IngestAsync(Workplace workplace, IReadOnlyList<string> paths, Acceptance accepted, CancellationToken cancel)
    {
        var byHand = IngestCommand.ByHand(by: null, reason: null);
        return new ProgressLine(Output.Console).RunAsync(progress => workplace.Ingest.Run(paths, progress, cancel, reinstating: byHand, accepted: accepted));
    }

    /// <summary>The top signals, and where everything is.</summary>
    public static void Show(WeeklyResult week)
    {
        var snapshot = SnapshotPublisher.Read(week.Snapshot.Folder, TopSignals.Shown);
        TopSignals.Write(Output.Console, snapshot.Table("signals"), week.Snapshot.Manifest);
        if (week.PublishedBefore)
            Output.Console.WriteLine("The same run was published before; nothing was computed again.");
        foreach (var remark in CompletenessRemarks.Urgent(snapshot.Table("data_quality")))
            Output.Console.WriteLine($"Note: {remark}");
        Output.Console.WriteLine($"Run       {week.RunId}");
        Output.Console.WriteLine($"Snapshot  {week.Snapshot.Folder}");
        Output.Console.WriteLine($"Report    {week.ReportPath}");
    }
}
