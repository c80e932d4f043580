using System.Globalization;
using System.Text;

namespace JakSignals.Simulation;

/// <summary>What outcome a term brings with it.</summary>
internal enum Severity : byte
{
    /// <summary>None of its own.</summary>
    Plain,
    /// <summary>The report has an outcome.</summary>
    Serious,
    /// <summary>The patient died in <see cref="EventWorld.OftenFatal"/> of 1,000,000 reports.</summary>
    OftenFatal,
    /// <summary>The patient died.</summary>
    Fatal,
}

/// <summary>What a report must have for a term to count towards an event class.</summary>
internal enum Condition : byte
{
    None,
    AnyOutcome,
    Death,
}

/// <summary>The terms that make an event: a class or a single term.</summary>
/// <param name="Terms">Indices into <see cref="EventWorld.Terms"/>.</param>
/// <param name="Conditions">For each of <paramref name="Terms"/>, what the report must have besides.</param>
internal sealed record EventGroup(int[] Terms, Condition[] Conditions);

/// <summary>Reaction terms, how often they are reported, and the events made of them; the same for every seed.</summary>
internal sealed class EventWorld
{
    /// <summary>Of 1,000,000 reports, how many have an outcome that no term of theirs calls for.</summary>
    /// <remarks>With the outcomes that terms bring, about 59 % of reports have one, as in FDA's 2017Q2 sample (59 of 100).</remarks>
    public const int SeriousAnyway = 550_000;

    /// <summary>Of 1,000,000 such outcomes, how many are deaths.</summary>
    public const int DeathsAmongThem = 70_000;

    /// <summary>Of 1,000,000 reports of a cardiac arrest, how many are fatal.</summary>
    public const int OftenFatal = 600_000;

    private const int TermCount = 5000;
    private const int MentionsTotal = 30_000;      // rates are mentions in 10,000 reports of about 3 reactions
    private const int RateScale = 1000;

    /// <summary>How many reactions a report has: weight of 1, 2, 3 …</summary>
    /// <remarks>FDA's 2017Q2 sample: of 100 reports 63 have two or more, 40 three, 28 four, 20 five; the largest has 12, the head of 2022Q4 one of 55.</remarks>
    private static readonly int[] ReactionCounts = [385, 224, 122, 83, 60, 38, 25, 17, 12, 9, 6, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1];

    private readonly List<byte[]> _terms = [];
    private readonly List<Severity> _severities = [];
    private readonly List<int> _rates = [];
    private readonly Dictionary<string, int> _termByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<int>> _coreByClass = new(StringComparer.Ordinal);

    private readonly int _classTerms;
    private readonly HashSet<int> _planted;

    private EventWorld()
    {
        ReadClasses();
        _classTerms = _terms.Count;
        ReadTerms(EventData.Generic + ";" + EventData.Invented);
        _planted = [.. PlantedEffect.All.Where(effect => effect.EventKind == "term").Select(effect => _termByName[effect.Event])];
        AddInvented();
        (Terms, Severities) = ([.. _terms], [.. _severities]);
        Background = new Sampler([.. _rates]);
        ReactionCount = new Sampler(ReactionCounts);
    }

    /// <summary>The terms; built once.</summary>
    public static EventWorld Instance { get; } = new();

    public byte[][] Terms { get; }
    public Severity[] Severities { get; }

    /// <summary>Draws a term as reports mention them when no effect is at work.</summary>
    public Sampler Background { get; }

    /// <summary>Draws one less than the number of reactions of a report.</summary>
    public Sampler ReactionCount { get; }

    /// <summary>How often a term is mentioned, in 10,000,000 reports.</summary>
    public int Rate(int term) => _rates[term];

    /// <summary>Whether a term belongs to no event class and no planted effect.</summary>
    public bool IsFree(int term) => term >= _classTerms && !_planted.Contains(term);

    /// <summary>The event with this key (a class) or name (a term).</summary>
    public EventGroup Group(PlantedEffect effect) => effect.EventKind == "term"
        ? new([_termByName[effect.Event]], [Condition.None])
        : Class(effect.Event);

    /// <summary>The core terms of an event class, with what its definition asks of the report.</summary>
    public EventGroup Class(string key)
    {
        string[] parts = key == "mace" ? ["mace_mi", "mace_stroke", "mace_cv_death"] : [key];
        var members = parts.SelectMany(part => _coreByClass[part].Select(term => (Term: term, Condition: ConditionOf(part)))).ToArray();
        return new([.. members.Select(m => m.Term)], [.. members.Select(m => m.Condition)]);
    }

    /// <summary>Draws a position in <see cref="EventGroup.Terms"/>, in proportion to how often its terms are reported.</summary>
    public Sampler SamplerOf(EventGroup group) => new([.. group.Terms.Select(term => _rates[term])]);

    /// <summary>
    /// Probability that a report without planted effects has the event: 1 − Σ P(k)·(1 − w)^k over k reactions, where w is the chance that one reaction is a term of the group,
    /// weighted with the chance that the report then meets its condition.
    /// </summary>
    public double Probability(EventGroup group, bool regardlessOfConditions = false)
    {
        double weight = 0, total = ReactionCounts.Sum(), none = 0;
        for (var i = 0; i < group.Terms.Length; i++)
            weight += _rates[group.Terms[i]] * (regardlessOfConditions ? 1.0 : Met(group.Conditions[i], Severities[group.Terms[i]]));
        weight /= _rates.Sum(rate => (long)rate);
        var (power, missed) = (1.0, 1.0 - weight);
        foreach (var count in ReactionCounts)
            none += count / total * (power *= missed);
        return 1 - none;
    }

    private static Condition ConditionOf(string key) => key switch
    {
        "serious_infection" => Condition.AnyOutcome,
        "mace_cv_death" => Condition.Death,
        _ => Condition.None,
    };

    private double Met(Condition condition, Severity severity)
    {
        const double dead = SeriousAnyway / 1e6 * (DeathsAmongThem / 1e6), often = OftenFatal / 1e6;
        return (condition, severity) switch
        {
            (Condition.AnyOutcome, Severity.Plain) => OutcomeBesidePlainTerm(),
            (Condition.Death, Severity.OftenFatal) => often + (1 - often) * dead,
            (Condition.Death, not Severity.Fatal) => dead,
            _ => 1,
        };
    }

    /// <summary>
    /// Probability that a report with a given plain term has an outcome: anyway, or through one of its other reactions,
    /// whose number is that of reports in proportion to their size.
    /// </summary>
    private double OutcomeBesidePlainTerm()
    {
        var plain = Enumerable.Range(0, _rates.Count).Where(i => _severities[i] == Severity.Plain).Sum(i => (long)_rates[i]) / (double)_rates.Sum(rate => (long)rate);
        double none = 0, total = 0, power = 1;
        for (var i = 0; i < ReactionCounts.Length; i++, power *= plain)
        {
            none += (i + 1) * ReactionCounts[i] * power;
            total += (i + 1) * ReactionCounts[i];
        }
        return 1 - (1 - SeriousAnyway / 1e6) * none / total;
    }

    private void ReadClasses()
    {
        foreach (var group in EventData.Classes.Split('#', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = group.IndexOf('\n', StringComparison.Ordinal);
            if (group.Trim().Length == 0)
                continue;
            var header = group[..end].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            ReadClass(header, Items(group[end..]));
        }
    }

    /// <summary>Spreads the rate of a class over its terms: the n-th weighs 1/n² (steep) or 1/n (flat).</summary>
    private void ReadClass(string[] header, string[] terms)
    {
        var (key, isCore, rate, steep) = (header[0], header[1] == "core", Rate(header[2]), header[3] == "steep");
        var severity = header[4] switch { "serious" => Severity.Serious, "often_fatal" => Severity.OftenFatal, "fatal" => Severity.Fatal, _ => Severity.Plain };
        var weights = Enumerable.Range(1, terms.Length).Select(n => 1.0 / (steep ? n * n : n)).ToArray();
        var total = weights.Sum();
        var core = isCore ? _coreByClass[key] = [] : [];
        for (var i = 0; i < terms.Length; i++)
            core.Add(Add(terms[i].TrimEnd('!'), 1 + (int)(rate * weights[i] / total), terms[i].EndsWith('!') ? Severity.Fatal : severity));
    }

    private void ReadTerms(string text)
    {
        foreach (var item in Items(text).Select(item => item.Split('=')))
            Add(item[0], Rate(item[1]), Severity.Plain);
    }

    /// <summary>Fills up with terms that do not exist; their rates fall as 1 / (rank + 15).</summary>
    private void AddInvented()
    {
        var names = new NameMaker(new Prng(0x4A414B, stream: 2));
        foreach (var known in Items(EventData.Invented))
            names.Reserve(known.Split('=')[0]);
        var (count, left) = (TermCount - _terms.Count, MentionsTotal * RateScale - _rates.Sum());
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
            sum += 1.0 / (rank + 15);
        for (var rank = 0; rank < count; rank++)
            Add(names.Term(), 1 + (int)(left / (sum * (rank + 15))), Severity.Plain);
    }

    /// <summary>The index of a term; one that several classes name keeps the rate and severity of the first.</summary>
    private int Add(string term, int rate, Severity severity)
    {
        if (_termByName.TryGetValue(term, out var known))
            return known;
        _termByName.Add(term, _terms.Count);
        _terms.Add(Encoding.UTF8.GetBytes(term));
        _rates.Add(rate);
        _severities.Add(severity);
        return _terms.Count - 1;
    }

    private static string[] Items(string text) => text.ReplaceLineEndings(" ").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Rate(string digits) => int.Parse(digits, CultureInfo.InvariantCulture) * RateScale;
}
