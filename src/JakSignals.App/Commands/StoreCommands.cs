using System.Globalization;
using JakSignals.Ingest;
using JakSignals.Jobs;
using JakSignals.Store;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace JakSignals.App.Commands;

/// <summary><c>migrate</c>, <c>audit verify</c> and <c>status</c>.</summary>
internal static class StoreCommands
{
    public static Task<int> MigrateAsync(Settings settings)
    {
        var database = settings.Database;
        var result = database.Migrate(TimeProvider.System);
        Output.Console.WriteLine(result.Applied.Count == 0
            ? $"{database.Location}: the schema is current."
            : $"{database.Location}: applied {string.Join(", ", result.Applied.Select(m => m.Name))}.");
        foreach (var notice in result.Notices)
            Output.Console.WriteLine($"Note: {notice}");
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary><c>audit verify [--witness DIR…]</c></summary>
    public static Task<int> AuditAsync(Settings settings, IReadOnlyList<string> witnesses)
    {
        var database = settings.Database.ToRead();
        database.RequireCurrentSchema();
        var audit = new AuditJob(database, settings.Data).Run(witnesses);
        var chain = audit.Chain;
        Output.Console.WriteLine(chain.Fault is null
            ? string.Create(CultureInfo.InvariantCulture, $"The chain of {chain.Decisions:N0} decisions is whole{Agreement(audit)}; its head is {chain.Head}.")
            : $"The chain of decisions is broken: {chain.Fault}. Sound up to {chain.Head}; restore the store from a backup that has this head, and find out who changed it.");
        foreach (var finding in audit.Findings)
            Output.Console.WriteLine($"Finding: {finding}");
        if (audit.Findings.Count > 0)
            Output.Console.WriteLine("Store and published files contradict each other. Change nothing, keep both as they are, and find out who changed what: docs/operations.md, Audit.");
        return Task.FromResult(chain.Fault is null && audit.Findings.Count == 0 ? ExitCodes.Done : ExitCodes.Failed);
    }

    private static string Agreement(Audit audit) =>
        audit.Findings.Count > 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {audit.Witnesses} published manifests that saw decisions agree");

    public static Task<int> StatusAsync(Settings settings)
    {
        var database = settings.Database.ToRead();
        database.RequireCurrentSchema();
        var ledger = new RunLedger(database, TimeProvider.System, settings.Leases);
        var (runs, jobs, now) = (ledger.Latest(10), ledger.LatestJobs(10), TimeProvider.System.GetUtcNow());
        var status = new StoreStatus(database);
        Output.Console.WriteLine($"Store {database.Engine}:{database.Location}");
        Output.Console.Write(RunTable(runs));
        if (runs is [var newest, ..])
            Output.Console.Write(StepTable(newest));
        if (jobs.Count > 0)
            Output.Console.Write(JobTable(jobs));
        Output.Console.Write(FileTable(status.LatestFiles(14)));
        if (new SourceLedger(database, TimeProvider.System).Withdrawn() is { Count: > 0 } withdrawn)
            Output.Console.Write(WithdrawnTable(withdrawn));
        foreach (var load in status.Accepted())
            Output.Console.WriteLine($"Accepted: {load.Period ?? load.FileName} seems incomplete, and was loaded because {load.Reason.TrimEnd('.')}. {load.Fault}");
        if (status.UnreadableReports() is > 0 and var unreadable)
            Output.Console.WriteLine($"Unreadable: {Count(unreadable)} reports are in quarantine, but their cases are known; where they are the newest version the case counts nowhere (see data quality of the week).");
        Output.Console.WriteLine(Expected.Quarter(status.NewestQuarter(), DateOnly.FromDateTime(now.UtcDateTime)).Text);
        foreach (var overdue in new Expected(database, settings.Entries).Overdue(now))
            Output.Console.WriteLine($"Overdue: {overdue}");
        return Task.FromResult(ExitCodes.Done);
    }

    private static Table RunTable(IReadOnlyList<LedgerRun> runs)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Last runs").AddColumns("run", "as of", "state", "compared with", "finished (UTC)", "message");
        foreach (var (run, condition) in runs.Select(run => (run.Run, run.Condition)))
            table.AddRow(new[] { run.RunId, run.AsOf, condition, run.PreviousRunId ?? "", Minutes(run.FinishedAt), run.Message ?? "" }.Select(Markup.Escape).ToArray());
        return table;
    }

    private static Table StepTable(LedgerRun run)
    {
        var table = WorkTable($"Steps of {run.Run.RunId}", "step");
        foreach (var step in run.Steps)
            table.AddRow(Cells(step.Step, step));
        return table;
    }

    private static Table JobTable(IReadOnlyList<LedgerJob> jobs)
    {
        var table = WorkTable("Last jobs of the timetable", "job");
        foreach (var job in jobs)
            table.AddRow(Cells(job.JobKey, job));
        return table;
    }

    private static Table WorkTable(string title, string what) => new Table().Border(TableBorder.Simple).Title(Markup.Escape(title))
        .AddColumns(what, "state").AddColumn(new TableColumn("attempt").RightAligned()).AddColumns("by", "finished (UTC)").AddColumn(new TableColumn("rows").RightAligned()).AddColumn("message");

    private static string[] Cells(string name, LedgerWork work) =>
        [.. new[] { name, work.IsAbandoned ? "abandoned" : work.State, Count(work.Attempt), work.Owner ?? "", Minutes(work.FinishedAt), Progress(work), work.Message ?? "" }.Select(Markup.Escape)];

    private static string Progress(LedgerWork work) => work switch
    {
        { Rows: { } rows } => Count(rows),
        { State: "running", Done: { } done, Total: { } total } => $"{Count(done)} of {Count(total)}",
        { State: "running", Done: { } done } => Count(done),
        _ => "",
    };

    private static Table FileTable(IReadOnlyList<FileRow> files)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Last files").AddColumns("file", "holds", "loaded at (UTC)", "digest");
        foreach (var heading in new[] { "read", "loaded", "superseded", "quarantined" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var file in files)
            table.AddRow(new[] { file.Name, ((SourceFileKind)file.Kind).ToString(), Minutes(file.LoadedAt), Standing(file), Count(file.RowsRead), Count(file.RowsLoaded), Count(file.RowsSuperseded), Count(file.RowsQuarantined) }
                .Select(Markup.Escape).ToArray());
        return table;
    }

    private static string Standing(FileRow file) => file.Withdrawal is null ? file.Digest[..8] : $"{file.Digest[..8]} withdrawn";

    private static Table WithdrawnTable(IReadOnlyList<StoredSource> sources)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Withdrawn sources: runs begun since do not see them").AddColumns("source", "withdrawn at (UTC)", "by", "why", "decision");
        foreach (var (source, withdrawal) in sources.Select(source => (source, source.Withdrawal!)))
            table.AddRow(new[] { source.Name, Minutes(withdrawal.DecidedAt), withdrawal.UserName, withdrawal.Rationale, Count(withdrawal.ReviewId) }.Select(Markup.Escape).ToArray());
        return table;
    }

    private static string Minutes(string? iso) => iso is null ? "" : iso[..16].Replace('T', ' ');

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
