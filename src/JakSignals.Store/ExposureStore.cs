using System.Globalization;
using JakSignals.Cases;
using JakSignals.Ingest.Tables;

namespace JakSignals.Store;

/// <summary>Reads the follow-up of cohorts.</summary>
public sealed class ExposureStore(Database database)
{
    /// <summary>The exposures of a run: of each cohort, those of the newest load that has it. Names of cohorts are compared folded: "Trial A" is "trial a".</summary>
    public IReadOnlyList<ExposureRow> Read(RunScope scope)
    {
        var rows = database.Do(session => session.List<Row>(session.Query("read_exposures"))).Where(row => scope.Loads.Contains(row.LoadId)).ToList();
        var newest = rows.GroupBy(row => FoldedText.Key(row.Cohort), StringComparer.Ordinal).ToDictionary(c => c.Key, c => c.Max(row => row.LoadId), StringComparer.Ordinal);
        return [.. rows.Where(row => row.LoadId == newest[FoldedText.Key(row.Cohort)]).Select(row => new ExposureRow(row.Cohort, row.Drug, row.Dose, row.Indication, row.EventClass,
            row.Events, row.Patients, row.PatientYears, Day(row.PeriodStart), Day(row.PeriodEnd), Enum.Parse<ExposureKind>(row.Kind, ignoreCase: true), row.Source))];
    }

    private static DateOnly? Day(string? iso) => iso is null ? null : DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Row
    {
        public string Cohort { get; init; } = "";
        public string Drug { get; init; } = "";
        public string? Dose { get; init; }
        public string? Indication { get; init; }
        public string EventClass { get; init; } = "";
        public long? Events { get; init; }
        public long? Patients { get; init; }
        public double PatientYears { get; init; }
        public string? PeriodStart { get; init; }
        public string? PeriodEnd { get; init; }
        public string Kind { get; init; } = "";
        public string Source { get; init; } = "";
        public long LoadId { get; init; }
    }
}
