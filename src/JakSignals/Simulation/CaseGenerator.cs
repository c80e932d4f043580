using JakSignals.Cases;

namespace JakSignals.Simulation;

/// <summary>Makes up cases: patient, drugs, reactions, outcomes. A case depends on seed and key alone, so a later version tells the same story.</summary>
internal sealed class CaseGenerator(ulong seed)
{
    /// <summary>How many drug rows a report has: weight of 1, 2, 3 …; the mean is 4.13.</summary>
    /// <remarks>Mean of FDA's 2022Q4: 2,006,967 rows for 483,643 reports, 4.15; shape after the 2017Q2 sample, where 46 of 100 reports have two or more.</remarks>
    private static readonly Sampler DrugRowCount = new([495, 145, 78, 56, 44, 36, 29, 24, 20, 17, 14, 12, 10, 8, 7, 6, 5, 4, 4, 3, .. Enumerable.Repeat(2, 10), .. Enumerable.Repeat(1, 10)]);

    /// <summary>Roles of the rows after the first, indexed as <see cref="DrugRole"/>; 2017Q2 sample: 90 SS, 4 I, 134 C of 228; DN 686 rows in all of 2026Q1 and Q2.</summary>
    private static readonly Sampler FurtherRole = new([0, 0, 3940, 170, 5887, 3]);

    private static readonly Outcomes[] MainOutcomes = [Outcomes.OtherSerious, Outcomes.Hospitalisation, Outcomes.Death, Outcomes.LifeThreatening, Outcomes.Disability, Outcomes.CongenitalAnomaly, Outcomes.RequiredIntervention];
    private static readonly Sampler MainOutcome = new([475_000, 375_000, EventWorld.DeathsAmongThem, 40_000, 27_000, 6_000, 7_000]);

    /// <summary>Of 1,000,000 serious reports, how many have "other" beside their outcome, if they do not have it already; 2017Q2 sample: 75 rows in 59 reports.</summary>
    private const int SecondOutcome = 450_000;

    /// <summary>Of 1,000,000 further drugs, how many are taken for the disease of the first.</summary>
    private const int CoPrescribed = 650_000;

    /// <summary>Of 100 syndromes of a report, how many its disease brings, and how many one of its suspects; the others are those of anybody.</summary>
    private const int OfDisease = 80, OfSuspect = 15;

    /// <summary>Of 1,000,000 further reactions, how many belong to the syndrome of the one before.</summary>
    private const int SameSyndrome = 500_000;

    /// <summary>How often another term is drawn where the report has it already.</summary>
    private const int MostDraws = 4;

    private readonly Prng _random = new(seed);

    /// <summary>Fills <paramref name="filled"/> with the case behind a key.</summary>
    /// <param name="filled">Cleared first.</param>
    /// <param name="key">Identifies the case within the seed.</param>
    /// <param name="receivedOn">Day number on which FDA first heard of it.</param>
    /// <param name="inSurge">Whether that was in the days of the emerging effect.</param>
    /// <param name="isFollowUp">A later version: one in ten has learned of one more concomitant drug.</param>
    public void Fill(SimulatedCase filled, ulong key, int receivedOn, bool inSurge, bool isFollowUp)
    {
        _random.Reseed(seed, Streams.Case, key);
        filled.Clear();
        filled.EventDay = receivedOn - Spread.Reporting.Draw(_random);
        AddDrugs(filled, inSurge);
        AddPatient(filled);
        AddReactions(filled);
        ApplyEffects(filled, inSurge);
        AddOutcomes(filled);
        if (_random.Chance(100_000) && isFollowUp)
            Add(filled, Draw(DrugWorld.Instance.Concomitants), DrugRole.Concomitant);
    }

    private void AddDrugs(SimulatedCase filled, bool inSurge)
    {
        var world = DrugWorld.Instance;
        var first = Draw(inSurge ? world.SuspectsInSurge : world.Suspects);
        filled.Disease = world.Diseases[first.Diseases[first.DiseaseSampler.Draw(_random)]];
        Add(filled, first, DrugRole.PrimarySuspect);
        Span<DrugRole> roles = stackalloc DrugRole[DrugRowCount.Draw(_random)];
        foreach (ref var role in roles)
            role = (DrugRole)FurtherRole.Draw(_random);
        roles.Sort();       // FAERS lists suspects first
        foreach (var role in roles)
            AddFurther(filled, role);
    }

    /// <summary>Dose rows: 51 of 90 secondary-suspect rows and 10 of 134 concomitant rows of FDA's 2017Q2 sample repeat a drug of their report.</summary>
    private void AddFurther(SimulatedCase filled, DrugRole role)
    {
        var previous = filled.Drugs[^1];
        var repeats = role == DrugRole.SecondarySuspect ? _random.Chance(540_000) : _random.Chance(75_000) && previous.Role == role;
        Add(filled, repeats ? previous.Substance : Companion(filled, role), role);
    }

    private Substance Companion(SimulatedCase filled, DrugRole role)
    {
        if (_random.Chance(CoPrescribed))
            return DrugWorld.Instance.Substances[filled.Disease.CompanionSubstances[filled.Disease.Companions.Draw(_random)]];
        return Draw(role == DrugRole.SecondarySuspect ? DrugWorld.Instance.Suspects : DrugWorld.Instance.Concomitants);
    }

    private Substance Draw(Sampler sampler) => DrugWorld.Instance.Substances[sampler.Draw(_random)];

    private void Add(SimulatedCase filled, Substance substance, DrugRole role) =>
        filled.Add(new(substance, role, substance.Names[substance.NameSampler.Draw(_random)]));

    private void AddPatient(SimulatedCase filled)
    {
        filled.IsFemale = _random.Below(100) < filled.Disease.PercentFemale;
        var age = filled.Disease.MeanAge + _random.Below(31) + _random.Below(31) + _random.Below(31) - 45;      // a standard deviation of 15.5 years
        filled.Age = Math.Clamp(age, 0, 101);
    }

    // Whether a reaction is one of an event class is drawn first, alike for every report; what it is otherwise depends on disease and drugs.
    private void AddReactions(SimulatedCase filled)
    {
        var events = EventWorld.Instance;
        var syndrome = -1;
        for (var left = events.ReactionCount.Draw(_random); left >= 0; left--)
        {
            var term = events.Background.Draw(_random);
            if (SyndromeWorld.Instance.IsFree(term))
            {
                syndrome = syndrome >= 0 && _random.Chance(SameSyndrome) ? syndrome : Syndrome(filled);
                term = TermOf(syndrome, filled);
            }
            filled.AddTerm(term);
        }
    }

    private int Syndrome(SimulatedCase filled) => _random.Below(100) switch
    {
        < OfDisease => SyndromeWorld.Instance.OfDisease(filled.Disease.Index, _random),
        < OfDisease + OfSuspect => SyndromeWorld.Instance.OfDrug(filled.Drugs[_random.Below(filled.Suspects)].Substance, _random),
        _ => SyndromeWorld.Instance.Any(_random),
    };

    private int TermOf(int syndrome, SimulatedCase filled)
    {
        var term = SyndromeWorld.Instance.Term(syndrome, _random);
        for (var draws = 1; draws < MostDraws && filled.Terms.Contains(term); draws++)
            term = SyndromeWorld.Instance.Term(syndrome, _random);
        return term;
    }

    private void ApplyEffects(SimulatedCase filled, bool inSurge)
    {
        var drugs = filled.Drugs;
        for (var i = 0; i < drugs.Length; i++)
            if (drugs[i].IsSuspect && ResolvedEffects.Instance.Of(drugs[i].Substance.Index) is { } effects && !IsRepeated(drugs[..i], drugs[i].Substance))
                foreach (var effect in effects)
                    Apply(effect, inSurge ? effect.InSurge : effect.Usual, filled);
        if (filled.Terms.IsEmpty)
            AddReactions(filled);
    }

    private static bool IsRepeated(ReadOnlySpan<DrugEntry> earlier, Substance substance)
    {
        foreach (var drug in earlier)
            if (drug.IsSuspect && drug.Substance == substance)
                return true;
        return false;
    }

    private void Apply(ResolvedEffects.Effect effect, ResolvedEffects.Chances chances, SimulatedCase filled)
    {
        var chance = _random.Fraction();
        if (filled.HasAny(effect.IsMember))
        {
            if (chance < chances.Drop)
                filled.RemoveAll(effect.IsMember);
        }
        else if (chance < chances.Add)
        {
            var position = effect.Sampler.Draw(_random);
            filled.AddTerm(effect.Group.Terms[position]);
            filled.Outcomes |= Required(effect.Group.Conditions[position]);
        }
    }

    private static Outcomes Required(Condition condition) => condition switch
    {
        Condition.AnyOutcome => Outcomes.Hospitalisation,
        Condition.Death => Outcomes.Death,
        _ => Outcomes.None,
    };

    private void AddOutcomes(SimulatedCase filled)
    {
        if (_random.Chance(EventWorld.SeriousAnyway))
            filled.Outcomes |= MainOutcomes[MainOutcome.Draw(_random)];
        foreach (var term in filled.Terms)
            filled.Outcomes |= OutcomeOf(EventWorld.Instance.Severities[term], filled.Outcomes);
        if (filled.Outcomes != Outcomes.None && _random.Chance(SecondOutcome))
            filled.Outcomes |= Outcomes.OtherSerious;
    }

    private Outcomes OutcomeOf(Severity severity, Outcomes already) => severity switch
    {
        Severity.Fatal => Outcomes.Death,
        Severity.OftenFatal when _random.Chance(EventWorld.OftenFatal) => Outcomes.Death,
        Severity.Plain => Outcomes.None,
        _ => already != Outcomes.None ? Outcomes.None : _random.Chance(600_000) ? Outcomes.Hospitalisation : Outcomes.OtherSerious,
    };
}

/// <summary>Purposes for which numbers are drawn; each has its own stream, so that a change to one leaves the others alone.</summary>
internal static class Streams
{
    public const ulong Case = 10;
    public const ulong Wording = 11;
    public const ulong Sending = 12;
    public const ulong Version = 13;
    public const ulong Plan = 14;
    public const ulong Deleted = 15;
    public const ulong Oddities = 16;
    public const ulong Exposure = 17;
}
