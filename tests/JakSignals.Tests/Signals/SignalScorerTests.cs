using JakSignals.Signals;

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
        var previous = wasSignal is { } was ? Before(("S00", "T00", new PreviousScore(5, lowerThen * 3, lowerThen, was))) : Before();
        var pair = Pair(Score(isSignal ? Signal : NoSignal, previous), "S00", "T00");
        Assert.Equal((isSignal, expected), (pair.IsSignal, pair.Status));
    }

    [Fact]
    public void The_first_run_calls_every_signal_new_and_says_why()
    {
        var pair = Pair(Score(Signal, null), "S00", "T00");
        Assert.Equal((SignalStatus.New, "first run: every pair above the thresholds is new"), (pair.Status, pair.Reason));
    }

    [Fact]
    public void The_lower_limit_of_the_hand_calculation_is_the_one_that_is_compared() =>
        Assert.Equal(7.774, Pair(Score(Signal, null), "S00", "T00").Ror!.Value.Lower, 0.001);

    [Theory]
    [InlineData(StatusRule.Evans)]
    [InlineData(StatusRule.Ema)]
    public void A_signal_by_both_rules_is_one_by_either(StatusRule rule)
    {
        var scored = new SignalScorer(new SignalOptions { StatusRules = rule }, null).Score(World.Code(Signal), Hand.Columns(Signal), TestContext.Current.CancellationToken);
        Assert.True(Pair(scored, "S00", "T00").IsSignal);
    }

    [Fact]
    public void Rules_that_are_not_chosen_do_not_make_a_signal()
    {
        // ROR 40·100/(100·20) = 2, lower limit 2·exp(−1.96·√(1/40 + 1/100 + 1/20 + 1/100)) = 1.09; PRR (40/140)/(20/120) = 1.71, below Evans' 2.
        var cases = Hand.Cells(0, 0, 40, 100, 20, 100).ToList();
        ScoredPair With(StatusRule rule) => Pair(new SignalScorer(new SignalOptions { StatusRules = rule }, null).Score(World.Code(cases), Hand.Columns(cases), TestContext.Current.CancellationToken), "S00", "T00");
        Assert.True(With(StatusRule.Ema).IsSignal);
        Assert.False(With(StatusRule.Evans).IsSignal);
        Assert.True(With(StatusRule.Evans).Ema);
    }

    [Fact]
    public void A_signal_of_which_no_case_is_left_comes_back_as_cleared()
    {
        List<HandCase> cases = [.. Hand.Cells(0, 1, 4, 4, 4, 50), new([1], [0])];
        var pair = Pair(Score(cases, Before(("S00", "T00", new PreviousScore(5, 20, 6, true)))), "S00", "T00");
        Assert.Equal((0L, 8L, 1L, 54L), (pair.Table.A, pair.Table.B, pair.Table.C, pair.Table.D));
        Assert.Equal(SignalStatus.Cleared, pair.Status);
        Assert.Null(pair.Ror);
    }

    [Fact]
    public void A_signal_whose_drug_no_case_names_any_more_is_left_out()
    {
        var scored = Score(Signal, Before(("GONE", "T00", new PreviousScore(5, 20, 6, true))));
        Assert.DoesNotContain(scored.Pairs, pair => pair.Drug.Key == "GONE");
    }

    [Fact]
    public void Pairs_are_kept_from_three_cases_or_as_group_by_class_or_as_signal_of_the_run_before()
    {
        // Drugs: S00, S01, group g00. Events: T00, T01, class c00. Two cases of each pair of S00 and S01 with T00; three of S01 with T01.
        List<HandCase> cases = [new([0, 1], [0]), new([0, 1], [0]), new([1], [1]), new([1], [1]), new([1], [1]), new([], [])];
        Assert.Equal(["S01 × T01", "g00 × c00"], Keys(Score(cases, null)));
        Assert.Equal(["S00 × T00", "S01 × T01", "g00 × c00"], Keys(Score(cases, Before(("S00", "T00", new PreviousScore(3, 20, 6, true)), ("S01", "T00", new PreviousScore(3, 1, 0.5, false))))));
    }

    [Fact]
    public void Pairs_are_sorted_by_key_and_all_tables_have_the_same_total()
    {
        var world = new Hand(4, 2, 4, 2);
        var cases = world.Draw(new Random(5), 120);
        var scored = new SignalScorer(new SignalOptions(), null).Score(world.Code(cases), Hand.Columns(cases), TestContext.Current.CancellationToken);
        Assert.Equal(scored.Pairs.OrderBy(p => p.Drug.Key, StringComparer.Ordinal).ThenBy(p => p.Event.Key, StringComparer.Ordinal), scored.Pairs);
        Assert.All(scored.Pairs, pair => Assert.Equal(120, pair.Table.A + pair.Table.B + pair.Table.C + pair.Table.D));
    }

    private static List<HandCase> Signal => [.. Hand.Cells(0, 0, 8, 4, 6, 100)];

    private static List<HandCase> NoSignal => [.. Hand.Cells(0, 0, 3, 30, 12, 100)];

    private static ScoredPairs Score(List<HandCase> cases, PreviousScores? previous) =>
        new SignalScorer(new SignalOptions(), previous).Score(World.Code(cases), Hand.Columns(cases), TestContext.Current.CancellationToken);

    private static PreviousScores Before(params (string Drug, string Event, PreviousScore Score)[] scores) =>
        new("2026-W01-00000000", scores.ToDictionary(s => (s.Drug, s.Event), s => s.Score));

    private static ScoredPair Pair(ScoredPairs scored, string drug, string @event) => Assert.Single(scored.Pairs, p => p.Drug.Key == drug && p.Event.Key == @event);

    private static IEnumerable<string> Keys(ScoredPairs scored) => scored.Pairs.Select(p => $"{p.Drug.Key} × {p.Event.Key}");
}
