using JakSignals.Benchmarks;

IBenchmark[] benchmarks = [new IngestBenchmark(), new CountingBenchmark(), new DatabaseCountingBenchmark(), new ScoringBenchmark(), new WeeklyBenchmark(), new ConsoleBenchmark()];

if (args is [IngestChild.Command, var sources, var store, var data])
    return IngestChild.Run(sources, store, data);
if (args is [WeeklyChild.Command, var weekStore, var weekData, var asOf])
    return WeeklyChild.Run(weekStore, weekData, asOf);
if (benchmarks.FirstOrDefault(benchmark => args.FirstOrDefault() == benchmark.Name) is not { } chosen || !BenchmarkOptions.TryParse(args[1..], out var options))
{
    Console.WriteLine("Usage: dotnet run -c Release --project tests/JakSignals.Benchmarks -- BENCHMARK [--reports N] [--cases N] [--pairs N] [--runs N]\n");
    foreach (var benchmark in benchmarks)
        Console.WriteLine($"  {benchmark.Name,-17} {benchmark.Description}");
    Console.WriteLine("\n  --reports  reports to simulate, default 400000\n  --cases    coded cases to draw, default 2000000\n  --pairs    pairs to draw, default 1000000\n  --runs     counted runs of each measurement after one that is not counted, default 3");
    return args is [] or ["--help"] ? 0 : 2;
}
Console.WriteLine(Machine.Description);
chosen.Run(options);
return 0;
