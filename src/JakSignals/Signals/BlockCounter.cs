using System.Runtime.InteropServices;

namespace JakSignals.Signals;

/// <summary>Counts blocks of drugs on one thread.</summary>
internal sealed class BlockCounter(EventLists lists, int eventCount, int pages, ForcedPairs forced, int minimum)
{
    private const int StretchLength = 1 << 17;
    private readonly EventTally _tally = new(eventCount);
    private readonly List<PairCount> _kept = [];
    private EventCount[] _stretch = [];
    private int _used;

    /// <summary>Counts the drugs of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="byDrug">Takes the pairs of each of its drugs.</param>
    /// <returns>The pairs kept.</returns>
    public PairCount[] Count(Block block, ArraySegment<EventCount>[] byDrug)
    {
        _kept.Clear();
        for (var drug = block.FirstDrug; drug < block.EndDrug; drug++)
        {
            var first = MakeRoom(drug);
            for (var page = 0; page < pages; page++)
                _used += CountPage(drug, page);
            byDrug[drug] = new(_stretch, first, _used - first);
        }
        return [.. _kept];
    }

    private int CountPage(int drug, int page)
    {
        var found = _tally.Count(lists, drug, page, _stretch.AsSpan(_used));
        var keptBefore = _kept.Count;
        Keep(drug, _stretch.AsSpan(_used, found), forced.Of(drug, page));
        if (_kept.Count > keptBefore && lists.Marks is not [CaseMarks.None])
            _tally.CountMarks(lists, drug, page, CollectionsMarshal.AsSpan(_kept)[keptBefore..]);
        return found;
    }

    /// <summary>Both go up; a forced pair may have no case.</summary>
    private void Keep(int drug, ReadOnlySpan<EventCount> found, ReadOnlySpan<int> always)
    {
        foreach (var (@event, both) in found)
        {
            for (; always is [var without, ..] && without < @event; always = always[1..])
                _kept.Add(new(drug, without, 0, 0, 0, 0, 0, 0));
            var isForced = always is [var same, ..] && same == @event;
            if (isForced)
                always = always[1..];
            if (isForced || both >= minimum)
                _kept.Add(new(drug, @event, both, 0, 0, 0, 0, 0));
        }
        foreach (var without in always)
            _kept.Add(new(drug, without, 0, 0, 0, 0, 0, 0));
    }

    /// <summary>Room for as many pairs as the drug may have; a stretch is never moved.</summary>
    private int MakeRoom(int drug)
    {
        var most = 0L;
        for (var page = 0; page < pages; page++)
            for (var part = 0; part < lists.Parts; part++)
                most += lists.Of(part, drug, page).Length;
        var needed = (int)Math.Min(most, eventCount);
        if (_stretch.Length - _used < needed)
            (_stretch, _used) = (GC.AllocateUninitializedArray<EventCount>(Math.Max(StretchLength, needed)), 0);
        return _used;
    }
}
