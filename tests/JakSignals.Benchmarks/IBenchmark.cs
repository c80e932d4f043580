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
/// <param name="Runs">Counted runs, 1 or more.</param>
internal sealed record BenchmarkOptions(int Reports = 400_000, int Runs = 3)
{
    public static bool TryParse(string[] args, out BenchmarkOptions options)
    {
        options = new();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return false;
            if (args[i] == "--reports" && number >= 1000)
                options = options with { Reports = number };
            else if (args[i] == "--runs")
                options = options with { Runs = number };
            else
                return false;
        }
        return true;
    }
}
