using System.Globalization;
using System.Runtime.InteropServices;
using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>Where exposure figures come from, and so what a rate made of them means.</summary>
public enum ExposureKind : byte
{
    /// <summary>A clinical trial or its extension.</summary>
    Trial = 1,
    /// <summary>A patient registry.</summary>
    Registry = 2,
    /// <summary>Insurance claims or health records.</summary>
    Claims = 3,
    /// <summary>Patient-years estimated from sales; the events are spontaneous reports, so that it is a reporting rate.</summary>
    Sales = 4,
}

/// <summary>Events of one class in one cohort and period, and the exposure they arose in.</summary>
/// <param name="Cohort">Name of the cohort.</param>
/// <param name="Drug">Drug as the user names it.</param>
/// <param name="Dose">Dose, or null.</param>
/// <param name="Indication">Indication, or null.</param>
/// <param name="EventClass">Key of an event class.</param>
/// <param name="Events">Number of events, 0 or more; null only for <see cref="ExposureKind.Sales"/>, where they are counted from the reports.</param>
/// <param name="Patients">Number of patients, 0 or more, or null.</param>
/// <param name="PatientYears">Patient-years, above 0: without them there is no rate.</param>
/// <param name="PeriodStart">First day, or null.</param>
/// <param name="PeriodEnd">Last day, or null.</param>
/// <param name="Kind">Where the figures come from.</param>
/// <param name="Source">Citation of the figures.</param>
public sealed record ExposureRow(
    string Cohort, string Drug, string? Dose, string? Indication, string EventClass, long? Events, long? Patients, double PatientYears,
    DateOnly? PeriodStart, DateOnly? PeriodEnd, ExposureKind Kind, string Source)
{
    /// <summary>Cohort, drug and event class, to name the row in a sentence.</summary>
    public string Shown => $"{Cohort}: {Drug} × {EventClass}";
}

/// <summary>What an exposure table holds.</summary>
/// <param name="Rows">Rows, in the order of the file.</param>
/// <param name="Tally">Records read, kept, repeated, put into quarantine.</param>
public sealed record Exposures(IReadOnlyList<ExposureRow> Rows, LoadTally Tally);

/// <summary>Reads exposure tables: cohorts with events and patient-years.</summary>
public static class ExposureTable
{
    /// <summary>Reads a whole table.</summary>
    /// <remarks>
    /// Rows with one cohort, drug, dose, indication, event class and kind by their keys describe the same patients, so their periods must not overlap
    /// (they may share a day at their ends; a missing start or end is without limit): the later row goes to quarantine.
    /// A row that says the same as an earlier one, word by word, counts as superseded.
    /// </remarks>
    /// <param name="text">The table, from <see cref="SourceDiscovery"/>.</param>
    /// <param name="checks">What the catalogue says of a row.</param>
    /// <param name="quarantine">Takes each record that could not be read.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="SourceChangedException">The file changed while it was read.</exception>
    public static Exposures Read(SourceText text, ExposureChecks checks, Action<Defect> quarantine, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(quarantine);
        var rows = new List<ExposureRow>();
        var tally = ReadRows(text, checks, quarantine, rows, cancel);
        text.RequireUnchanged(cancel);
        return new(rows, tally.RequireBalanced(text.File.Name));
    }

    private static LoadTally ReadRows(
        SourceText text, ExposureChecks checks, Action<Defect> quarantine, List<ExposureRow> rows, CancellationToken cancel)
    {
        using var table = new RecordTable(text, quarantine);
        var known = new Dictionary<string, List<(ExposureRow Row, long Line)>>(StringComparer.Ordinal);
        while (table.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (TryReadRow(table, checks, out var row))
                Take(table, row, rows, SameAs(row, known, checks));
        }
        return table.Tally;
    }

    private static List<(ExposureRow Row, long Line)> SameAs(
        ExposureRow row, Dictionary<string, List<(ExposureRow Row, long Line)>> known, ExposureChecks checks) =>
        CollectionsMarshal.GetValueRefOrAddDefault(known, checks.IdentityOf(row), out _) ??= [];

    private static void Take(RecordTable table, ExposureRow row, List<ExposureRow> rows, List<(ExposureRow Row, long Line)> same)
    {
        if (same.Exists(other => other.Row == row))
        {
            table.CountSuperseded();
            return;
        }
        var overlapping = same.FindIndex(other => ExposureFigures.Overlap(other.Row, row));
        if (overlapping >= 0)
        {
            table.Quarantine("period_start", $"a period apart from that of line {same[overlapping].Line}, "
                + "which has the same cohort, drug, dose, indication, event_class and kind, perhaps by other names");
            return;
        }
        same.Add((row, table.Line));
        rows.Add(row);
        table.CountLoaded();
    }

    private static bool TryReadRow(RecordTable table, ExposureChecks checks, out ExposureRow row)
    {
        row = null!;
        if (!HasText(table, "cohort") || !HasText(table, "drug") || !HasText(table, "event_class") || !HasText(table, "source"))
            return false;
        if (KindOf(table["kind"]) is not { } kind)
            return table.Quarantine("kind", "trial, registry, claims or sales");
        if (!PlainNumber.TryReadCount(table["events"], out var events) || events is null && kind != ExposureKind.Sales)
            return table.Quarantine("events", "a whole number, 0 or more, of digits alone; only kind sales may leave it empty");
        if (!PlainNumber.TryReadCount(table["patients"], out var patients))
            return table.Quarantine("patients", "a whole number, 0 or more, of digits alone, or nothing");
        if (!PlainNumber.TryReadAmount(table["patient_years"], out var years))
            return table.Quarantine("patient_years", "a number above 0, such as 1234.5; 1,234 and 1.234 could be thousands: write 1234 or 1.2340");
        if (!TryReadDay(table["period_start"], out var start))
            return table.Quarantine("period_start", "yyyy-MM-dd or nothing");
        if (!TryReadDay(table["period_end"], out var end) || end < start)
            return table.Quarantine("period_end", "yyyy-MM-dd, not before period_start, or nothing");
        row = new(table["cohort"], table["drug"], OrNull(table["dose"]), OrNull(table["indication"]), table["event_class"],
            events, patients, years, start, end, kind, table["source"]);
        var fault = ExposureFigures.FaultOf(row) ?? checks.FaultOf(row);
        return fault is null || table.Quarantine(fault.Column, fault.Expected);
    }

    private static bool HasText(RecordTable table, string column) => !table.Utf8(column).IsEmpty || table.Quarantine(column, "a text");

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static ExposureKind? KindOf(string text) => text.ToUpperInvariant() switch
    {
        "TRIAL" => ExposureKind.Trial,
        "REGISTRY" => ExposureKind.Registry,
        "CLAIMS" => ExposureKind.Claims,
        "SALES" => ExposureKind.Sales,
        _ => null,
    };

    private static bool TryReadDay(string text, out DateOnly? day)
    {
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        day = isDay ? date : null;
        return isDay || text.Length == 0;
    }
}
