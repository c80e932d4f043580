namespace JakSignals.Statistics;

/// <summary>How strongly a 2×2 table speaks against independence, in one number that small counts cannot inflate.</summary>
public static class LikelihoodRatio
{
    /// <summary>Log likelihood ratio, ln LR = a·ln(a/E) + c·ln(c/(m − E)), with m = a + c and E = (a + b)·m/N; 0 where a ≤ E.</summary>
    /// <remarks>
    /// Source: Huang L, Zalkikar J, Tiwari RC. J Am Stat Assoc 2011;106:1230–1241, one-sided. Used to rank pairs for display: three reports of
    /// two rare names give a huge ratio of odds but little likelihood. Unit: natural logarithm.
    /// </remarks>
    /// <returns>0 or more, or <see langword="null"/> when a margin is empty: nothing is then expected.</returns>
    public static double? Log(in Table2x2 t) => t.HasDrugAndOthers && t.Event > 0 ? Log(t.A, t.Event, t.Drug, t.C + t.D) : null;

    /// <summary>Tests one event over its drugs: ln LR of each, and p = min(1, Σⱼ P(Aⱼ ≥ a*ⱼ)), Aⱼ ~ Binomial(m, nⱼ/N).</summary>
    /// <remarks>
    /// a*ⱼ is the fewest cases of drug j that reach the ln LR. Source: Huang L, Zalkikar J, Tiwari RC. J Am Stat Assoc 2011;106:1230–1241,
    /// who simulate the largest ln LR from a multinomial distribution. The sum of exact tails replaces the simulation: it needs no seed and resolves any p, where a simulation of 10,000 stops at 1e-4; it is never below the p that is simulated, and
    /// close to it where p is small; and, being a union bound, it holds when a case has several drugs, which no multinomial describes.
    /// Cost: drugs with a above E, times distinct numbers of cases n, plus the counts between the largest ln LR and the smallest that is not at p = 1.
    /// </remarks>
    /// <param name="eventCases">m, all cases of the stratum with the event, a + c of every table.</param>
    /// <param name="tables">The event's tables with every drug of the stratum, those it was never reported with included: the largest is of them all.</param>
    /// <returns>
    /// For each table in turn its test, or <see langword="null"/> when <see cref="Log(in Table2x2)"/> is not estimable. A p is 0 only below the range of
    /// floating point.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The tables are not of one event and stratum: their event cases or totals differ.</exception>
    public static LikelihoodRatioTest?[] Test(long eventCases, ReadOnlySpan<Table2x2> tables)
    {
        Require(eventCases, tables);
        var logs = new double?[tables.Length];
        for (var i = 0; i < logs.Length; i++)
            logs[i] = Log(tables[i]);
        double[] falling = [.. logs.OfType<double>().Where(log => log > 0).Distinct().OrderDescending()];
        var p = falling.Length == 0 ? [] : OfLargest(falling, Tails(eventCases, tables, Math.Min(falling[0], Vanishing)));
        return Array.ConvertAll(logs, log => log is { } x ? new LikelihoodRatioTest(x, p.GetValueOrDefault(x, 1.0)) : (LikelihoodRatioTest?)null);
    }

    // P(A ≥ a) ≤ e^(−ln LR(a)), Chernoff's bound: beyond this every tail is 0 in floating point.
    private const double Vanishing = 800.0;

    // Drugs by their number of cases: equal ones share a tail, and the order of the sum is given.
    private static (LikelihoodRatioTail Tail, int Drugs)[] Tails(long eventCases, ReadOnlySpan<Table2x2> tables, double largest)
    {
        var drugs = new SortedDictionary<long, int>();
        foreach (var t in tables)
        {
            if (t.HasDrugAndOthers)
                drugs[t.Drug] = drugs.GetValueOrDefault(t.Drug) + 1;
        }
        var total = tables[0].Total;
        return [.. drugs.Select(drug => (new LikelihoodRatioTail(eventCases, drug.Key, total - drug.Key, largest), drug.Value))];
    }

    // The p of each ln LR until it comes to 1; all smaller ones are 1 then.
    private static Dictionary<double, double> OfLargest(double[] falling, (LikelihoodRatioTail Tail, int Drugs)[] tails)
    {
        var ofLog = new Dictionary<double, double>();
        foreach (var log in falling)
        {
            var p = 0.0;
            if (log <= Vanishing)
            {
                foreach (var (tail, drugs) in tails)
                    p += drugs * tail.Reaching(log);
            }
            if (p >= 1.0)
                break;
            ofLog[log] = p;
        }
        return ofLog;
    }

    // The a − E and c − (m − E) within the two deviances are opposite and drop out; each deviance keeps its digits where a is near E.
    internal static double Log(long both, long eventCases, long drug, long others)
    {
        double total = drug + others, expected = (double)eventCases * drug / total;
        return both <= expected ? 0.0 : Deviance.Of(both, expected) + Deviance.Of(eventCases - both, (double)eventCases * others / total);
    }

    private static void Require(long eventCases, ReadOnlySpan<Table2x2> tables)
    {
        for (var i = 0; i < tables.Length; i++)
        {
            if (tables[i].Event != eventCases || tables[i].Total != tables[0].Total)
            {
                throw new ArgumentOutOfRangeException(nameof(tables), tables[i],
                    $"Table {i} has {tables[i].Event} cases with the event of {tables[i].Total}, expected {eventCases} of {tables[0].Total}: tables of one event and stratum.");
            }
        }
    }
}
