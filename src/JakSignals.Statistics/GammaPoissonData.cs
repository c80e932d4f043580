using System.Numerics;
using System.Runtime.InteropServices;

namespace JakSignals.Statistics;

/// <summary>Every cell of a drug × event table as a few weighted points: what the prior of the Gamma–Poisson shrinker is fitted to.</summary>
/// <remarks>
/// Squashing after DuMouchel and Pregibon 2001: cells of one count whose expected counts differ by little become one point at their mean. The cells without a case, nearly all of a large table, are never
/// visited: for each bin of expected counts their number is that of all pairs of margins, formed from the distinct margins, less that of the pairs with cases. All sums are of whole numbers (margin × margin), so neither
/// the order of the pairs nor the machine changes a bit.
/// </remarks>
public sealed class GammaPoissonData
{
    /// <summary>Bins to each doubling of the expected count.</summary>
    public const int DefaultBinsPerDoubling = 64;

    private const int DenseCounts = 64;

    private readonly int shift;
    private readonly int firstBin;
    private readonly int bins;
    private readonly Bin[] all;
    private readonly Bin[] dense;
    private readonly Dictionary<(int Count, int Bin), Bin> sparse = [];

    private GammaPoissonData(long leastProduct, long mostProduct, int binsPerDoubling)
    {
        shift = 52 - BitOperations.Log2((uint)binsPerDoubling);
        firstBin = Key(leastProduct);
        bins = Key(mostProduct) - firstBin + 1;
        (all, dense) = (new Bin[bins], new Bin[bins * DenseCounts]);
    }

    /// <summary>The points: cells without a case, in order of expected count, then those with cases, in order of count and expected count.</summary>
    public IReadOnlyList<GammaPoissonPoint> Points { get; private set; } = [];

    /// <summary>Cells of the table: drugs × events with a margin above 0.</summary>
    public long Cells { get; private set; }

    /// <summary>Cells with a case.</summary>
    public long CellsWithCases { get; private set; }

    /// <summary>Squashes a table.</summary>
    /// <param name="cases">Cases with drug and event of each pair that has any, above 0; every pair once, in any order.</param>
    /// <param name="drugs">Index of each pair's drug in <paramref name="drugMargins"/>.</param>
    /// <param name="events">Index of each pair's event in <paramref name="eventMargins"/>.</param>
    /// <param name="drugMargins">Cases of every drug, 0 or more; a drug without a case has no cells.</param>
    /// <param name="eventMargins">Cases of every event, 0 or more.</param>
    /// <param name="total">All cases, N.</param>
    /// <param name="binsPerDoubling">Bins to each doubling of the expected count: a power of two from 1 to 1,024.</param>
    /// <exception cref="ArgumentException">The spans differ in length, no drug or no event has a case, or a count exceeds its margin or a margin the total; the message has the values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bins are no power of two from 1 to 1,024.</exception>
    public static GammaPoissonData Of(ReadOnlySpan<int> cases, ReadOnlySpan<int> drugs, ReadOnlySpan<int> events, ReadOnlySpan<int> drugMargins, ReadOnlySpan<int> eventMargins, long total, int binsPerDoubling = DefaultBinsPerDoubling)
    {
        if (binsPerDoubling is < 1 or > 1024 || !BitOperations.IsPow2(binsPerDoubling))
            throw new ArgumentOutOfRangeException(nameof(binsPerDoubling), binsPerDoubling, $"There are {binsPerDoubling} bins per doubling, expected a power of two from 1 to 1024.");
        if (cases.Length != drugs.Length || cases.Length != events.Length)
            throw new ArgumentException($"There are {cases.Length} counts, {drugs.Length} drugs and {events.Length} events, expected as many of each.");
        var (ofDrugs, ofEvents) = (Distinct(drugMargins, total, nameof(drugMargins)), Distinct(eventMargins, total, nameof(eventMargins)));

        var data = new GammaPoissonData((long)ofDrugs[0].Value * ofEvents[0].Value, (long)ofDrugs[^1].Value * ofEvents[^1].Value, binsPerDoubling);
        data.AddAllCells(ofDrugs, ofEvents);
        data.AddPairs(cases, drugs, events, drugMargins, eventMargins);
        data.Points = data.Squashed(total);
        return data;
    }

    private void AddAllCells((int Value, int Times)[] drugs, (int Value, int Times)[] events)
    {
        foreach (var (drug, times) in drugs)
        {
            foreach (var (@event, also) in events)
            {
                var (product, cells) = ((long)drug * @event, (long)times * also);
                all[Key(product) - firstBin].Add(product, cells);
                Cells += cells;
            }
        }
    }

    private void AddPairs(ReadOnlySpan<int> cases, ReadOnlySpan<int> drugs, ReadOnlySpan<int> events, ReadOnlySpan<int> drugMargins, ReadOnlySpan<int> eventMargins)
    {
        for (var i = 0; i < cases.Length; i++)
        {
            var (count, drug, @event) = (cases[i], drugMargins[drugs[i]], eventMargins[events[i]]);
            if (count <= 0 || count > drug || count > @event)
                throw new ArgumentException($"Pair {i} (drug {drugs[i]}, event {events[i]}) has {count} cases of {drug} with the drug and {@event} with the event, expected from 1 to the lesser of these.", nameof(cases));
            var product = (long)drug * @event;
            var bin = Key(product) - firstBin;
            BinOf(count, bin).Add(product, 1);
            all[bin].Add(product, -1);
        }
        CellsWithCases = cases.Length;
    }

    private ref Bin BinOf(int count, int bin)
    {
        if (count <= DenseCounts)
            return ref dense[(count - 1) * bins + bin];
        return ref CollectionsMarshal.GetValueRefOrAddDefault(sparse, (count, bin), out _)!;
    }

    private List<GammaPoissonPoint> Squashed(long total)
    {
        var points = new List<GammaPoissonPoint>();
        if (Array.Exists(all, bin => bin.Cells < 0))
            throw new ArgumentException("More pairs have cases than there are cells with their expected counts: a pair was given twice.");
        points.AddRange(all.Where(bin => bin.Cells > 0).Select(bin => bin.Point(0, total)));
        for (var i = 0; i < dense.Length; i++)
        {
            if (dense[i].Cells > 0)
                points.Add(dense[i].Point(i / bins + 1, total));
        }
        points.AddRange(sparse.OrderBy(bin => bin.Key).Select(bin => bin.Value.Point(bin.Key.Count, total)));
        return points;
    }

    // The exponent and the first bits of the mantissa: bins of equal width within each doubling, exact on every machine as no logarithm would be.
    private int Key(long product) => (int)(BitConverter.DoubleToInt64Bits(product) >> shift);

    private static (int Value, int Times)[] Distinct(ReadOnlySpan<int> margins, long total, string name)
    {
        var sorted = margins.ToArray();
        Array.Sort(sorted);
        if (sorted.Length == 0 || sorted[^1] <= 0)
            throw new ArgumentException($"None of {sorted.Length} {name} is above 0: there are no cells.", name);
        if (sorted[0] < 0 || sorted[^1] > total)
            throw new ArgumentException($"The {name} run from {sorted[0]} to {sorted[^1]}, expected from 0 to the total {total}.", name);
        var distinct = new List<(int Value, int Times)>();
        foreach (var value in sorted.AsSpan(Array.FindIndex(sorted, margin => margin > 0)))
        {
            if (distinct.Count > 0 && distinct[^1].Value == value)
                distinct[^1] = (value, distinct[^1].Times + 1);
            else
                distinct.Add((value, 1));
        }
        return [.. distinct];
    }

    // Cells and the sum of drug margin × event margin over them. Σ over a whole table is Σ drug margins × Σ event margins: 5e15 for all of FAERS, of 9e18.
    private record struct Bin(long Cells, long Products)
    {
        public void Add(long product, long cells)
        {
            Cells += cells;
            Products += product * cells;
        }

        public readonly GammaPoissonPoint Point(long count, long total) => new(count, (double)Products / Cells / total, Cells);
    }
}
