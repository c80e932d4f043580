using System.Xml.Linq;
using JakSignals.Snapshots;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>What was not read of names, terms and countries, or not as one would think.</summary>
internal static class NameQuality
{
    private const int MostShown = 20;

    private sealed record NearTerm(string Term, string Suggested, long Cases);

    /// <summary>A sentence for each check that found something.</summary>
    public static IEnumerable<string> Remarks(Table table)
    {
        if (Found(table, "name_disagrees") is { } names)
            yield return $"{Number(names.Rows, "drug row names", "drug rows name")} one drug of the catalogue and code another as the ingredient. The ingredient counts. Names: {names.Subjects}.";
        if (Found(table, "unread_country") is { } countries)
            yield return $"{Number(countries.Rows, "case gives", "cases give")} a country that was not read. Their region is unknown. Texts: {countries.Subjects}.";
    }

    /// <summary>Terms that no event class holds and that are one slip away from one that a class does; empty where there are none.</summary>
    public static IReadOnlyList<XElement> SuggestedTerms(Table table)
    {
        List<NearTerm> terms = [.. RowsOf(table, "suggested_term")
            .Select(row => new NearTerm(table.Text("subject", row) ?? "", table.Text("detail", row) ?? "", table.Count("rows", row) ?? 0))];
        if (terms.Count == 0)
            return [];
        List<XElement> parts =
        [
            Element("h3", "Terms that may be terms of a class"),
            Paragraph("They are one letter from a term of a class, or hold one among others. They count as terms of their own, and in no class. To approve one, add it as an alias to term-aliases.csv of your catalogue."),
            new ReportTable<NearTerm>("Terms that may be terms of a class", "names",
                new("term as reported", t => t.Term), new("cases", t => Count(t.Cases), "num"), new("may be", t => t.Suggested)).Render([.. terms.Take(MostShown)]),
        ];
        if (terms.Count > MostShown)
            parts.Add(Note($"{Number(terms.Count - MostShown, "more term", "more terms")} in data_quality.parquet."));
        return parts;
    }

    private static (long Rows, string Subjects)? Found(Table table, string check)
    {
        var rows = RowsOf(table, check).ToList();
        if (rows.Count == 0)
            return null;
        var subjects = string.Join("; ", rows.Take(MostShown).Select(row => table.Text("subject", row)));
        return (rows.Sum(row => table.Count("rows", row) ?? 0), rows.Count > MostShown ? subjects + "; and others, in data_quality.parquet" : subjects);
    }

    private static IEnumerable<int> RowsOf(Table table, string check) =>
        Enumerable.Range(0, table.RowCount).Where(row => table.Text("check", row) == check);
}
