using System.Globalization;
using JakSignals.Ingest;
using JakSignals.Store;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>migrate</c>, <c>audit verify</c> and <c>status</c>.</summary>
internal static class StoreCommands
{
    public static Task<int> MigrateAsync(Settings settings)
    {
        var database = Database.Named(settings.Store);
        var applied = database.Migrate(TimeProvider.System);
        Output.Console.WriteLine(applied.Count == 0
            ? $"{database.Location}: the schema is current."
            : $"{database.Location}: applied {string.Join(", ", applied.Select(m => m.Name))}.");
        return Task.FromResult(ExitCodes.Done);
    }

    public static Task<int> AuditAsync(Settings settings)
    {
        var database = Database.Named(settings.Store);
        database.RequireCurrentSchema();
        var check = new ReviewLog(database, TimeProvider.System).Verify();
        Output.Console.WriteLine(check.Fault is null
            ? string.Create(CultureInfo.InvariantCulture, $"The chain of {check.Decisions:N0} decisions is whole; its head is {check.Head}.")
            : $"The chain of decisions is broken: {check.Fault}. Sound up to {check.Head}; restore the store from a backup that has this head, and find out who changed it.");
        return Task.FromResult(check.Fault is null ? ExitCodes.Done : ExitCodes.Failed);
    }

    public static Task<int> StatusAsync(Settings settings)
    {
        var database = Database.Named(settings.Store);
        database.RequireCurrentSchema();
        var status = new StoreStatus(database);
        Output.Console.WriteLine($"Store {database.Engine}:{database.Location}");
        Output.Console.Write(RunTable(new RunStore(database, TimeProvider.System).Latest(10)));
        Output.Console.Write(FileTable(status.LatestFiles(14)));
        Output.Console.WriteLine(Due(status.NewestQuarter(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().Date)));
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary>FDA publishes a quarter about a month after its end.</summary>
    internal static string Due(string? newestQuarter, DateOnly today)
    {
        if (newestQuarter is null)
            return "No FAERS quarter is loaded. Next: jaksignals ingest PATH";
        var end = new DateOnly(int.Parse(newestQuarter.AsSpan(0, 4), CultureInfo.InvariantCulture), (newestQuarter[5] - '0') * 3, 1).AddMonths(1).AddDays(-1);
        var nextDue = end.AddDays(1).AddMonths(4).AddDays(-1);   // the end of the next quarter, and a month
        var next = $"{end.AddDays(1).Year}Q{(end.AddDays(1).Month + 2) / 3}";
        return today > nextDue
            ? $"Newest FAERS quarter: {newestQuarter}. {next} has been due since {nextDue:yyyy-MM-dd}; look for it at FDA."
            : $"Newest FAERS quarter: {newestQuarter}. {next} is due by {nextDue:yyyy-MM-dd}.";
    }

    private static Table RunTable(IReadOnlyList<RunRow> runs)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Last runs").AddColumns("run", "as of", "state", "compared with", "finished (UTC)", "message");
        foreach (var run in runs)
            table.AddRow(new[] { run.RunId, run.AsOf, run.State, run.PreviousRunId ?? "", Minutes(run.FinishedAt), run.Message ?? "" }.Select(Markup.Escape).ToArray());
        return table;
    }

    private static Table FileTable(IReadOnlyList<FileRow> files)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Last files").AddColumns("file", "holds", "loaded at (UTC)");
        foreach (var heading in new[] { "read", "loaded", "superseded", "quarantined" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var file in files)
            table.AddRow(new[] { file.Name, ((SourceFileKind)file.Kind).ToString(), Minutes(file.LoadedAt), Count(file.RowsRead), Count(file.RowsLoaded), Count(file.RowsSuperseded), Count(file.RowsQuarantined) }
                .Select(Markup.Escape).ToArray());
        return table;
    }

    private static string Minutes(string? iso) => iso is null ? "" : iso[..16].Replace('T', ' ');

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
