using System.ComponentModel.DataAnnotations;
using JakSignals.Cases;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>Rules that can decide whether a pair is a signal.</summary>
[Flags]
public enum StatusRule
{
    /// <summary>None: not allowed as a setting.</summary>
    None = 0,
    /// <summary>Evans: cases, PRR and χ².</summary>
    Evans = 1,
    /// <summary>EMA: cases and the lower limit of the ROR.</summary>
    Ema = 2,
    /// <summary>UMC: the lower limit of the information component.</summary>
    Ic = 4,
    /// <summary>MGPS: EB05.</summary>
    Ebgm = 8,
}

/// <summary>What is scored, and what counts as a signal of disproportionate reporting.</summary>
public sealed record SignalOptions : IValidatableObject
{
    /// <summary>Fewest cases a substance × term pair needs to be scored; drug group × event class pairs always are.</summary>
    [Range(1, 1000)] public int MinimumReports { get; init; } = 3;

    /// <summary>Thresholds of the rules.</summary>
    [Required] public SignalThresholds Thresholds { get; init; } = new();

    /// <summary>Rules of which any one makes a pair a signal for its status.</summary>
    [Range((int)StatusRule.Evans, (int)(StatusRule.Evans | StatusRule.Ema | StatusRule.Ic | StatusRule.Ebgm))]
    public StatusRule StatusRules { get; init; } = StatusRule.Evans | StatusRule.Ema | StatusRule.Ebgm;

    /// <summary>
    /// By what factor the lower limit of the reporting odds ratio must have risen (or fallen) since the previous run for a pair to be
    /// called strengthened (or weakened).
    /// </summary>
    [Range(1.01, 10.0)] public double ChangeFactor { get; init; } = 1.2;

    /// <summary>Roles of a drug that count.</summary>
    public RoleScope RoleScope { get; init; } = RoleScope.Suspect;

    /// <summary>Whether a drug reported as interacting (I) is a suspect one, as in EudraVigilance (EVDAS).</summary>
    public bool InteractingIsSuspect { get; init; } = true;

    /// <summary>Keys of the drug groups that class pairs are compared with, beside all other drugs, separated by commas; empty for none.</summary>
    [Required(AllowEmptyStrings = true)] public string Comparators { get; init; } = "jak_inhibitors, tnf_inhibitors";

    /// <summary>The keys of <see cref="Comparators"/>.</summary>
    public IReadOnlyList<string> ComparatorKeys => Comparators.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>States of the register that keep a pair out of what is new until it strengthens, separated by commas; empty for none.</summary>
    [Required(AllowEmptyStrings = true)] public string SuppressedStates { get; init; } = "refuted, closed";

    /// <summary>The states of <see cref="SuppressedStates"/>.</summary>
    public IReadOnlyList<ReviewState> StatesSuppressed => [.. Listed.Select(ReviewStates.Parse).OfType<ReviewState>()];

    private string[] Listed => SuppressedStates.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Listed.Where(state => ReviewStates.Parse(state) is null or ReviewState.New).Select(state => new ValidationResult(
        $"names '{state}', expected of: {string.Join(", ", Enum.GetValues<ReviewState>().Where(known => known != ReviewState.New).Select(known => known.Code()))}.", [nameof(SuppressedStates)]));
}
