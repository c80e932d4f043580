using System.Globalization;

namespace JakSignals.Benchmarks;

/// <summary>One thing to measure; <c>Program.cs</c> lists them all.</summary>
internal interface IBenchmark
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Description { get; }

    /// <summary>Measures and prints.</summary>
    void Run(BenchmarkOptions options);
}

/// <summary>How much to measure.</summary>
/// <param name="Reports">Reports to simulate, 1,000 or more.</param>
/// <param name="Cases">Coded cases to draw, 1 or more.</param>
/// <param name="Pairs">Pairs to draw, 1 or more.</param>
/// <param name="Runs">Counted runs, 1 or more.</param>
internal sealed record BenchmarkOptions(int Reports = 400_000, int Cases = 2_000_000, int Pairs = 1_000_000, int Runs = 3)
{
    public static bool TryParse(string[] args, out BenchmarkOptions options)
    {
        BenchmarkOptions? parsed = new();
        for (var i = 0; i < args.Length && parsed is not null; i += 2)
            parsed = i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? parsed.With(args[i], number) : null;
        options = parsed ?? new();
        return parsed is not null;
    }

    /// <summary>The options with one changed; null where there is no such option or the number is too small for it.</summary>
    private BenchmarkOptions? With(string name, int number) => name switch
    {
        "--reports" when number >= 1000 => this with { Reports = number },
        "--cases" => this with { Cases = number },
        "--pairs" => this with { Pairs = number },
        "--runs" => this with { Runs = number },
        _ => null,
    };
}
