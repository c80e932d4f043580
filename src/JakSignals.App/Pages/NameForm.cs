using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Store;

namespace JakSignals.App.Pages;

/// <summary>What a reviewer typed about an unmapped name.</summary>
public sealed class NameForm
{
    /// <summary>Code of the state.</summary>
    public string? State { get; set; }

    /// <summary>Name of the substance, in any capitals.</summary>
    public string? Substance { get; set; }

    /// <summary>Why.</summary>
    public string? Rationale { get; set; }

    /// <summary>Number of the decision on the name that the form was made after.</summary>
    public long Follows { get; set; }

    /// <summary>SHA-256 of the manifest of the week the form was beside.</summary>
    public string? Manifest { get; set; }

    /// <summary>The form as it is first shown: with the substance of the last decision, else of the suggestion.</summary>
    internal static NameForm After(NameEntry? entry, NameSuggestion? suggestion, string manifest) =>
        new() { Substance = entry?.Substance ?? suggestion?.Substance, Follows = entry?.Last.ReviewId ?? 0, Manifest = manifest };

    /// <summary>The decision; null where a field cannot be read.</summary>
    /// <param name="name">The name.</param>
    /// <param name="entry">Decisions on it so far.</param>
    /// <param name="drugs">Drugs of the catalogue in force.</param>
    /// <param name="runId">Run of the week the reviewer saw.</param>
    /// <param name="userName">Who signs.</param>
    /// <param name="fault">What cannot be read.</param>
    internal NameDecision? Read(string name, NameEntry? entry, DrugCatalogue drugs, string runId, string userName, out string? fault)
    {
        var (state, substance) = (NameStates.Parse(State), FoldedText.Of(Substance));
        fault = state is null ? "Choose whether the name counts as the substance."
            : substance.Length == 0 ? "Name the substance that the name was compared with."
            : state == NameState.Rejected && substance == entry?.Substance ? null      // it may be gone from the catalogue
            : drugs.ApprovalFault(name, substance) is { } unfit && !(state == NameState.Rejected && drugs.Has(substance)) ? $"The name cannot be {(state == NameState.Rejected ? "compared" : "approved")}: {unfit}."
            : null;
        return fault is not null ? null : new NameDecision
        {
            RunId = runId, ManifestSha256 = Manifest ?? "", Name = name, Substance = substance, State = state!.Value,
            Rationale = (Rationale ?? "").Trim().ReplaceLineEndings("\n"), UserName = userName, Follows = Follows,
        };
    }
}
