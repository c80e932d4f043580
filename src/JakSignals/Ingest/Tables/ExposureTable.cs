using System.Globalization;
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
    DateOnly? PeriodStart, DateOnly? PeriodEnd, ExposureKind Kind, string Source);

/// <summary>What an exposure table holds.</summary>
/// <param name="Rows">Rows, in the order of the file.</param>
/// <param name="Tally">Records read, kept, repeated, put into quarantine.</param>
public sealed record Exposures(IReadOnlyList<ExposureRow> Rows, LoadTally Tally);

/// <summary>Reads exposure tables: cohorts with events and patient-years.</summary>
public static class ExposureTable
{
    /// <summary>Reads a whole table.</summary>
    /// <remarks>
    /// Rows with one cohort, drug, dose, indication, event class and kind describe the same patients, so their periods must not overlap (they may share
    /// a day at their ends; a missing start or end is without limit): the later row goes to quarantine. A row that says the same as an earlier one counts as superseded.
    /// </remarks>
    /// <param name="text">The table, from <see cref="SourceDiscovery"/>.</param>
    /// <param name="quarantine">Takes each record that could not be read.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="SourceChangedException">The file changed while it was read.</exception>
    public static Exposures Read(SourceText text, Action<Defect> quarantine, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(quarantine);
        var rows = new List<ExposureRow>();
        var tally = ReadRows(text, quarantine, rows, cancel);
        text.RequireUnchanged(cancel);
        return new(rows, tally.RequireBalanced(text.File.Name));
    }

    private static LoadTally ReadRows(SourceText text, Action<Defect> quarantine, List<ExposureRow> rows, CancellationToken cancel)
    {
        using var table = new CsvTable(text, quarantine);
        var known = new Dictionary<string, List<(ExposureRow Row, long Line)>>(StringComparer.OrdinalIgnoreCase);
        while (table.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (TryReadRow(table, out var row))
                Take(table, row, rows, known);
        }
        return table.Tally;
    }

    private static void Take(CsvTable table, ExposureRow row, List<ExposureRow> rows, Dictionary<string, List<(ExposureRow Row, long Line)>> known)
    {
        var key = string.Join(Vocabulary.Separator, row.Cohort, row.Drug, row.Dose, row.Indication, row.EventClass, row.Kind);
        if (!known.TryGetValue(key, out var same))
            known[key] = same = [];
        if (same.Exists(other => other.Row == row))
            table.CountSuperseded();
        else if (same.FindIndex(other => Overlap(other.Row, row)) is var index and >= 0)
            table.Quarantine("period_start", $"a period apart from that of line {same[index].Line}, which has the same cohort, drug, dose, indication, event_class and kind");
        else
        {
            same.Add((row, table.Line));
            rows.Add(row);
            table.CountLoaded();
        }
    }

    private static bool Overlap(ExposureRow one, ExposureRow other)
    {
        var (start, end) = Period(one);
        var (otherStart, otherEnd) = Period(other);
        return (start, end) == (otherStart, otherEnd) || start < otherEnd && otherStart < end;
    }

    private static (DateOnly Start, DateOnly End) Period(ExposureRow row) => (row.PeriodStart ?? DateOnly.MinValue, row.PeriodEnd ?? DateOnly.MaxValue);

    private static bool TryReadRow(CsvTable table, out ExposureRow row)
    {
        row = null!;
        if (!HasText(table, "cohort") || !HasText(table, "drug") || !HasText(table, "event_class") || !HasText(table, "source"))
            return false;
        if (KindOf(table["kind"]) is not { } kind)
            return table.Quarantine("kind", "trial, registry, claims or sales");
        if (!TryReadCount(table["events"], out var events) || events is null && kind != ExposureKind.Sales)
            return table.Quarantine("events", "a whole number, 0 or more; only kind sales may leave it empty");
        if (!TryReadCount(table["patients"], out var patients))
            return table.Quarantine("patients", "a whole number, 0 or more, or nothing");
        if (!TryReadYears(table["patient_years"], out var years))
            return table.Quarantine("patient_years", "a number above 0");
        if (!TryReadDay(table["period_start"], out var start))
            return table.Quarantine("period_start", "yyyy-MM-dd or nothing");
        if (!TryReadDay(table["period_end"], out var end) || end < start)
            return table.Quarantine("period_end", "yyyy-MM-dd, not before period_start, or nothing");
        row = new(table["cohort"], table["drug"], OrNull(table["dose"]), OrNull(table["indication"]), table["event_class"],
            events, patients, years, start, end, kind, table["source"]);
        return true;
    }

    private static bool HasText(CsvTable table, string column) => !table.Utf8(column).IsEmpty || table.Quarantine(column, "a text");

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static ExposureKind? KindOf(string text) => text.ToUpperInvariant() switch
    {
        "TRIAL" => ExposureKind.Trial,
        "REGISTRY" => ExposureKind.Registry,
        "CLAIMS" => ExposureKind.Claims,
        "SALES" => ExposureKind.Sales,
        _ => null,
    };

    private static bool TryReadCount(string text, out long? count)
    {
        var isCount = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        count = isCount ? number : null;
        return isCount || text.Length == 0;
    }

    private static bool TryReadYears(string text, out double years) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out years) && years > 0 && double.IsFinite(years);

    private static bool TryReadDay(string text, out DateOnly? day)
    {
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        day = isDay ? date : null;
        return isDay || text.Length == 0;
    }
}
