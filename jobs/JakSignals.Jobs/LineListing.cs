using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>The line listing: current cases of the matrix's event classes with a drug of its drug groups in a role that counts.</summary>
internal sealed class LineListing(Database database, DrugCatalogue catalogue, SignalOptions options)
{
    private readonly HashSet<string> _members = [.. catalogue.Groups.Where(group => !group.Comparator).SelectMany(group => group.Substances)];

    /// <summary>Rows by event class key, then newest receipt first, then case.</summary>
    public IReadOnlyList<LineListRow> Rows(NormalisedWeek week)
    {
        var (coded, cases) = (week.Coded, week.Current.Cases);
        var shownDrugs = coded.Drugs.Select(drug => drug.Order is not null).ToArray();
        var shownEvents = coded.Events.Select(@event => @event.Order is not null).ToArray();
        var lines = new List<(int Case, int Event)>();
        for (var row = 0; row < cases.Count; row++)
            if (HasAny(coded.DrugsOf(row), shownDrugs))
                foreach (var @event in coded.EventsOf(row))
                    if (shownEvents[@event])
                        lines.Add((row, @event));
        var starts = new TherapyStore(database).FirstStarts(lines.Select(l => cases.ReportId[l.Case]).ToHashSet());
        return [.. lines.Select(line => Row(week, line.Case, line.Event, starts))
            .OrderBy(r => r.EventKey, StringComparer.Ordinal).ThenByDescending(r => r.Received, StringComparer.Ordinal).ThenBy(r => r.Source, StringComparer.Ordinal).ThenBy(r => r.CaseId, StringComparer.Ordinal)];
    }

    private LineListRow Row(NormalisedWeek week, int row, int @event, IReadOnlyDictionary<(long, long), int> starts)
    {
        var (coded, cases) = (week.Coded, week.Current.Cases);
        var suspects = SuspectRows(week, row).ToList();
        return new LineListRow
        {
            EventKey = coded.Events[@event].Key,
            EventName = coded.Events[@event].Name,
            CaseId = cases.CaseId(row),
            Version = cases.Version[row],
            Source = cases.Source[row].ToString().ToLowerInvariant(),
            ReceivedOn = Day(cases.ReceivedOn[row]),
            Received = Known(cases.ReceivedOn[row]),
            FirstReceivedOn = Day(cases.FirstReceivedOn[row]),
            FirstReceived = Known(cases.FirstReceivedOn[row]),
            EventOn = Known(cases.EventOn[row]),
            AgeYears = double.IsNaN(cases.AgeYears[row]) ? null : cases.AgeYears[row],     // not rounded: 64.996 is not 65
            Sex = cases.Sex[row] switch { Sex.Female => "F", Sex.Male => "M", _ => null },
            Country = Countries.CodeOf(cases.Country[row]) ?? cases.Country[row],
            Reporter = ReporterName(cases.Reporter[row]),
            Serious = cases.IsSerious(row),
            Fatal = cases.IsFatal(row),
            SuspectDrugs = Joined(DrugsShown(week, row)),
            DrugKeys = Joined(week.Coded.DrugsOf(row).ToArray().Select(d => week.Coded.Drugs[d]).Where(d => d.Order is not null).Select(d => d.Key)),
            Drugs = Joined(AllDrugs(week, row)),
            Terms = Joined(TermsOf(week, row)),
            DaysToOnset = DaysToOnset(cases, row, suspects, starts),
            Dechallenge = Found(suspects.Select(drug => cases.Dechallenge[drug])),
            Rechallenge = Found(suspects.Select(drug => cases.Rechallenge[drug])),
            IsNew = cases.IsNew[row],
        };
    }

    /// <summary>Drug rows within the role scope whose substance is a member of a drug group.</summary>
    private IEnumerable<int> SuspectRows(NormalisedWeek week, int row)
    {
        var cases = week.Current.Cases;
        for (var drug = cases.DrugStart[row]; drug < cases.DrugStart[row + 1]; drug++)
        {
            var counts = options.RoleScope.Includes(cases.Role[drug], options.InteractingIsSuspect);
            if (counts && SubstancesOf(week, drug).Any(_members.Contains))
                yield return drug;
        }
    }

    private static IEnumerable<string> SubstancesOf(NormalisedWeek week, int drug) =>
        week.Normalised.SubstancesOfName[week.Current.Cases.DrugNameId[drug]]!.Select(substance => week.Coded.Drugs[substance].Key);

    private static bool HasAny(ReadOnlySpan<int> codes, bool[] wanted)
    {
        foreach (var code in codes)
            if (wanted[code])
                return true;
        return false;
    }

    private static IEnumerable<string> DrugsShown(NormalisedWeek week, int row) =>
        week.Coded.DrugsOf(row).ToArray().Select(d => week.Coded.Drugs[d]).Where(d => d.Order is not null && d.Kind != "class").Select(d => d.Name);

    private static IEnumerable<string> AllDrugs(NormalisedWeek week, int row)
    {
        var cases = week.Current.Cases;
        return Enumerable.Range(cases.DrugStart[row], cases.DrugStart[row + 1] - cases.DrugStart[row])
            .Where(drug => RoleScope.Any.Includes(cases.Role[drug]))
            .SelectMany(drug => week.Normalised.SubstancesOfName[cases.DrugNameId[drug]]!)
            .Select(substance => week.Coded.Drugs[substance].Name);
    }

    private static IEnumerable<string> TermsOf(NormalisedWeek week, int row) =>
        week.Coded.EventsOf(row).ToArray().Select(e => week.Coded.Events[e]).Where(e => !e.IsClass).Select(e => e.Name);

    private static long? DaysToOnset(CaseColumns cases, int row, List<int> suspects, IReadOnlyDictionary<(long, long), int> starts)
    {
        if (PartialDate.FromNumber(cases.EventOn[row])?.Exact is not { } onset)
            return null;
        var first = suspects
            .Select(drug => starts.TryGetValue((cases.ReportId[row], cases.DrugSequence[drug]), out var start) ? PartialDate.FromNumber(start)?.Exact : null)
            .Where(start => start <= onset).Min();
        return first is { } day ? onset.DayNumber - day.DayNumber : null;
    }

    private static string? Found(IEnumerable<Challenge> challenges)
    {
        var all = challenges.ToList();
        return all.Contains(Challenge.Positive) ? "positive" : all.Contains(Challenge.Negative) ? "negative" : null;
    }

    private static string? ReporterName(ReporterType reporter) => reporter switch
    {
        ReporterType.Physician => "physician",
        ReporterType.Pharmacist => "pharmacist",
        ReporterType.OtherHealthProfessional => "other health professional",
        ReporterType.Lawyer => "lawyer",
        ReporterType.Consumer => "consumer",
        _ => null,
    };

    private static DateOnly? Day(int number) => PartialDate.FromNumber(number)?.Exact;

    private static string? Known(int number) => PartialDate.FromNumber(number)?.ToString();

    private static string Joined(IEnumerable<string> names) => string.Join("; ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
