using System.Numerics;
using System.Runtime.Intrinsics;

namespace JakSignals.Signals;

/// <summary>Counts by event for one drug and page at a time; as good as new after each.</summary>
internal sealed class EventTally
{
    private static readonly Vector256<int>[] Lanes = [.. Enumerable.Range(0, 16).Select(mark => LanesOf((CaseMarks)mark))];

    private readonly int[] _both;
    private readonly ushort[] _seen;
    private readonly ulong[] _words;
    private readonly ulong[] _wordsUsed;
    private readonly ushort[] _slot;        // place among the kept events, from 1; 0 where not kept
    private Vector256<int>[] _marks = new Vector256<int>[256];

    public EventTally(int eventCount)
    {
        var width = (Math.Min(eventCount, EventLists.PageSize) + 7) / 8 * 8;
        (_both, _slot) = (new int[width], new ushort[width]);
        _seen = new ushort[width / 4 + 1];
        (_words, _wordsUsed) = (new ulong[EventLists.PageSize / 64], new ulong[EventLists.PageSize / 64 / 64]);
    }

    /// <summary>Counts one drug's events of one page.</summary>
    /// <returns>How many events occur; <paramref name="into"/> has them ascending, and must be long enough for all of them.</returns>
    public int Count(EventLists lists, int drug, int page, Span<EventCount> into)
    {
        var length = 0;
        for (var part = 0; part < lists.Parts; part++)
            length += lists.Of(part, drug, page).Length;
        return length < _seen.Length ? CountFew(lists, drug, page, into) : CountMany(lists, drug, page, into);
    }

    /// <summary>Counts the cases of each mark of one drug's kept events of one page.</summary>
    public void CountMarks(EventLists lists, int drug, int page, Span<PairCount> kept)
    {
        if (_marks.Length <= kept.Length)
            _marks = new Vector256<int>[(int)BitOperations.RoundUpToPowerOf2((uint)kept.Length + 1)];
        for (var i = 0; i < kept.Length; i++)
            _slot[kept[i].Event % EventLists.PageSize] = (ushort)(i + 1);
        for (var mark = 0; mark < lists.Marks.Length; mark++)
            if (lists.Marks[mark] != CaseMarks.None)
                for (var part = 0; part < lists.Parts; part++)
                    Add(lists.Of(part, mark, drug, page), Lanes[(int)lists.Marks[mark]]);
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = With(kept[i], _marks[i + 1]);
            (_slot[kept[i].Event % EventLists.PageSize], _marks[i + 1]) = (0, default);
        }
    }

    private void Add(ReadOnlySpan<ushort> events, Vector256<int> lanes)
    {
        var (slot, marks) = (_slot, _marks);
        foreach (var @event in events)
            marks[slot[@event]] += lanes;
    }

    /// <summary>Few events: those seen are noted and put in order by their bits.</summary>
    private int CountFew(EventLists lists, int drug, int page, Span<EventCount> into)
    {
        var (both, seen, count) = (_both, _seen, 0);
        for (var part = 0; part < lists.Parts; part++)
            foreach (var @event in lists.Of(part, drug, page))
            {
                var before = both[@event];
                seen[count] = @event;       // overwritten by the next one when it was seen before: cheaper than a branch that goes either way
                count = unchecked(count + (before == 0 ? 1 : 0));
                both[@event] = unchecked(before + 1);
            }
        foreach (var @event in seen.AsSpan(0, count))
        {
            _words[@event >> 6] |= 1UL << (@event & 63);
            _wordsUsed[@event >> 12] |= 1UL << (@event >> 6 & 63);
        }
        return TakeSeen(page * EventLists.PageSize, into);
    }

    private int TakeSeen(int firstEvent, Span<EventCount> into)
    {
        var taken = 0;
        for (var i = 0; i < _wordsUsed.Length; i++)
        {
            for (var used = _wordsUsed[i]; used != 0; used &= used - 1)
            {
                var word = i * 64 + BitOperations.TrailingZeroCount(used);
                for (var bits = _words[word]; bits != 0; bits &= bits - 1)
                    Take(word * 64 + BitOperations.TrailingZeroCount(bits), firstEvent, ref into[taken++]);
                _words[word] = 0;
            }
            _wordsUsed[i] = 0;
        }
        return taken;
    }

    /// <summary>Many events: all that could be are looked through.</summary>
    private int CountMany(EventLists lists, int drug, int page, Span<EventCount> into)
    {
        var both = _both;
        for (var part = 0; part < lists.Parts; part++)
            foreach (var @event in lists.Of(part, drug, page))
                both[@event] = unchecked(both[@event] + 1);
        var taken = 0;
        for (var first = 0; first < both.Length; first += 8)
        {
            var used = ~Vector256.Equals(Vector256.LoadUnsafe(ref both[first]), Vector256<int>.Zero).ExtractMostSignificantBits() & 0xff;
            for (; used != 0; used &= used - 1)
                Take(first + BitOperations.TrailingZeroCount(used), page * EventLists.PageSize, ref into[taken++]);
        }
        return taken;
    }

    private void Take(int @event, int firstEvent, ref EventCount into)
    {
        into = new(firstEvent + @event, _both[@event]);
        _both[@event] = 0;
    }

    private static Vector256<int> LanesOf(CaseMarks mark)
    {
        int Has(CaseMarks wanted) => (mark & wanted) == wanted ? 1 : 0;
        return Vector256.Create(Has(CaseMarks.New), Has(CaseMarks.Serious), Has(CaseMarks.Fatal),
            Has(CaseMarks.New | CaseMarks.Serious), Has(CaseMarks.New | CaseMarks.Fatal), Has(CaseMarks.FollowedUp), 0, 0);
    }

    private static PairCount With(PairCount pair, Vector256<int> marks) =>
        pair with { New = marks[0], Serious = marks[1], Fatal = marks[2], NewSerious = marks[3], NewFatal = marks[4], FollowedUp = marks[5] };
}
