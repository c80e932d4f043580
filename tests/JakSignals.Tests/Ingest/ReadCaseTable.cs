using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Tables;

namespace JakSignals.Tests.Ingest;

/// <summary>A case table, read whole.</summary>
internal sealed record ReadCaseTable(
    IReadOnlyList<DrugRow> Drugs, IReadOnlyList<EventRow> Events, IReadOnlyList<ReportRow> Reports, LoadTally Tally, IReadOnlyList<Defect> Defects, Vocabulary Vocabulary)
{
    public IEnumerable<string> DrugTexts =>
        Drugs.Select(drug => $"{Vocabulary.DrugNames[drug.NameId].Replace($"{Vocabulary.Separator}", "", StringComparison.Ordinal)}|{drug.Role}|{drug.Sequence}");

    public IEnumerable<string> EventTexts => Events.Select(row => $"{row.Report} {Vocabulary.Terms[row.TermId]}");

    public static ReadCaseTable Of(string table) => Of(Encoding.UTF8.GetBytes(table));

    public static ReadCaseTable Of(byte[] table)
    {
        using var folder = FaersFeed.Only();
        File.WriteAllBytes(folder.Path("cases.csv"), table);
        return OfFile(folder.Path("cases.csv"));
    }

    public static ReadCaseTable Of(TestWorkbook workbook)
    {
        using var folder = FaersFeed.Only();
        workbook.Write(folder.Path("cases.xlsx"));
        return OfFile(folder.Path("cases.xlsx"));
    }

    public static ReadCaseTable OfFile(string path)
    {
        var found = SourceDiscovery.Find([path]);
        Assert.Empty(found.Refused);
        var (vocabulary, defects) = (new Vocabulary(), new List<Defect>());
        var cancel = TestContext.Current.CancellationToken;
        using var load = new CaseTableLoad(Assert.Single(found.CaseTables), vocabulary, defects.Add);
        return new([.. load.Drugs(cancel)], [.. load.Events(cancel)], [.. load.Reports(cancel)], load.Tallies.Single(), defects, vocabulary);
    }

    public static string Refusal(TestWorkbook workbook)
    {
        using var folder = FaersFeed.Only();
        workbook.Write(folder.Path("cases.xlsx"));
        var refused = Assert.Single(SourceDiscovery.Find([folder.Path("cases.xlsx")]).Refused);
        Assert.Equal("cases.xlsx", refused.Name);
        return refused.Reason;
    }
}
