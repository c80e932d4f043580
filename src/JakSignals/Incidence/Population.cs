using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Incidence;

/// <summary>Who was treated: a disease of the catalogue, and what is said of the patients beside it.</summary>
/// <param name="Disease">Key of the disease; the text itself, marked, where the catalogue has no such disease.</param>
/// <param name="Further">What follows the first comma, each part by itself, in ordinal order.</param>
/// <param name="IsKnown">Whether the catalogue has the disease.</param>
internal sealed record Population(string Disease, string Further, bool IsKnown)
{
    /// <summary>Reads "rheumatoid arthritis, with cardiovascular risk"; a disease has its name, or an abbreviation that the catalogue lists.</summary>
    internal static Population Of(string text, IndicationCatalogue indications)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var further = string.Join(", ", parts.Skip(1).Select(FoldedText.Of).Order(StringComparer.Ordinal));
        var disease = parts.Length == 0 ? null : indications.DiseaseOf(parts[0]);
        return new(disease ?? $"={FoldedText.Of(parts.FirstOrDefault())}", further, disease is not null);
    }

    /// <summary>One text for one population.</summary>
    internal string Key => $"{Disease}|{Further}";
}
