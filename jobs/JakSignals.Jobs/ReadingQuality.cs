using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Normalise;
using JakSignals.Snapshots;

namespace JakSignals.Jobs;

/// <summary>What of the current cases' names, terms and countries was not read, or not as one would think.</summary>
internal static class ReadingQuality
{
    private const int MostSubjects = 500;

    /// <summary>Rows of the checks <c>name_disagrees</c>, <c>suggested_term</c> and <c>unread_country</c>, the most frequent first, at most 500 each.</summary>
    /// <param name="catalogue">The catalogue in force.</param>
    /// <param name="cases">Current cases.</param>
    /// <param name="normalised">The same cases, normalised.</param>
    public static IReadOnlyList<QualityRow> Of(Catalogue catalogue, CaseColumns cases, NormalisedCases normalised) =>
        [.. Disagreeing(normalised.Names), .. SuggestedTerms(catalogue, normalised.Coded), .. UnreadCountries(cases)];

    private static IEnumerable<QualityRow> Disagreeing(IReadOnlyList<NameUse> names) =>
        MostFrequent(names.Where(name => name.Meaning.NameDisagrees)
            .Select(name => new QualityRow("name_disagrees", null, null, null, name.Name, name.Rows,
                $"the coded ingredient is {name.Ingredient}; counted as {string.Join(", ", name.Meaning.Substances)}")));

    private static IEnumerable<QualityRow> SuggestedTerms(Catalogue catalogue, CodedCases coded)
    {
        var casesOf = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var code in coded.CaseEvents)
            if (coded.Events[code] is { IsClass: false } term)
                casesOf[term.Key] = casesOf.GetValueOrDefault(term.Key) + 1;
        return MostFrequent(new TermSuggester(catalogue).Suggest(casesOf.Keys)
            .Select(near => new QualityRow("suggested_term", null, null, null, near.Term, casesOf[near.Term], near.Suggested)));
    }

    private static IEnumerable<QualityRow> UnreadCountries(CaseColumns cases) =>
        MostFrequent(cases.Country.OfType<string>().GroupBy(country => country, StringComparer.Ordinal)
            .Where(country => Countries.CodeOf(country.Key) is null)
            .Select(country => new QualityRow("unread_country", null, null, null, country.Key, country.Count(), "no country known here; the region is unknown")));

    private static IEnumerable<QualityRow> MostFrequent(IEnumerable<QualityRow> rows) =>
        rows.OrderByDescending(row => row.Rows).ThenBy(row => row.Subject, StringComparer.Ordinal).ThenBy(row => row.Detail, StringComparer.Ordinal).Take(MostSubjects);
}
