using System.Text.Json;
using JakSignals.Simulation;

namespace JakSignals.Tests.Simulation;

/// <summary>Planted effects found again in the written files, within Poisson limits.</summary>
[Collection(nameof(SimulatedFeed))]
public sealed class PlantedEffectTests(SimulatedFeed feed, PlantedRecount recount) : IClassFixture<PlantedRecount>
{
    private static readonly PlantedEffect[] Steady = [.. PlantedEffect.All.Where(effect => effect.RelativeRateBefore is null)];

    public static TheoryData<string, string> Terms => [.. Steady.Where(e => e.EventKind == "term").Select(e => (e.Drug, e.Event))];

    public static TheoryData<string, string> Classes => [.. Steady.Where(e => e.EventKind == "class").Select(e => (e.Drug, e.Event))];

    [Theory, MemberData(nameof(Terms))]
    public void Planted_term_is_reported_as_often_as_the_truth_says(string drug, string term) => AssertFound(drug, term);

    [Theory, MemberData(nameof(Classes))]
    public void Planted_class_is_reported_as_often_as_the_truth_says(string drug, string key) => AssertFound(drug, key);

    [Fact] // over all effects the Poisson noise averages out, so a bias of a sixth would show
    public void Planted_effects_together_are_neither_too_strong_nor_too_weak()
    {
        var counts = Steady.Select(recount.Of).ToList();
        var (observed, expected) = (counts.Sum(c => c.Observed), counts.Sum(c => c.Expected));
        Assert.InRange(observed, expected - 3.5 * Math.Sqrt(expected), expected + 3.5 * Math.Sqrt(expected));
    }

    [Fact] // the smallest demonstration
    public void Sixty_thousand_reports_hold_about_ten_cases_or_more_of_every_planted_effect()
    {
        foreach (var effect in Steady.Where(e => e.RelativeRate > 1))
            Assert.True(recount.Of(effect).Expected > 9.5, $"{effect}: {recount.Of(effect).Expected:f1} expected");
    }

    // Terms of no class and no effect: were they independent of the drugs, observed over expected of the pairs would have the variance 1/E about 1; a spread of their own adds to it.
    [Fact]
    public void Drugs_and_terms_without_a_planted_effect_are_not_independent()
    {
        var spread = recount.SpreadOfPairs(leastExpected: 2);
        Assert.True(spread.Pairs > 100, $"{spread.Pairs} pairs");
        Assert.InRange(spread.Variance, 0.3, 3.0);
    }

    [Fact] // planted in no drug, and so alike for all of them: the list of effects is complete for event classes
    public void Event_classes_are_reported_alike_with_the_drugs_that_have_no_effect()
    {
        foreach (var key in new[] { "mace", "vte", "serious_infection" })
        {
            var (squares, drugs) = recount.ChiSquareOfClass(key, leastExpected: 4);
            Assert.True(drugs > 50, $"{drugs} drugs");
            Assert.InRange(squares, drugs - 4 * Math.Sqrt(2.0 * drugs), drugs + 4 * Math.Sqrt(2.0 * drugs));
        }
    }

    [Fact]
    public void Emerging_effect_comes_in_the_last_week()
    {
        var (before, after) = recount.SplitBy("abrocitinib", "herpes_zoster", lastDayBefore: "20260923");
        Assert.True(after >= 10 && before <= 3, $"{after} cases in the last week, {before} before");
    }

    [Fact]
    public void Truth_file_lists_every_effect()
    {
        var lines = File.ReadAllLines(feed.Result.TruthFile);
        Assert.Equal("drug,event_kind,event,relative_rate,note", lines[0]);
        Assert.Equal(PlantedEffect.All.Select(e => $"{e.Drug},{e.EventKind},{e.Event},{e.RelativeRate}"), lines.Skip(1).Select(line => string.Join(',', line.Split(',')[..4])));
    }

    [Fact]
    public void Only_topical_ruxolitinib_has_a_topical_route_and_it_always_tells_it()
    {
        var routes = feed.Rows("DRUG").ToLookup(row => row[4], row => row[7] is "Topical" or "Cutaneous");
        Assert.NotEmpty(routes["OPZELURA"]);
        Assert.All(routes["OPZELURA"], Assert.True);
        Assert.NotEmpty(routes["JAKAFI"]);
        Assert.All(routes["JAKAFI"], Assert.False);
    }

    private void AssertFound(string drug, string @event)
    {
        var (observed, expected) = recount.Of(Steady.Single(e => e.Drug == drug && e.Event == @event));
        Assert.InRange(observed, expected - 4 * Math.Sqrt(expected), expected + 4 * Math.Sqrt(expected));
    }
}

/// <summary>Counts current cases by suspect and reaction, straight from the files; what is expected comes from the cases without a planted drug.</summary>
public sealed class PlantedRecount
{
    private readonly Dictionary<string, string> _received;
    private readonly HashSet<string> _current;
    private readonly HashSet<string> _died;
    private readonly HashSet<string> _serious;
    private readonly Dictionary<string, HashSet<string>> _suspectIn;
    private readonly Dictionary<string, HashSet<string>> _reportsWithTerm;
    private readonly HashSet<string> _withPlantedDrug;

    public PlantedRecount(SimulatedFeed feed)
    {
        _received = feed.Rows("DEMO").ToDictionary(row => row[0], row => row[7]);
        _current = [.. feed.Rows("DEMO").GroupBy(row => row[1]).Select(versions => versions.MaxBy(row => (row[7], long.Parse(row[0])))![0])];
        _serious = [.. feed.Rows("OUTC").Select(row => row[0])];
        _died = [.. feed.Rows("OUTC").Where(row => row[2] == "DE").Select(row => row[0])];
        _suspectIn = feed.Rows("DRUG").Where(row => row[3] is "PS" or "SS" && row[5].Length > 0 && _current.Contains(row[0])).GroupBy(Substance)
            .ToDictionary(rows => rows.Key, rows => rows.Select(row => row[0]).ToHashSet());
        _reportsWithTerm = feed.Rows("REAC").Where(row => _current.Contains(row[0])).GroupBy(row => row[2], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(rows => rows.Key, rows => rows.Select(row => row[0]).ToHashSet(), StringComparer.OrdinalIgnoreCase);
        _withPlantedDrug = [.. PlantedEffect.All.Select(effect => effect.Drug).Distinct().SelectMany(drug => _suspectIn[drug])];
    }

    public (int Observed, double Expected) Of(PlantedEffect effect)
    {
        var (exposed, reports) = (_suspectIn[effect.Drug], ReportsWith(effect.EventKind, effect.Event));
        var background = reports.Count(report => !_withPlantedDrug.Contains(report)) / (double)(_current.Count - _withPlantedDrug.Count);
        return (exposed.Count(reports.Contains), effect.RelativeRate * background * exposed.Count);
    }

    /// <summary>Variance of observed over expected beyond chance, mean of ((a − E)² − E)/E², of the pairs of unplanted drugs and invented terms with so many cases expected.</summary>
    public (int Pairs, double Variance) SpreadOfPairs(double leastExpected)
    {
        var terms = _reportsWithTerm.Where(term => term.Key.Contains("thral", StringComparison.Ordinal) || term.Key.Contains("zal", StringComparison.Ordinal) || term.Key.Contains("yntal", StringComparison.Ordinal)).ToList();
        var (pairs, sum) = (0, 0.0);
        foreach (var (_, exposed) in Unplanted)
        {
            foreach (var (_, reports) in terms)
            {
                var expected = (double)exposed.Count * reports.Count / _current.Count;
                if (expected < leastExpected)
                    continue;
                var off = exposed.Count(reports.Contains) - expected;
                (pairs, sum) = (pairs + 1, sum + (off * off - expected) / (expected * expected));
            }
        }
        return (pairs, sum / pairs);
    }

    /// <summary>Σ (a − E)²/E over the unplanted drugs with so many cases of the class expected.</summary>
    public (double Squares, int Drugs) ChiSquareOfClass(string key, double leastExpected)
    {
        var reports = ReportsWith("class", key);
        var share = reports.Count(report => !_withPlantedDrug.Contains(report)) / (double)(_current.Count - _withPlantedDrug.Count);
        var (squares, drugs) = (0.0, 0);
        foreach (var (_, exposed) in Unplanted)
        {
            var expected = share * exposed.Count(report => !_withPlantedDrug.Contains(report));
            if (expected < leastExpected)
                continue;
            var off = exposed.Count(report => !_withPlantedDrug.Contains(report) && reports.Contains(report)) - expected;
            (squares, drugs) = (squares + off * off / expected, drugs + 1);
        }
        return (squares, drugs);
    }

    private IEnumerable<KeyValuePair<string, HashSet<string>>> Unplanted
    {
        get
        {
            var planted = PlantedEffect.All.Select(effect => effect.Drug).ToHashSet();
            return _suspectIn.Where(drug => !planted.Contains(drug.Key));
        }
    }

    /// <summary>Cases of the pair received until a day, and later.</summary>
    public (int Before, int After) SplitBy(string drug, string eventClass, string lastDayBefore)
    {
        var reports = ReportsWith("class", eventClass);
        var cases = _suspectIn[drug].Where(reports.Contains).ToLookup(report => string.CompareOrdinal(_received[report], lastDayBefore) <= 0);
        return (cases[true].Count(), cases[false].Count());
    }

    private static string Substance(string[] row)
    {
        var ingredient = row[5].ToLowerInvariant();
        if (ingredient.StartsWith("ruxolitinib", StringComparison.Ordinal))
            return row[7] is "Topical" or "Cutaneous" ? "ruxolitinib topical" : "ruxolitinib";
        return ingredient.Contains('\\', StringComparison.Ordinal) ? ingredient : ingredient.Split(' ')[0];
    }

    private HashSet<string> ReportsWith(string eventKind, string @event)
    {
        if (eventKind == "term")
            return _reportsWithTerm[@event];
        if (@event == "mace")
            return [.. ReportsWith("class", "mace_mi"), .. ReportsWith("class", "mace_stroke"), .. ReportsWith("class", "mace_cv_death")];
        using var catalogue = JsonDocument.Parse(File.ReadAllText(Shared.Path("reference/event-classes.json")));
        var entry = catalogue.RootElement.EnumerateArray().Single(c => c.GetProperty("key").GetString() == @event);
        var reports = entry.GetProperty("core").EnumerateArray().SelectMany(term => _reportsWithTerm.GetValueOrDefault(term.GetString()!, [])).ToHashSet();
        return entry.GetProperty("report_condition").GetString() switch
        {
            "any serious outcome" => [.. reports.Intersect(_serious)],
            "outcome DE" => [.. reports.Intersect(_died)],
            _ => reports,
        };
    }
}
