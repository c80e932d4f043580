using System.IO.Compression;
using System.Text;
using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class StratifiedGoldenTests
{
    private static readonly ILookup<string, Table2x2> Strata = Golden.Rows("strata.csv").ToLookup(row => row.Text("set"), row => row.Table);

    [Fact] // tests/golden/README.md#stratifiedcsv: 60-digit decimal
    public void Every_statistic_of_strata_matches_the_60_digit_reference()
    {
        foreach (var row in Golden.Rows("stratified.csv"))
        {
            var strata = Strata[row.Text("set")].ToArray();
            row.Agrees("ror", "lower", "upper", MantelHaenszel.Ror(strata, row.Number("confidence")), 1e-13);
            row.Agrees("chi_square", MantelHaenszel.ChiSquare(strata, continuityCorrection: false), 1e-12);
            row.Agrees("chi_square_corrected", MantelHaenszel.ChiSquare(strata, continuityCorrection: true), 1e-12);
            row.Agrees("expected", StratifiedExpected.Of(strata), 1e-14);
            var test = BreslowDay.Test(strata);
            row.Agrees("breslow_day", test?.Uncorrected, 1e-10);       // cells of a billion that differ from their expectation in the fifth digit
            row.Agrees("tarone", test?.ChiSquare, 1e-10);
            row.Agrees("degrees", test?.DegreesOfFreedom, 0);
            row.Agrees("p", test?.P, 1e-11);
        }
    }

    // R's own example, mantelhaen.test(UCBAdmissions): X-squared = 1.4269 with continuity correction, 95 percent confidence interval 0.7719074 1.0603298,
    // common odds ratio 0.9046968, as printed in the vignettes of the package vcdExtra.
    [Fact]
    public void Berkeley_admissions_print_as_in_R()
    {
        var berkeley = Strata["berkeley"].ToArray();
        var ror = MantelHaenszel.Ror(berkeley)!.Value;
        Assert.Equal((0.9046968, 0.7719074, 1.0603298), (Math.Round(ror.Value, 7), Math.Round(ror.Lower, 7), Math.Round(ror.Upper, 7)));
        Assert.Equal(1.4269, Math.Round(MantelHaenszel.ChiSquare(berkeley, continuityCorrection: true)!.Value, 4));
    }

    [Theory] // metafor 3.8.1: rma.mh(measure = "OR")
    [InlineData("bcg", "dat.bcg.csv", "tpos", "tneg", "cpos", "cneg", false)]
    [InlineData("nielweise2007", "dat.nielweise2007.csv", "ai", "n1i", "ci", "n2i", true)]
    [InlineData("collins1985b_pe", "dat.collins1985b.csv", "pre.xti", "pre.nti", "pre.xci", "pre.nci", true)]
    public void Shared_trials_agree_with_metafor(string dataset, string file, string a, string b, string c, string d, bool sizes)
    {
        Table2x2[] strata = [.. Golden.RowsOf(Shared.Path($"golden/meta/{file}")).Select(row => new Table2x2(
            row.Count(a), row.Count(b) - (sizes ? row.Count(a) : 0), row.Count(c), row.Count(d) - (sizes ? row.Count(c) : 0)))];
        var expected = Golden.RowsOf(Shared.Path("golden/meta/mh_peto_results.csv")).Single(row => row.Text("dataset") == dataset && row.Text("measure") == "OR"
            && row.Text("method") == "MH" && row.Text("setting") == "default_drop00_no_add_in_pooling");
        var ror = MantelHaenszel.Ror(strata)!.Value;
        expected.Agrees("est", Math.Log(ror.Value), 1e-12);
        expected.Agrees("ci.lb", Math.Log(ror.Lower), 1e-12);
        expected.Agrees("ci.ub", Math.Log(ror.Upper), 1e-12);
        expected.Agrees("CMH", MantelHaenszel.ChiSquare(strata, continuityCorrection: true), 1e-12);
        expected.Agrees("Tarone", BreslowDay.Test(strata)?.ChiSquare, 1e-11);
    }

    [Fact] // openEBGM processRaw(stratify = TRUE): distinct ids, sexes as strata
    public void Shared_expected_counts_by_sex_agree_with_openEBGM()
    {
        var cases = Unpacked("golden/openebgm/caers.csv.gz");
        var sexes = cases.Select(row => row.Text("strat1")).Distinct().Order(StringComparer.Ordinal).ToArray();
        var drugs = Ids(cases, row => row.Text("var1"));
        var events = Ids(cases, row => row.Text("var2"));
        var pairs = Ids(cases, row => $"{row.Text("var1")}|{row.Text("var2")}");
        var all = Ids(cases, _ => "");
        var rows = Unpacked("golden/openebgm/caers_stratified_counts.csv.gz").Where((_, index) => index % 40 == 0).ToList();
        Assert.InRange(rows.Count, 300, 1000);
        foreach (var row in rows)
        {
            var (drug, @event) = (row.Text("var1"), row.Text("var2"));
            Table2x2[] strata = [.. sexes.Select(sex => Table2x2.FromMargins(
                pairs[(sex, $"{drug}|{@event}")].Count(), drugs[(sex, drug)].Count(), events[(sex, @event)].Count(), all[(sex, "")].Count()))];
            Assert.Equal(row.Count("N"), strata.Sum(t => t.A));
            row.Agrees("E", StratifiedExpected.Of(strata), 1e-13);
        }
    }

    private static ILookup<(string Sex, string Name), string> Ids(IReadOnlyList<GoldenRow> cases, Func<GoldenRow, string> name) =>
        cases.Select(row => (Key: (row.Text("strat1"), name(row)), Id: row.Text("id"))).Distinct().ToLookup(row => row.Key, row => row.Id);

    private static IReadOnlyList<GoldenRow> Unpacked(string relative)
    {
        var name = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (var packed = new GZipStream(File.OpenRead(Shared.Path(relative)), CompressionMode.Decompress))
            using (var text = File.Create(name))
                packed.CopyTo(text);
            return Golden.RowsOf(name);
        }
        finally
        {
            File.Delete(name);
        }
    }
}
