using System.Numerics;
using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>A catalogue name that an unmapped name may mean; a person decides.</summary>
/// <param name="Name">The unmapped name as given.</param>
/// <param name="Substance">The substance key it may mean.</param>
/// <param name="CatalogueName">The catalogue's name that is near.</param>
/// <param name="Reason">Why it is suggested, in words.</param>
/// <param name="Topical">Whether the catalogue's name is of a product for the skin.</param>
public sealed record NameSuggestion(string Name, string Substance, string CatalogueName, string Reason, bool Topical);

/// <summary>Suggests catalogue names for unmapped ones; nothing is ever merged by it.</summary>
/// <remarks>
/// A name is near when a word of it differs from a catalogue name of one word by one letter inserted, left out, replaced or exchanged with its neighbour
/// (Damerau–Levenshtein distance, optimal string alignment), or by two where the catalogue name has eight letters or more
/// and begins alike: the endings of this class (-citinib, -otinib) bring other kinase inhibitors near, NILOTINIB to FILGOTINIB.
/// Names of fewer than five letters and research codes are compared with nothing. Safe to use from several threads.
/// </remarks>
public sealed class NameSuggester
{
    private const int ShortestCompared = 5;
    private const int ShortestForTwo = 8;

    private readonly PhraseIndex<(string Substance, string Name)> _unverified;
    private readonly List<Candidate> _candidates;
    private readonly NameCleaner _cleaner;

    /// <summary>A suggester for one catalogue.</summary>
    public NameSuggester(DrugCatalogue catalogue)
    {
        _cleaner = new NameCleaner(catalogue.NameWords);
        _unverified = new PhraseIndex<(string, string)>(catalogue.Substances
            .SelectMany(substance => substance.Suggested.Select(name => KeyValuePair.Create(PhraseWords.Joined(name), (substance.Key, name))))
            .DistinctBy(name => name.Key, StringComparer.Ordinal), catalogue.NameWords.Manufacturers);
        _candidates = [.. catalogue.Names.Where(name => name.Key.Length >= ShortestCompared && name.Key.All(char.IsLetter))
            .Select(name => new Candidate(name.Key, name.Value.Substance, name.Value.Topical, Slips.Letters(name.Key)))
            .OrderBy(candidate => candidate.Name, StringComparer.Ordinal)];
    }

    /// <summary>At most one suggestion a name, the nearest, in the order of the names.</summary>
    /// <remarks>Cost: one comparison a word and catalogue name of like length and letters, about 10 µs a name.</remarks>
    public IReadOnlyList<NameSuggestion> Suggest(IEnumerable<string> unmappedNames) =>
        [.. unmappedNames.Select(Suggest).OfType<NameSuggestion>()];

    private NameSuggestion? Suggest(string name)
    {
        var upper = FoldedText.Of(name);
        if (_cleaner.IsPlacebo(upper))
            return null;
        if (_unverified.Find(FoldedText.WithoutAccents(upper)) is [var listed, ..])
            return new NameSuggestion(name, listed.Substance, listed.Name, "listed in the catalogue as an unverified spelling or name", Topical: false);
        return Nearest(upper) is var (candidate, distance)
            ? new NameSuggestion(name, candidate.Substance, candidate.Name, distance switch { 0 => "part of a hyphenated word", 1 => "one letter apart", _ => $"{distance} letters apart" }, candidate.Topical)
            : null;
    }

    private (Candidate Candidate, int Distance)? Nearest(string upper)
    {
        (Candidate, int Distance)? nearest = null;
        var at = 0;
        while (PhraseWords.Next(upper, at, out var start, out at))
            foreach (var candidate in _candidates)
                if (Distance(upper.AsSpan(start, at - start), candidate) is { } distance && distance < (nearest?.Distance ?? int.MaxValue))
                    nearest = (candidate, distance);
        return nearest;
    }

    // Null when too far; the two quick checks bound the distance from below.
    private static int? Distance(ReadOnlySpan<char> word, Candidate candidate)
    {
        var limit = candidate.Name.Length >= ShortestForTwo ? 2 : 1;
        if (Math.Abs(word.Length - candidate.Name.Length) > limit || BitOperations.PopCount(Slips.Letters(word) ^ candidate.Letters) > 2 * limit)
            return null;
        var distance = Slips.Between(word, candidate.Name);
        return distance <= limit && (distance < 2 || word[0] == candidate.Name[0]) ? distance : null;
    }

    private sealed record Candidate(string Name, string Substance, bool Topical, uint Letters);
}
