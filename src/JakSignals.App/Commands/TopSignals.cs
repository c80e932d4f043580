using System.Globalization;
using JakSignals.Snapshots;
using JakSignals.Statistics;
using Spectre.Console;
using Table = JakSignals.Snapshots.Table;

namespace JakSignals.App.Commands;

/// <summary>The last thing a run prints: its strongest signals.</summary>
internal static class TopSignals
{
    private const int DomainRows = 15;
    private const int OtherRows = 10;

    /// <summary>Pairs that are signals now.</summary>
    public static RowFilter Shown { get; } = new(["status"], (signals, row) => signals.Text("status", row) is "new" or "strengthened" or "persisting" or "weakened");

    /// <summary>Writes the strongest signals by likelihood ratio: first the matrix's pairs, then substances by term.</summary>
    /// <remarks>By the lower limit of the ROR, three duplicates of two rare names would stand on top.</remarks>
    public static void Write(IAnsiConsole console, Table signals, SnapshotManifest manifest)
    {
        var rows = Enumerable.Range(0, signals.RowCount).Where(row => signals.Text("status", row) is "new" or "strengthened" or "persisting" or "weakened")
            .OrderByDescending(row => LikelihoodRatio.Log(TableOf(signals, row)) ?? 0)
            .ThenBy(row => signals.Text("drug_key", row), StringComparer.Ordinal).ThenBy(row => signals.Text("event_key", row), StringComparer.Ordinal).ToList();
        var domain = rows.Where(row => signals.Flag("domain", row) == true).ToList();
        var others = rows.Where(row => signals.Text("event_level", row) == "term" && signals.Text("drug_kind", row) == "substance").ToList();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{manifest.Cases:N0} current cases to {manifest.AsOf:yyyy-MM-dd}, {manifest.PairsTested:N0} pairs tested, {rows.Count:N0} reported more often than expected{(manifest.Simulated ? "; simulated data" : "")}."));
        Write(console, $"Drug groups and event classes: the strongest {Math.Min(DomainRows, domain.Count)} of {domain.Count}", signals, domain.Take(DomainRows));
        Write(console, $"Substances and terms: the strongest {Math.Min(OtherRows, others.Count)} of {others.Count}", signals, others.Take(OtherRows));
        if (manifest.Prior.Alpha1 is null)
            console.WriteLine($"EBGM      none in this run, nor EB05 and EB95; their rule takes no part. {manifest.Prior.Note}");
        console.WriteLine("A high score is a reason to look at the cases. It does not measure risk.");
    }

    private static void Write(IAnsiConsole console, string title, Table signals, IEnumerable<int> rows)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Simple).Title(Markup.Escape(title)).AddColumns("drug", "event", "status");
        foreach (var heading in new[] { "cases", "new", "ROR (95 % CI)", "PRR", "chi²", "EBGM (EB05)" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in rows)
            table.AddRow(new[]
            {
                signals.Text("drug_name", row)!, signals.Text("event_name", row)!, signals.Text("status", row)!,
                Count(signals.Count("a", row)), Count(signals.Count("new_cases", row)),
                $"{Number(signals.Measure("ror", row))} ({Number(signals.Measure("ror_lower", row))}–{Number(signals.Measure("ror_upper", row))})",
                Number(signals.Measure("prr", row)), Number(signals.Measure("chi_square", row)),
                Shrunk(signals, row),
            }.Select(Markup.Escape).ToArray());
        console.Write(table);
    }

    private static Table2x2 TableOf(Table signals, int row) =>
        new(signals.Count("a", row)!.Value, signals.Count("b", row)!.Value, signals.Count("c", row)!.Value, signals.Count("d", row)!.Value);

    private static string Shrunk(Table signals, int row) => signals.Measure("ebgm", row) is { } ebgm ? $"{Number(ebgm)} ({Number(signals.Measure("eb05", row))})" : "n.e.";

    private static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    private static string Number(double? value) => value is { } known ? known.ToString(known < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture) : "n.e.";
}
