namespace JakSignals.Simulation;

/// <summary>Terms that come together, and how often each disease and each drug brings them; the same for every seed.</summary>
/// <remarks>
/// In life nearly every pair of drug and term is reported more or less often than their frequencies say: a term belongs to a disease that the drug is taken for, to what the drug does, to a programme that
/// asks its patients. Without that the ratios of a simulated database would all be 1, and the prior of the Gamma–Poisson shrinker, having nothing to tell apart, would shrink every pair to 1.
/// Terms of event classes and of planted effects take no part: the list of planted effects stays true and, for event classes, complete.
/// </remarks>
internal sealed class SyndromeWorld
{
    private const int SyndromeCount = 160;
    private const int FewestOfDrug = 2;
    private const int SharePerSyndrome = 150_000;      // of DrugWorld; adalimumab brings a dozen, as many kinds of patients take it
    private const int Small = 100;                      // what one drug alone brings is a rare complaint: less than 1 of 100 mentions

    private readonly Prng _random = new(0x4A414B, stream: 3);
    private readonly bool[] _isFree;
    private readonly Sampler _any;
    private readonly int[] _small;
    private readonly Sampler[] _ofDisease;
    private readonly (int[] Syndromes, Sampler Sampler)[] _ofDrug;

    private SyndromeWorld()
    {
        var events = EventWorld.Instance;
        _isFree = [.. Enumerable.Range(0, events.Terms.Length).Select(events.IsFree)];
        Syndromes = Divide(events);
        int[] rates = [.. Syndromes.Select(syndrome => syndrome.Rate)];
        _any = new Sampler(rates);
        _small = [.. Enumerable.Range(0, rates.Length).Where(i => rates[i] < rates.Sum() / Small)];
        _ofDisease = [.. DrugWorld.Instance.Diseases.Select(_ => new Sampler([.. rates.Select(Favoured)]))];
        _ofDrug = [.. DrugWorld.Instance.Substances.Select(OfDrug)];
    }

    /// <summary>The syndromes; built once.</summary>
    public static SyndromeWorld Instance { get; } = new();

    private Syndrome[] Syndromes { get; }

    /// <summary>Whether a term comes with a syndrome.</summary>
    public bool IsFree(int term) => _isFree[term];

    /// <summary>Draws a syndrome of no drug or disease in particular.</summary>
    public int Any(Prng random) => _any.Draw(random);

    /// <summary>Draws a syndrome as patients with a disease have it.</summary>
    public int OfDisease(int disease, Prng random) => _ofDisease[disease].Draw(random);

    /// <summary>Draws a syndrome that a drug brings.</summary>
    public int OfDrug(Substance substance, Prng random)
    {
        var (syndromes, sampler) = _ofDrug[substance.Index];
        return syndromes[sampler.Draw(random)];
    }

    /// <summary>Draws a term of a syndrome.</summary>
    public int Term(int syndrome, Prng random) => Syndromes[syndrome].Terms[Syndromes[syndrome].Sampler.Draw(random)];

    private sealed record Syndrome(int[] Terms, Sampler Sampler, int Rate);

    // A term belongs to one syndrome or two.
    private Syndrome[] Divide(EventWorld events)
    {
        var members = Enumerable.Range(0, SyndromeCount).Select(_ => new List<(int Term, int Rate)>()).ToArray();
        for (var term = 0; term < _isFree.Length; term++)
        {
            if (!_isFree[term])
                continue;
            var places = 1 + _random.Below(2);
            for (var i = 0; i < places; i++)
                members[_random.Below(SyndromeCount)].Add((term, 1 + events.Rate(term) / places));
        }
        return [.. members.Select(of => new Syndrome([.. of.Select(m => m.Term)], new Sampler([.. of.Select(m => m.Rate)]), of.Sum(m => m.Rate)))];
    }

    // u⁵ of a uniform u, of mean 1/6: one syndrome in ten comes more than three times as often as at large, half of them less than a fifth as often.
    private int Favoured(int rate)
    {
        var u = _random.Fraction();
        return 1 + (int)(rate * u * u * u * u * u);
    }

    private (int[] Syndromes, Sampler Sampler) OfDrug(Substance substance)
    {
        int[] syndromes = [.. Enumerable.Range(0, FewestOfDrug + substance.SuspectShare / SharePerSyndrome).Select(_ => _small[_random.Below(_small.Length)])];
        return (syndromes, new Sampler([.. syndromes.Select(i => Syndromes[i].Rate)]));
    }
}
