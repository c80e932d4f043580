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
    /// <param name="exposures">Follow-up that <see cref="SelectedCohorts"/> took; rows that differ only in their period are periods of one rate and are added up.</param>
    /// <param name="cases">Coded cases, from which the events of <see cref="ExposureKind.Sales"/> rows are counted.</param>
    /// <param name="columns">The same cases' dates.</param>
    public IReadOnlyList<IncidenceRow> Rates(IReadOnlyList<ExposureRow> exposures, CodedCases cases, CaseColumns columns) =>
        [.. exposures.GroupBy(names.IdentityOf, StringComparer.Ordinal).Select(periods => Rate([.. periods], cases, columns))
            .OrderBy(r => r.DrugKey, StringComparer.Ordinal).ThenBy(r => r.EventKey, StringComparer.Ordinal).ThenBy(r => r.Kind)
            .ThenBy(r => r.Cohort, StringComparer.Ordinal).ThenBy(r => r.Dose, StringComparer.Ordinal).ThenBy(r => r.Indication, StringComparer.Ordinal)];

    private IncidenceRow Rate(IReadOnlyList<ExposureRow> periods, CodedCases cases, CaseColumns columns)
    {
        var first = periods[0];
        var (drug, @event) = (names.Drug(first.Drug), names.EventClass(first.EventClass));
        var given = periods.Sum(period => period.Events ?? 0);
        var uncounted = periods.Where(period => period.Events is null).ToList();
        var events = given + (uncounted.Count == 0 ? 0 : ReportedCases(uncounted, drug.Key, @event.Key, cases, columns));
        var patientYears = periods.Sum(period => period.PatientYears);
        var published = first.Kind == ExposureKind.Sales ? null : names.Published(drug.Key, first.Dose, first.Indication, @event.Key);
        return new IncidenceRow(first.Cohort, drug.Key, drug.Name, first.Dose, first.Indication, @event.Key, @event.Name, first.Kind, events,
            periods.Max(period => period.Patients), patientYears, IncidenceRate.Per100PatientYears(events, patientYears), published);
    }

    /// <summary>
    /// Distinct current cases of the pair first received within any of the periods: the numerator of a reporting rate. A case on a day that two periods share
    /// counts once.
    /// </summary>
    private static long ReportedCases(List<ExposureRow> periods, string drugKey, string eventKey, CodedCases cases, CaseColumns columns)
    {
        var drug = IndexOf(cases.Drugs, one => one.Key == drugKey);
        var @event = IndexOf(cases.Events, one => one.IsClass && one.Key == eventKey);
        if (drug < 0 || @event < 0)
            return 0;       // of the catalogue, and in no report
        var bounds = Joined(periods);
        long count = 0;
        for (var row = 0; row < cases.CaseCount; row++)
            if (cases.DrugsOf(row).BinarySearch(drug) >= 0 && cases.EventsOf(row).BinarySearch(@event) >= 0
                && bounds.Exists(period => PartialDate.LiesWithin(columns.FirstReceivedOn[row], period.From, period.To)))
                count++;
        return count;
    }

    /// <summary>
    /// Periods as stored numbers of their first and last days, those that follow each other without a gap as one: a case received "in 2025" lies in the two
    /// halves of 2025. Without a start from 0, so that a case without a date came before any end.
    /// </summary>
    private static List<(int From, int To)> Joined(List<ExposureRow> periods)
    {
        var joined = new List<(int From, int To)>();
        DateOnly? last = null;
        foreach (var (start, end) in periods.Select(period => (period.PeriodStart, End: period.PeriodEnd ?? DateOnly.MaxValue)).OrderBy(period => period.PeriodStart))
        {
            var from = start is { } day ? PartialDate.FromDay(day).Number : 0;
            var to = end == DateOnly.MaxValue ? int.MaxValue : PartialDate.FromDay(end).Number;
            if (last is { } before && (before == DateOnly.MaxValue || start is null || start <= before.AddDays(1)))
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, to));
            else
                joined.Add((from, to));
            last = last is { } known && known > end ? known : end;
        }
        return joined;
    }

    private static int IndexOf<T>(IReadOnlyList<T> entries, Func<T, bool> isIt)
    {
        for (var i = 0; i < entries.Count; i++)
            if (isIt(entries[i]))
                return i;
        return -1;
    }
}
