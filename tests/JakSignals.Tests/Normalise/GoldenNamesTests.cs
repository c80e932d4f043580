using System.IO.Compression;
using CsvHelper;
using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

/// <summary>Against real FAERS names and counts; the reference files lie beside the repository.</summary>
public class GoldenNamesTests
{
    private static readonly CsvReaderOptions Csv = new() { Separator = ',' };

    [Fact]
    public void As_given_names_of_FAERS_2022Q3_are_the_reference_ingredients()
    {
        // The reference maps the JAK inhibitors only; the brands of the TNF inhibitors compared with are ours.
        var expected = Rows("golden/faers2022q3/jak_name_map_used.csv").ToDictionary(row => row[0], row => row[1]);
        foreach (var (substance, brands) in new[]
        {
            ("ADALIMUMAB", new[] { "Humira", "Hyrimoz", "Hulio", "Imraldi", "Hadlima", "Abrilada" }), ("ETANERCEPT", ["Enbrel", "Erelzi"]), ("CERTOLIZUMAB PEGOL", ["Cimzia"]),
            ("GOLIMUMAB", ["Simponi", "Simponi aria"]), ("INFLIXIMAB", ["Remicade", "Inflectra", "Renflexis", "Avsola", "Ixifi"]),
        })
            foreach (var brand in brands)
                expected.Add(brand, substance);
        var names = Rows("golden/faers2022q3/faers22q3raw.csv.gz").Select(row => row[1]).ToHashSet();
        var known = Rows("golden/faers2022q3/all_pair_counts.csv.gz").Select(row => row[0]).ToHashSet();

        Assert.Equal(3880, names.Count);
        foreach (var name in names)
        {
            var substance = Assert.Single(Bundled.AsGiven.Normalise(name, null).Substances);
            Assert.Equal(expected.GetValueOrDefault(name) ?? name.ToUpperInvariant(), substance);
            Assert.Contains(substance, known);
        }
    }

    [Fact]
    public void No_term_of_FAERS_2022Q3_is_changed_but_in_case()
    {
        var terms = Bundled.Catalogue.Terms;
        var events = Rows("golden/faers2022q3/all_pair_counts.csv.gz").Select(row => row[1]).ToHashSet();
        Assert.NotEmpty(events);
        foreach (var term in events)
            Assert.Equal(term.ToUpperInvariant(), terms.Key(term));
        Assert.Equal(events.Count, events.Select(terms.Comparable).Distinct().Count());     // and no two are taken for one
    }

    [Fact]
    public void Two_Xeljanz_reports_of_2017Q2_are_tofacitinib()
    {
        var lines = File.ReadAllLines(Shared.Path("feeds/faers/2017Q2/ascii/DRUG17Q2.txt"));
        var columns = lines[0].Split('$');
        var (report, name, ingredient) = (Array.IndexOf(columns, "primaryid"), Array.IndexOf(columns, "drugname"), Array.IndexOf(columns, "prod_ai"));
        var reports = lines.Skip(1).Select(line => line.Split('$'))
            .Where(fields => Bundled.General.Normalise(fields[name], fields[ingredient]).Substances.Contains("TOFACITINIB"))
            .Select(fields => fields[report]).Distinct();
        Assert.Equal(2, reports.Count());
    }

    private static List<string[]> Rows(string relative)
    {
        var path = Shared.Path(relative);
        using var file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = CsvReader.Create(text, Csv);
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }
}
