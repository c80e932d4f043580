using JakSignals.Signals;
using JakSignals.Statistics;

namespace JakSignals.Tests.Signals;

public sealed class SignalScorerTests
{
    private static readonly Hand World = new(substances: 2, groups: 1, terms: 2, classes: 1);

    // Substance 0 × term 0 with a = 8, b = 4, c = 6, d = 100: ROR 8·100/(4·6) = 33.3, lower limit 33.3·exp(−1.96·√(1/8 + 1/4 + 1/6 + 1/100)) = 7.774,
    // PRR (8/12)/(6/106) = 11.8, χ² = 118·(800 − 24)²/(12·106·14·104) = 38.4: a signal by both rules. With a = 3, b = 30, c = 12, d = 100 it is none (ROR 0.83).
    [Theory]
    [InlineData(true, null, null, SignalStatus.New)]
    [InlineData(true, false, 9.0, SignalStatus.New)]
    [InlineData(true, true, 7.9, SignalStatus.Persisting)]
    [InlineData(true, true, 6.4, SignalStatus.Strengthened)]       // 7.774 ≥ 6.4·1.2 = 7.68
    [InlineData(true, true, 6.5, SignalStatus.Persisting)]         // 6.5·1.2 = 7.8
    [InlineData(true, true, 9.3, SignalStatus.Persisting)]         // 7.774·1.2 = 9.329
    [InlineData(true, true, 9.4, SignalStatus.Weakened)]
    [InlineData(true, true, null, SignalStatus.Persisting)]        // was a signal without an odds ratio
    [InlineData(false, null, null, SignalStatus.None)]
    [InlineData(false, false, 0.5, SignalStatus.None)]
    [InlineData(false, true, 5.0, SignalStatus.Cleared)]
    public void Status_follows_from_then_and_now(bool isSignal, bool? wasSignal, double? lowerThen, SignalStatus expected)
    {
        var previous = wasSignal is { } was ? Before(("S00", "T00", Then(lowerThen, was))) : Before();
        var pair = Pair(Score(isSignal ? Signal : NoSignal, previous), "S00", "T00");
        Assert.Equal((isSignal, expected), (pair.Scores.IsSignal, pair.Status!.Value));
    }

    [Fact]
    public void The_first_run_calls_every_signal_new_and_says_why()
    {
        var pair = Pair(Score(Signal, null), "S00", "T00");
        Assert.Equal((SignalStatus.New, "first run: every pair above the thresholds is new"), (pair.Status!.Value, pair.Reason));
    }

    [Fact]
    public void The_lower_limit_of_the_hand_calculation_is_the_one_that_is_compared() =>
        Assert.Equal(7.774, Pair(Score(Signal, null), "S00", "T00").Scores.Ror!.Value.Lower, 0.001);

    [Theory]
    [InlineData(StatusRule.Evans)]
    [InlineData(StatusRule.Ema)]
    public void A_signal_by_both_rules_is_one_by_either(StatusRule rule)
    {
        var scored = Scored.Of(new SignalScorer(new SignalOptions { StatusRules = rule }, null), World.Code(Signal), Hand.Columns(Signal));
        Assert.True(Pair(scored, "S00", "T00").Scores.IsSignal);
    }

    [Fact]
    public void Rules_that_are_not_chosen_do_not_make_a_signal()
    {
        // ROR 40·100/(100·20) = 2, lower limit 2·exp(−1.96·√(1/40 + 1/100 + 1/20 + 1/100)) = 1.09; PRR (40/140)/(20/120) = 1.71, below Evans' 2.
        var cases = Hand.Cells(0, 0, 40, 100, 20, 100).ToList();
        PairScores With(StatusRule rule) => Pair(Scored.Of(new SignalScorer(new SignalOptions { StatusRules = rule }, null), World.Code(cases), Hand.Columns(cases)), "S00", "T00").Scores;
        Assert.True(With(StatusRule.Ema).IsSignal);
        Assert.False(With(StatusRule.Evans).IsSignal);
        Assert.True(With(StatusRule.Evans).Ema);
    }

    // Both components Gamma(1, 1): the posterior is Gamma(a + 1, E + 1), its 5 % point χ²(0.05; 2a + 2)/2/(E + 1), with 9.390 for 18 and 10.851 for 20 degrees of freedom.
    [Theory]
    [InlineData(8, 4, 6, 100, 1.937, false)]       // E = 12·14/118 = 1.4237
    [InlineData(9, 4, 6, 100, 2.056, true)]        // E = 13·15/119 = 1.6387
    public void The_shrinker_alone_makes_a_signal_where_it_is_chosen(long a, long b, long c, long d, double eb05, bool isSignal)
    {
        var options = new SignalOptions { StatusRules = StatusRule.Ebgm };
        var scores = PairScores.Of(new(a, b, c, d), options, new GammaPoissonPosterior(new(1, 1, 1, 1, 0.5)));
        Assert.Equal(eb05, scores.Ebgm!.Value.Eb05, 0.001);
        Assert.Equal((isSignal, isSignal), (scores.Mgps!.Value, scores.IsSignal));
        Assert.Equal((null, false), (PairScores.Of(new(a, b, c, d), options).Mgps, PairScores.Of(new(a, b, c, d), options).IsSignal));
    }

    // E = 5·4/92 = 0.21739: about 4 % of this posterior lie at 19, the rest near 1 with a standard deviation of 6 %. The 95 % point is that of the rest, the mean is not.
    [Fact]
    public void A_mean_outside_its_own_limits_is_published_with_them()
    {
        var scores = PairScores.Of(new(4, 1, 0, 87), new SignalOptions(), new GammaPoissonPosterior(new(0.05, 0.002, 280, 280, 0.00035)));
        Assert.True(scores.Ebgm is { } score && score.Ebgm > score.Eb95 && score.Eb95 > score.Eb05, $"{scores.Ebgm}");
        Assert.False(scores.Mgps);
    }

    // 4 % of this posterior lie near e^−20 and draw the mean below EB05: it is the mean all the same (last row of tests/golden/ebgm.csv).
    [Fact]
    public void A_pair_without_a_case_is_scored_like_any_other()
    {
        var scores = PairScores.Of(new(0, 1, 1, 999_998), new SignalOptions(), new GammaPoissonPosterior(new(16, 3, 0.05, 0.05, 0.96)));
        Assert.True(scores.Ebgm is { } score && score.Ebgm < score.Eb05, $"{scores.Ebgm}");
        Assert.NotNull(scores.Mgps);
    }

    [Fact] // no case has the drug: nothing is expected, and there is no EBGM that could meet its rule or not
    public void The_rule_of_the_shrinker_is_null_where_there_is_no_score()
    {
        var scores = PairScores.Of(new(0, 0, 5, 95), new SignalOptions(), new GammaPoissonPosterior(new(1, 1, 1, 1, 0.5)));
        Assert.Equal((null, null), (scores.Ebgm, scores.Mgps));
    }

    [Fact]
    public void Pairs_with_too_few_cases_to_be_scored_count_as_tested()
    {
        // S00 × T00 is 3, 0, 1, 7: p = C(4,3)/C(11,3) = 4/165, no other table being as rare. Beside it S01 × T00 and S01 × T01 occur: q = 3·4/165.
        // g00 × c00, 1, 0, 0, 10 with p = 1/11, occurs too and is a family of its own.
        List<HandCase> cases = [new([0], [0]), new([0], [0]), new([0], [0]), new([1], [0]), new([1], [1]), new([2], [2]), .. Enumerable.Repeat(new HandCase([], [1]), 5)];
        var scored = Score(cases, null);
        Assert.Equal(4.0 / 165, Pair(scored, "S00", "T00").Scores.FisherP!.Value, 1e-12);
        Assert.Equal(12.0 / 165, Pair(scored, "S00", "T00").QValue!.Value, 1e-12);
        Assert.Equal(1.0 / 11, Pair(scored, "g00", "c00").QValue!.Value, 1e-12);
    }

    [Fact]
    public void A_signal_of_which_no_case_is_left_comes_back_as_cleared()
    {
        List<HandCase> cases = [.. Hand.Cells(0, 1, 4, 4, 4, 50), new([1], [0])];
        var pair = Pair(Score(cases, Before(("S00", "T00", Then(6, true)))), "S00", "T00");
        Assert.Equal((0L, 8L, 1L, 54L), (pair.Table.A, pair.Table.B, pair.Table.C, pair.Table.D));
        Assert.Equal(SignalStatus.Cleared, pair.Status);
        Assert.Null(pair.Scores.Ror);
    }

    [Fact]
    public void A_signal_whose_drug_the_catalogue_does_not_know_any_more_is_named()
    {
        var scored = Score(Signal, Before(("GONE", "T00", Then(6, true))));
        Assert.DoesNotContain(scored.Pairs, pair => pair.Drug.Key == "GONE");
        Assert.Equal([("GONE", "T00")], scored.Counted.Lost);
    }

    [Fact]
    public void Pairs_are_kept_from_three_cases_or_as_group_by_class_or_as_signal_of_the_run_before()
    {
        // Drugs: S00, S01, group g00. Events: T00, T01, class c00. Two cases of each pair of S00 and S01 with T00; three of S01 with T01.
        List<HandCase> cases = [new([0, 1], [0]), new([0, 1], [0]), new([1], [1]), new([1], [1]), new([1], [1]), new([], [])];
        Assert.Equal(["S01 × T01", "g00 × c00"], Keys(Score(cases, null)));
        Assert.Equal(["S00 × T00", "S01 × T01", "g00 × c00"], Keys(Score(cases, Before(("S00", "T00", Then(6, true)), ("S01", "T00", Then(0.5, false))))));
    }

    [Fact]
    public void Pairs_are_sorted_by_key_and_all_tables_have_the_same_total()
    {
        var world = new Hand(4, 2, 4, 2);
        var cases = world.Draw(new Random(5), 120);
        var scored = Scored.Of(new SignalScorer(new SignalOptions(), null), world.Code(cases), Hand.Columns(cases));
        Assert.Equal(scored.Pairs.OrderBy(p => p.Drug.Key, StringComparer.Ordinal).ThenBy(p => p.Event.Key, StringComparer.Ordinal), scored.Pairs);
        Assert.All(scored.Pairs, pair => Assert.Equal(120, pair.Table.A + pair.Table.B + pair.Table.C + pair.Table.D));
    }

    private static List<HandCase> Signal => [.. Hand.Cells(0, 0, 8, 4, 6, 100)];

    private static List<HandCase> NoSignal => [.. Hand.Cells(0, 0, 3, 30, 12, 100)];

    private static Scored Score(List<HandCase> cases, PreviousScores? previous) =>
        Scored.Of(new SignalScorer(new SignalOptions(), previous), World.Code(cases), Hand.Columns(cases));

    private static PreviousScore Then(double? lower, bool wasSignal) => new(new(5, 5, 5, 100), lower * 3, lower, wasSignal);

    private static PreviousScores Before(params (string Drug, string Event, PreviousScore Score)[] scores) =>
        new("2026-W01-00000000", scores.ToDictionary(s => (s.Drug, s.Event), s => s.Score));

    private static ScoredPair Pair(Scored scored, string drug, string @event) => Assert.Single(scored.Pairs, p => p.Drug.Key == drug && p.Event.Key == @event);

    private static IEnumerable<string> Keys(Scored scored) => scored.Pairs.Select(p => $"{p.Drug.Key} × {p.Event.Key}");
}
