using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>Fits the Gamma–Poisson prior to a whole database.</summary>
public static class PriorFit
{
    /// <summary>Fewest pairs with a case that five parameters are fitted to.</summary>
    public const int FewestPairs = 100;

    /// <summary>Fits the prior to every substance × term pair, those without a case included.</summary>
    /// <remarks>Groups and classes are sums of substances and terms: counting them too would count cases twice. They are scored with the same prior.</remarks>
    /// <param name="cases">Coded cases, for what is a substance and what a term.</param>
    /// <param name="counts">Their counts.</param>
    public static GammaPoissonFit Of(CodedCases cases, PairCounts counts)
    {
        var substances = cases.Drugs.TakeWhile(drug => drug.Kind == DrugEntry.SubstanceKind).Count();
        var terms = cases.Events.TakeWhile(@event => !@event.IsClass).Count();
        var total = Enumerable.Range(0, substances).Sum(drug => counts.AllPairs.TermsOf(drug).Length);
        if (total < FewestPairs)
            return GammaPoissonFit.None($"{total} substance × term pairs have a case; {FewestPairs} are needed to fit a prior.");
        var (both, drugs, events) = (new int[total], new int[total], new int[total]);
        var row = 0;
        for (var drug = 0; drug < substances; drug++)
            foreach (var (@event, count) in counts.AllPairs.TermsOf(drug))
                (both[row], drugs[row], events[row++]) = (count, drug, @event);
        var data = GammaPoissonData.Of(both, drugs, events, counts.DrugCases.AsSpan(0, substances), counts.EventCases.AsSpan(0, terms), counts.Total);
        return GammaPoissonFit.Of(new GammaPoissonLikelihood(data.Points));
    }
}
