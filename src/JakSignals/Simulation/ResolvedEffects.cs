namespace JakSignals.Simulation;

/// <summary>Planted effects made ready to apply: by substance, with the chances that turn a background report into one with the effect.</summary>
internal sealed class ResolvedEffects
{
    /// <summary>One effect on one substance.</summary>
    /// <param name="IsMember">By term: whether it belongs to the event.</param>
    /// <param name="Group">The terms of the event.</param>
    /// <param name="Sampler">Draws a term of the group to add.</param>
    /// <param name="Usual">Chances outside the last days.</param>
    /// <param name="InSurge">Chances in the last days.</param>
    internal sealed record Effect(bool[] IsMember, EventGroup Group, Sampler Sampler, Chances Usual, Chances InSurge);

    /// <summary>Chances of adding the event to a report without it, and of taking it from a report with it.</summary>
    internal readonly record struct Chances(double Add, double Drop);

    private readonly List<Effect>?[] _bySubstance = new List<Effect>?[DrugWorld.Instance.Substances.Length];

    private ResolvedEffects()
    {
        foreach (var effect in PlantedEffect.All.Where(effect => effect.RelativeRate != 1))
        {
            var substance = DrugWorld.Instance.Substances.Single(s => s.Name == effect.Drug);
            (_bySubstance[substance.Index] ??= []).Add(Resolve(effect, EventWorld.Instance));
        }
    }

    /// <summary>The effects; built once.</summary>
    public static ResolvedEffects Instance { get; } = new();

    /// <summary>Effects of a substance, or null when there are none.</summary>
    public List<Effect>? Of(int substance) => _bySubstance[substance];

    private static Effect Resolve(PlantedEffect effect, EventWorld events)
    {
        var group = events.Group(effect);
        var isMember = new bool[events.Terms.Length];
        foreach (var term in group.Terms)
            isMember[term] = true;
        var (isEvent, hasTerm) = (events.Probability(group), events.Probability(group, regardlessOfConditions: true));
        return new(isMember, group, events.SamplerOf(group),
            ChancesFor(effect.RelativeRateBefore ?? effect.RelativeRate, isEvent, hasTerm), ChancesFor(effect.RelativeRate, isEvent, hasTerm));
    }

    /// <summary>
    /// For a relative rate r above 1: added to reports without a term of the event, with chance (r − 1)·P(event) / (1 − P(term)), the event occurs in
    /// r·P(event) of them; below 1, dropped with chance 1 − r.
    /// </summary>
    private static Chances ChancesFor(double relativeRate, double eventProbability, double termProbability) => relativeRate >= 1
        ? new((relativeRate - 1) * eventProbability / (1 - termProbability), 0)
        : new(0, 1 - relativeRate);
}
