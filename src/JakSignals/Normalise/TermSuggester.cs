using System.Numerics;

namespace JakSignals.Normalise;

/// <summary>A term of an event class that a term of no class may mean; a person decides.</summary>
/// <param name="Term">Key of the term that no class holds.</param>
/// <param name="Suggested">Key of the class's term.</param>
public sealed record TermSuggestion(string Term, string Suggested);

/// <summary>Suggests terms of event classes for terms that no class holds: they are one slip away, or hold it among others. Nothing is ever merged by it.</summary>
/// <remarks>
/// A text such as "Herpes zoster, pyrexia" may be two terms in one cell; it is no term of a class, so that its case would be missing there unseen.
/// One slip is a letter inserted, left out, replaced or exchanged with its neighbour, after both were folded and the aliases applied. Terms of fewer than
/// six letters are compared with nothing. Cost: one comparison a term and class term of like length and letters. Safe to use from several threads.
/// </remarks>
public sealed class TermSuggester
{
    private const int ShortestCompared = 6;

    /// <summary>What stands between several terms of one text.</summary>
    private static readonly char[] Between = [',', ';', '|', '/'];

    private readonly TermNormaliser _terms;
    private readonly ILookup<int, Candidate> _byLength;
    private readonly HashSet<string> _held;

    /// <summary>A suggester for one catalogue.</summary>
    public TermSuggester(Catalogue catalogue)
    {
        _terms = catalogue.Terms;
        _held = [.. catalogue.Events.Classes.SelectMany(one => one.CoreTerms.Concat(one.BroadTerms))];
        _byLength = _held.Order(StringComparer.Ordinal).Select(key => (Key: key, Comparable: _terms.Comparable(key)))
            .Where(term => term.Comparable.Length >= ShortestCompared)
            .ToLookup(term => term.Comparable.Length, term => new Candidate(term.Key, term.Comparable, Slips.Letters(term.Comparable)));
    }

    /// <summary>Suggestions for the terms that no class holds, at most one each, in the order of the terms.</summary>
    /// <param name="terms">Term keys.</param>
    public IReadOnlyList<TermSuggestion> Suggest(IEnumerable<string> terms) =>
        [.. terms.Where(term => !_held.Contains(term)).Select(Suggest).OfType<TermSuggestion>()];

    private TermSuggestion? Suggest(string term) => AmongOthers(term) ?? OneSlipAway(term);

    private TermSuggestion? AmongOthers(string term)
    {
        var parts = term.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
            return null;
        var held = parts.Select(_terms.Key).FirstOrDefault(_held.Contains);
        return held is null ? null : new TermSuggestion(term, held);
    }

    private TermSuggestion? OneSlipAway(string term)
    {
        var comparable = _terms.Comparable(term);
        var letters = Slips.Letters(comparable);
        for (var length = Math.Max(comparable.Length - 1, ShortestCompared); length <= comparable.Length + 1; length++)
            foreach (var candidate in _byLength[length])
                if (BitOperations.PopCount(letters ^ candidate.Letters) <= 2 && Slips.Between(comparable, candidate.Comparable) == 1)
                    return new TermSuggestion(term, candidate.Key);
        return null;
    }

    private sealed record Candidate(string Key, string Comparable, uint Letters);
}
