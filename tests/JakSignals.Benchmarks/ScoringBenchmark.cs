using System.Globalization;
using JakSignals.Signals;
using JakSignals.Statistics;

namespace JakSignals.Benchmarks;

/// <summary>All statistics of many pairs: the tables are those of counted simulated cases.</summary>
internal sealed class ScoringBenchmark : IBenchmark
{
    private const int SimulatedCases = 500_000;
    private const int Block = 4096;

    public string Name => "scoring";

    public string Description => "scores a million pairs: PRR to IC, Fisher's test, the Gamma–Poisson fit, EBGM with its quantiles";

    public void Run(BenchmarkOptions options)
    {
        var (cases, marks) = Benchmarks.SimulatedCases.Draw(SimulatedCases);
        var counts = PairCounter.Count(cases, marks, new WantedPairs(1), CountingMeans.All, CancellationToken.None);
        var tables = Tables(counts, options.Pairs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Pairs:N0} pairs of {counts.Distinct:N0} of {SimulatedCases:N0} simulated cases; 2 threads; medians of {options.Runs} runs\n"));
        Console.WriteLine($"{"",-52}{"seconds",9}{"range",16}");

        Measure("PRR, ROR, χ², Yates, IC with limits", options.Runs, () => ForEach(tables, t =>
            (ProportionalReporting.Prr(t), ReportingOdds.Ror(t), ChiSquare.Pearson(t), ChiSquare.Yates(t), InformationComponent.Ic(t)) is (null, null, null, null, null)));
        Measure("Fisher two-sided and mid-p", options.Runs, () => ForEach(tables, t => FisherExact.TwoSided(t) > FisherExact.MidGreater(t)));
        GammaPoissonFit? fit = null;
        Measure("fit of the prior to all pairs, zero cells included", options.Runs, () => fit = PriorFit.Of(cases, counts));
        var posterior = new GammaPoissonPosterior(fit!.Prior ?? throw new InvalidOperationException($"The prior was not fitted: {fit.Reason}"));
        Measure("EBGM, EB05, EB95", options.Runs, () => ForEach(tables, t => posterior.Score(t.A, t.Expected!.Value).Eb05 > 2));
        var signals = new SignalOptions();
        Measure("everything together, as the weekly run scores", options.Runs, () => ForEach(tables, t => PairScores.Of(t, signals, posterior).IsSignal));
        double[] p = [.. tables.Select(t => FisherExact.TwoSided(t)!.Value)];
        Measure("q-values", options.Runs, () => FalseDiscoveryRate.BenjaminiHochberg(p, counts.Distinct));
        Console.WriteLine($"\nPrior: {fit.Prior}, {fit.Agreeing} of {fit.Starts.Count} starts agree.");
    }

    /// <summary>Pairs of all sizes, evenly spread over those that occur; taken more than once where there are too few.</summary>
    private static Table2x2[] Tables(PairCounts counts, int pairs)
    {
        var tables = new Table2x2[pairs];
        for (var i = 0; i < pairs; i++)
        {
            var pair = counts.Pairs[(int)((long)i * counts.Pairs.Count / pairs)];
            tables[i] = Table2x2.FromMargins(pair.Both, counts.DrugCases[pair.Drug], counts.EventCases[pair.Event], counts.Total);
        }
        return tables;
    }

    /// <summary>Both processors, as the weekly run does; what the work returns keeps the compiler from leaving it out.</summary>
    private static void ForEach(Table2x2[] tables, Func<Table2x2, bool> work)
    {
        var found = 0;
        Parallel.For(0, (tables.Length + Block - 1) / Block, block =>
        {
            var mine = 0;
            foreach (var table in tables.AsSpan(block * Block, Math.Min(Block, tables.Length - block * Block)))
                mine += work(table) ? 1 : 0;
            Interlocked.Add(ref found, mine);
        });
    }

    private static void Measure(string what, int runs, Action work)
    {
        work();
        double[] seconds = [.. Enumerable.Range(0, runs).Select(_ => Machine.Seconds(work))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52}{Machine.Median(seconds),9:N2}{$"{seconds.Min():N2}–{seconds.Max():N2}",16}"));
    }
}
