using System.Globalization;
using JakSignals.Normalise;
using JakSignals.Signals;

namespace JakSignals.Benchmarks;

/// <summary>Counting all drug–event pairs beside DuckDB.</summary>
internal sealed class CountingBenchmark : IBenchmark
{
    private const int Threads = 2;
    private const long DrugWeight = 1_000_003;
    private static readonly WantedPairs Nothing = new(int.MaxValue);
    private static readonly WantedPairs FromThree = new(3);

    // DuckDB's ways to the same counts; the figure to compare with is that of the quickest. Rows are distinct, so count(*) counts cases; count(DISTINCT case_id) took more than twice as long.
    private static readonly (string Name, string Query)[] Queries =
    [
        ("join, group by drug, event", "CREATE TABLE pairs AS SELECT drug, event, count(*) AS n FROM d JOIN e USING (case_id) GROUP BY ALL"),
        ("the same, 16-bit codes", "CREATE TABLE pairs AS SELECT drug, event, count(*) AS n FROM d16 JOIN e16 USING (case_id) GROUP BY ALL"),
        ("group by one number of both", "CREATE TABLE pairs AS SELECT (pair // 32768)::INTEGER AS drug, (pair % 32768)::INTEGER AS event, n FROM (SELECT drug * 32768 + event AS pair, count(*) AS n FROM d JOIN e USING (case_id) GROUP BY ALL)"),
        ("only looked through, no table made", "SELECT count(*), sum(n) FROM (SELECT drug, event, count(*) AS n FROM d JOIN e USING (case_id) GROUP BY ALL)"),
    ];

    public string Name => "counting";

    public string Description => "counts all drug–event pairs of simulated cases beside DuckDB's join and group by";

    public void Run(BenchmarkOptions options)
    {
        var (cases, marks) = SimulatedCases.Draw(options.Cases);
        var none = new CaseMarks[marks.Length];
        using var duck = DuckDbQueries.Open(Threads);
        if (duck is not null)
            Load(duck, cases);
        List<Way> ways =
        [
            new("ours, 2 threads", () => Ours(cases, none, Nothing, Threads)),
            new("ours, 1 thread", () => Ours(cases, none, Nothing, 1)),
            new("ours with marks and kept pairs, 2 threads", () => Ours(cases, marks, FromThree, Threads)),
            new("ours with marks and kept pairs, 1 thread", () => Ours(cases, marks, FromThree, 1)),
            .. duck is null ? [] : Queries.Select(query => new Way($"DuckDB, {query.Name}", () => Theirs(duck, query.Query))),
        ];
        for (var run = 0; run <= options.Runs; run++)       // the first warms up and is not counted
            foreach (var way in ways)
                way.Run(counted: run > 0);
        Print(cases, marks, ways, options.Runs);
        if (duck is null)
            Console.WriteLine(DuckDbPeer.Missing);
        else
            Compare(duck, PairCounter.Count(cases, none, Nothing, new(Threads), CancellationToken.None).AllPairs);
    }

    private static double Ours(CodedCases cases, CaseMarks[] marks, WantedPairs wanted, int threads) =>
        Machine.Seconds(() => PairCounter.Count(cases, marks, wanted, new(threads), CancellationToken.None));

    private static double Theirs(DuckDbQueries duck, string query)
    {
        duck.Run("DROP TABLE IF EXISTS pairs");
        return duck.Run(query).Seconds;
    }

    /// <summary>The rows go through a file once, which is not timed.</summary>
    private static void Load(DuckDbQueries duck, CodedCases cases)
    {
        foreach (var (table, column, start, codes) in new[] { ("d", "drug", cases.DrugStart, cases.CaseDrugs), ("e", "event", cases.EventStart, cases.CaseEvents) })
        {
            var file = Path.Combine(SimulatedFeed.Folder, $"counting-{column}.csv");
            Directory.CreateDirectory(SimulatedFeed.Folder);
            using (var writer = new StreamWriter(file))
                for (var row = 0; row < cases.CaseCount; row++)
                    foreach (var code in codes.AsSpan(start[row]..start[row + 1]))
                        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row},{code}\n"));
            duck.Run($"CREATE TABLE {table} AS SELECT * FROM read_csv('{file}', header = false, columns = {{'case_id': 'INTEGER', '{column}': 'INTEGER'}})",
                $"CREATE TABLE {table}16 AS SELECT case_id, {column}::USMALLINT AS {column} FROM {table}");
            File.Delete(file);
        }
    }

    /// <summary>Every pair is compared, then sums of all.</summary>
    private static void Compare(DuckDbQueries duck, AllPairs ours)
    {
        var file = Path.Combine(SimulatedFeed.Folder, "counting-pairs.csv");
        duck.Run("DROP TABLE IF EXISTS pairs", Queries[0].Query, $"COPY (FROM pairs ORDER BY drug, event) TO '{file}' (HEADER false)");
        var theirs = File.ReadLines(file).GetEnumerator();
        var (sum, checksum) = ((Int128)0, (Int128)0);
        for (var drug = 0; drug < ours.DrugCount; drug++)
            foreach (var (@event, both) in ours.Of(drug))
            {
                var expected = string.Create(CultureInfo.InvariantCulture, $"{drug},{@event},{both}");
                if (!theirs.MoveNext() || theirs.Current != expected)
                    throw new InvalidOperationException($"Ours is '{expected}' (drug, event, cases), DuckDB's '{theirs.Current}'.");
                (sum, checksum) = (sum + both, checksum + (drug * DrugWeight + @event) * both);
            }
        if (theirs.MoveNext())
            throw new InvalidOperationException($"DuckDB has '{theirs.Current}' (drug, event, cases), and ours has no more.");
        File.Delete(file);
        var sums = duck.Run($"SELECT count(*), sum(n), sum((drug::BIGINT * {DrugWeight} + event) * n) % (1::HUGEINT << 61) FROM pairs").Rows[0];
        if (sums is not [var rows, var total, var check] || rows != $"{ours.Count}" || total != $"{sum}" || check != $"{checksum % ((Int128)1 << 61)}")
            throw new InvalidOperationException($"Pairs, sum and checksum are {ours.Count}, {sum} and {checksum}, DuckDB's {string.Join(", ", sums)}.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nAll {ours.Count:N0} pairs have the same count in both (every row compared; sum {sum:N0}, checksum {check})."));
    }

    private static void Print(CodedCases cases, CaseMarks[] marks, List<Way> ways, int runs)
    {
        var counts = PairCounter.Count(cases, marks, FromThree, new(Threads), CancellationToken.None);
        var incidences = Enumerable.Range(0, cases.CaseCount).Sum(row => (long)cases.DrugsOf(row).Length * cases.EventsOf(row).Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases.CaseCount:N0} cases, {cases.CaseDrugs.Length:N0} drug and {cases.CaseEvents.Length:N0} event rows, {incidences:N0} joined rows, "
            + $"{counts.Distinct:N0} distinct pairs, {counts.Pairs.Count:N0} kept; medians of {runs} runs\n"));
        var best = ways.Where(way => way.Name.StartsWith("DuckDB", StringComparison.Ordinal)).MinBy(way => way.Median);
        Console.WriteLine($"{"",-52}{"seconds",9}{"range",16}{"allocated MB",14}{"DuckDB's best takes",21}");
        foreach (var way in ways)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way.Name,-52}{way.Median,9:N3}{$"{way.Seconds.Min():N3}–{way.Seconds.Max():N3}",16}")
                + (way.Name.StartsWith("ours", StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"{way.Megabytes,14:N0}{best?.Median / way.Median,19:N1} ×") : ""));
    }

    /// <summary>One way to count, and how long it took.</summary>
    private sealed class Way(string name, Func<double> count)
    {
        public string Name => name;

        public List<double> Seconds { get; } = [];

        public double Median => Machine.Median(Seconds);

        /// <summary>All that was allocated in the last run: no less than what it held at a time.</summary>
        public double Megabytes { get; private set; }

        public void Run(bool counted)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var seconds = count();
            Megabytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6;
            if (counted)
                Seconds.Add(seconds);
        }
    }
}
