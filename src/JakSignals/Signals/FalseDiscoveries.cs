using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>False discovery rates of scored pairs.</summary>
internal static class FalseDiscoveries
{
    /// <summary>Fills in the q-values of the pairs over all cases.</summary>
    /// <param name="pairs">Scored pairs.</param>
    /// <param name="lookedAt">Distinct pairs that occur at all. Pairs with too few cases to be scored count as p = 1.</param>
    /// <remarks>
    /// Drug group × event class is a family of its own: all of its pairs are scored, they were chosen beforehand, and officers read them first.
    /// Its hypotheses overlap (a class holds its substances), which Benjamini and Hochberg's procedure bears where they are positively dependent.
    /// </remarks>
    public static void Fill(IReadOnlyCollection<ScoredPair> pairs, long lookedAt)
    {
        List<ScoredPair> classPairs = [.. pairs.Where(IsClassPair)], others = [.. pairs.Where(pair => !IsClassPair(pair))];
        FillFamily(classPairs, classPairs.Count);
        FillFamily(others, Math.Max(lookedAt - classPairs.Count(pair => pair.Table.A > 0), others.Count));
    }

    /// <summary>Fills in the q-values of one family.</summary>
    /// <param name="family">Its pairs.</param>
    /// <param name="tested">Its hypotheses, those without a p included.</param>
    public static void FillFamily(IReadOnlyList<ScoredPair> family, long tested)
    {
        List<ScoredPair> testable = [.. family.Where(pair => pair.Scores.FisherP is not null)];
        var q = FalseDiscoveryRate.BenjaminiHochberg([.. testable.Select(pair => pair.Scores.FisherP!.Value)], tested);
        for (var i = 0; i < q.Length; i++)
            testable[i].QValue = q[i];
    }

    private static bool IsClassPair(ScoredPair pair) => pair.Drug.IsGroup && pair.Event.IsClass;
}
