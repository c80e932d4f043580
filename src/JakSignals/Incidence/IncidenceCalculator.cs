using JakSignals.Cases;
using JakSignals.Ingest.Tables;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Incidence;

/// <summary>Events per 100 patient-years, with exact limits, for every cohort × drug × dose × indication × event class.</summary>
/// <param name="names">What the catalogue makes of drugs, event classes and published rates.</param>
public sealed class IncidenceCalculator(RateNames names)
{
    /// <summary>Rates, by drug key, event key, kind, cohort, dose and indication.</summary>
    /// <param name="exposures">Follow-up; rows that differ only in their period are periods of one rate and are added up.</param>
    /// <param name="cases">Coded cases, from which the events of <see cref="ExposureKind.Sales"/> rows are counted.</param>
    /// <param name="columns">The same cases' dates.</param>
    /// <exception cref="ArgumentException">A sales row without events names a drug or event class that is not counted.</exception>
    public IReadOnlyList<IncidenceRow> Rates(IReadOnlyList<ExposureRow> exposures, CodedCases cases, CaseColumns columns) =>
        [.. exposures.GroupBy(e => (e.Cohort, Drug: names.Drug(e.Drug), e.Dose, e.Indication, Event: names.EventClass(e.EventClass), e.Kind))
            .Select(periods =>
            {
                var (cohort, drug, dose, indication, @event, kind) = periods.Key;
                var events = periods.Sum(p => p.Events ?? ReportedCases(p, drug.Key, @event.Key, cases, columns));
                var patientYears = periods.Sum(p => p.PatientYears);
                return new IncidenceRow(cohort, drug.Key, drug.Name, dose, indication, @event.Key, @event.Name, kind, events, periods.Max(p => p.Patients), patientYears,
                    IncidenceRate.Per100PatientYears(events, patientYears), kind == ExposureKind.Sales ? null : names.Published(drug.Key, dose, indication, @event.Key));
            })
            .OrderBy(r => r.DrugKey, StringComparer.Ordinal).ThenBy(r => r.EventKey, StringComparer.Ordinal).ThenBy(r => r.Kind)
            .ThenBy(r => r.Cohort, StringComparer.Ordinal).ThenBy(r => r.Dose, StringComparer.Ordinal).ThenBy(r => r.Indication, StringComparer.Ordinal)];

    /// <summary>Distinct current cases of the pair first received within the period: the numerator of a reporting rate.</summary>
    private static long ReportedCases(ExposureRow exposure, string drugKey, string eventKey, CodedCases cases, CaseColumns columns)
    {
        var drug = IndexOf(cases.Drugs, d => d.Key == drugKey, exposure, $"drug '{exposure.Drug}'");
        var @event = IndexOf(cases.Events, e => e.IsClass && e.Key == eventKey, exposure, $"event class '{exposure.EventClass}'");
        var from = exposure.PeriodStart is { } start ? PartialDate.FromDay(start).Number : 0;
        var to = exposure.PeriodEnd is { } end ? PartialDate.FromDay(end).Number : int.MaxValue;
        long count = 0;
        for (var row = 0; row < cases.CaseCount; row++)
            if (PartialDate.LiesWithin(columns.FirstReceivedOn[row], from, to)
                && cases.DrugsOf(row).BinarySearch(drug) >= 0 && cases.EventsOf(row).BinarySearch(@event) >= 0)
                count++;
        return count;
    }

    private static int IndexOf<T>(IReadOnlyList<T> entries, Func<T, bool> isIt, ExposureRow exposure, string what)
    {
        for (var i = 0; i < entries.Count; i++)
            if (isIt(entries[i]))
                return i;
        throw new ArgumentException($"Cohort '{exposure.Cohort}' of kind sales gives no events, and its {what} is none that is counted; give the events, or a drug and event class of the catalogue.");
    }
}
