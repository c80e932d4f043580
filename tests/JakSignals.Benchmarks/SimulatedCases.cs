using JakSignals.Normalise;
using JakSignals.Signals;

namespace JakSignals.Benchmarks;

/// <summary>Coded cases in memory, drawn from a fixed seed, with the skew of spontaneous reports.</summary>
/// <remarks>
/// A case has 1 or more drugs, 4 in the mean, and 1 or more terms, 3 in the mean, both geometric and cut off at 40. Drugs and terms are drawn by Zipf–Mandelbrot
/// weights, 1/(rank + 10)^1.35 and 1/(rank + 10)^1.25; half of the terms are instead drawn from what is usual for the first drug: the same weights with the ranks shifted by
/// the drug. Ranks are dealt out to codes at random, as an alphabet does. Every 50th case is new, every 30th followed up, 55 % are serious and 10 % of these fatal.
/// </remarks>
internal static class SimulatedCases
{
    public const int Drugs = 10_000, Terms = 15_000;
    private const int Most = 40;

    /// <summary>Draws cases and their marks.</summary>
    public static (CodedCases Cases, CaseMarks[] Marks) Draw(int count)
    {
        var random = new Random(1);
        var (drugs, terms) = (new Zipf(Drugs, 10, 1.35, random), new Zipf(Terms, 10, 1.25, random));
        var (drugStart, caseDrugs, eventStart, caseEvents) = (new int[count + 1], new List<int>(count * 4), new int[count + 1], new List<int>(count * 3));
        var marks = new CaseMarks[count];
        var (ofCase, mark) = (new SortedSet<int>(), new Func<CaseMarks>(() => MarkOf(random)));
        for (var row = 0; row < count; row++)
        {
            var first = drugs.Draw(random);
            Fill(ofCase, Length(random, 4), () => ofCase.Count == 0 ? first : drugs.Draw(random));
            caseDrugs.AddRange(ofCase);
            Fill(ofCase, Length(random, 3), () => terms.Draw(random, random.Next(2) == 0 ? 0 : first * 37));
            caseEvents.AddRange(ofCase);
            (drugStart[row + 1], eventStart[row + 1], marks[row]) = (caseDrugs.Count, caseEvents.Count, mark());
        }
        var cases = new CodedCases
        {
            Drugs = [.. Enumerable.Range(0, Drugs).Select(i => new DrugEntry($"DRUG {i}", $"DRUG {i}", "substance", false, null))],
            Events = [.. Enumerable.Range(0, Terms).Select(i => new EventEntry($"TERM {i}", $"TERM {i}", false, null))],
            DrugStart = drugStart, CaseDrugs = [.. caseDrugs], EventStart = eventStart, CaseEvents = [.. caseEvents],
        };
        return (cases, marks);
    }

    private static void Fill(SortedSet<int> codes, int count, Func<int> draw)
    {
        codes.Clear();
        while (codes.Count < count)
            codes.Add(draw());
    }

    /// <summary>Geometric, from 1.</summary>
    private static int Length(Random random, double mean) => Math.Min(Most, 1 + (int)(Math.Log(1 - random.NextDouble()) / Math.Log(1 - 1 / mean)));

    private static CaseMarks MarkOf(Random random)
    {
        var novelty = random.Next(50) == 0 ? CaseMarks.New : random.Next(30) == 0 ? CaseMarks.FollowedUp : CaseMarks.None;
        return random.NextDouble() >= 0.55 ? novelty : novelty | CaseMarks.Serious | (random.Next(10) == 0 ? CaseMarks.Fatal : CaseMarks.None);
    }

    /// <summary>Codes with weights that fall with their rank.</summary>
    private sealed class Zipf
    {
        private readonly double[] _cumulated;
        private readonly int[] _codes;

        public Zipf(int count, double offset, double exponent, Random random)
        {
            _cumulated = new double[count];
            var sum = 0.0;
            for (var rank = 0; rank < count; rank++)
                _cumulated[rank] = sum += Math.Pow(rank + offset, -exponent);
            _codes = [.. Enumerable.Range(0, count)];
            random.Shuffle(_codes);
        }

        public int Draw(Random random, int shift = 0)
        {
            var place = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
            return _codes[((place < 0 ? ~place : place) + shift) % _codes.Length];
        }
    }
}
