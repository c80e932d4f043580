using System.Numerics;

namespace JakSignals.Normalise;

/// <summary>Says which event classes a case meets, from its terms and whether it is serious or fatal.</summary>
/// <remarks>
/// A class is met when the case meets its condition and either has one of its terms or meets one of its children; a child asks for its own condition too.
/// Classes are bits, a term is the set of its classes: a case costs one OR a term and allocates nothing. Memory: one bit a class and term id.
/// Immutable, safe to use from several threads.
/// </remarks>
public sealed class EventClassMatcher
{
    private const int Bits = 64;

    private readonly int _words;
    private readonly ulong[] _classesOfTerm;        // row t holds _words words: the classes of term id t
    private readonly ulong[] _asking;               // three rows: classes that ask for nothing more, for fatal, for serious
    private readonly (int Class, int[] Children)[] _composites;     // children before their parents

    /// <summary>A matcher for the ids a run gives its terms; ids are not negative.</summary>
    /// <param name="classes">Scored classes; a class's index here is what <see cref="Match"/> gives.</param>
    /// <param name="termIds">Id by term key; a term that no report has may be missing.</param>
    public EventClassMatcher(IReadOnlyList<ScoredEventClass> classes, IReadOnlyDictionary<string, int> termIds)
    {
        ClassCount = classes.Count;
        _words = (classes.Count + Bits - 1) / Bits;
        _classesOfTerm = new ulong[_words * (1 + HighestId(classes, termIds))];
        _asking = new ulong[_words * 3];
        foreach (var (index, one) in classes.Index())
        {
            Set(_asking, one.Condition - EventCondition.Any, index);
            foreach (var term in one.Terms.Where(termIds.ContainsKey))
                Set(_classesOfTerm, termIds[term], index);
        }
        _composites = [.. ChildrenFirst(classes)];
    }

    /// <summary>How many classes there are: the room that <see cref="Match"/> needs.</summary>
    public int ClassCount { get; }

    /// <summary>Writes the indexes of the classes a case meets, ascending, each once.</summary>
    /// <param name="terms">Term ids of the case, in any order; ids of no class are ignored.</param>
    /// <param name="serious">Whether the case has any coded outcome.</param>
    /// <param name="fatal">Whether an outcome is death.</param>
    /// <param name="met">Receives the indexes; room for <see cref="ClassCount"/>.</param>
    /// <returns>How many were written.</returns>
    public int Match(ReadOnlySpan<int> terms, bool serious, bool fatal, Span<int> met)
    {
        Span<ulong> classes = stackalloc ulong[_words];
        foreach (var term in terms)
            AddClasses(term, classes);
        KeepAllowed(classes, serious, fatal);
        foreach (var (index, children) in _composites)
            if (HasAny(classes, children) && IsAllowed(index, serious, fatal))
                classes[index / Bits] |= 1ul << (index % Bits);
        return Write(classes, met);
    }

    private void AddClasses(int term, Span<ulong> classes)
    {
        var row = (long)term * _words;
        if (term < 0 || row >= _classesOfTerm.Length)
            return;
        for (var word = 0; word < classes.Length; word++)
            classes[word] |= _classesOfTerm[row + word];
    }

    private void KeepAllowed(Span<ulong> classes, bool serious, bool fatal)
    {
        for (var word = 0; word < classes.Length; word++)
            classes[word] &= Allowed(word, serious, fatal);
    }

    private bool IsAllowed(int index, bool serious, bool fatal) =>
        (Allowed(index / Bits, serious, fatal) >> (index % Bits) & 1) != 0;

    private ulong Allowed(int word, bool serious, bool fatal) =>
        _asking[word] | (fatal ? _asking[_words + word] : 0) | (serious ? _asking[2 * _words + word] : 0);

    private static bool HasAny(ReadOnlySpan<ulong> classes, int[] indexes)
    {
        foreach (var index in indexes)
            if ((classes[index / Bits] >> (index % Bits) & 1) != 0)
                return true;
        return false;
    }

    private static int Write(ReadOnlySpan<ulong> classes, Span<int> met)
    {
        var count = 0;
        for (var word = 0; word < classes.Length; word++)
            for (var left = classes[word]; left != 0; left &= left - 1)
                met[count++] = word * Bits + BitOperations.TrailingZeroCount(left);
        return count;
    }

    private void Set(ulong[] rows, int row, int index) => rows[row * _words + index / Bits] |= 1ul << (index % Bits);

    private static int HighestId(IReadOnlyList<ScoredEventClass> classes, IReadOnlyDictionary<string, int> termIds) =>
        classes.SelectMany(one => one.Terms).Where(termIds.ContainsKey).Select(term => termIds[term]).DefaultIfEmpty(-1).Max();

    private static IEnumerable<(int Class, int[] Children)> ChildrenFirst(IReadOnlyList<ScoredEventClass> classes)
    {
        var indexes = classes.Index().ToDictionary(one => one.Item.Key, one => one.Index, StringComparer.Ordinal);
        int Depth(string key) => classes[indexes[key]].Children.Select(child => 1 + Depth(child)).DefaultIfEmpty(0).Max();
        return classes.Index()
            .Where(one => one.Item.Children.Count > 0)
            .OrderBy(one => Depth(one.Item.Key))
            .Select(one => (one.Index, one.Item.Children.Select(child => indexes[child]).ToArray()));
    }
}
