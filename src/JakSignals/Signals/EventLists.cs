using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>The events that the cases of each drug had, as one list a drug, for some of the drugs.</summary>
/// <remarks>
/// The events of a case are written once for each of its drugs, 2 bytes each, so that counting reads forward and never looks at a case again.
/// Events are told apart by 15 bits; where there are more, the drug has one list for each page of 32,768. Each part of the cases fills its own
/// stretch of a list, and in it the cases of one mark stand together. Stretches are <see cref="Room"/> longer than their events, because
/// events are written eight at a time.
/// </remarks>
internal sealed class EventLists : IDisposable
{
    /// <summary>Events of a page.</summary>
    public const int PageSize = 1 << 15;

    private const int Room = 8;
    private readonly CasePart[] _parts;
    private readonly int _pages;
    private readonly ushort[] _events;
    private readonly int[][][] _ends;       // by part, mark, list: where the stretch of a mark ends and the next one's starts; mark 0 is where the first starts

    /// <summary>Lays the lists out; gathering fills them.</summary>
    public EventLists(CasePart[] parts, int firstDrug, int endDrug, int pages)
    {
        (_parts, FirstDrug, EndDrug, _pages) = (parts, firstDrug, endDrug, pages);
        _ends = [.. parts.Select(part => new int[part.Order.Marks.Length + 1][])];
        foreach (var ends in _ends)
            ends[0] = new int[(endDrug - firstDrug) * pages];
        var total = 0;
        for (var list = 0; list < (endDrug - firstDrug) * pages; list++)
            for (var part = 0; part < parts.Length; part++)
                (_ends[part][0][list], total) = (total, total + parts[part].Length(firstDrug * pages + list) + Room);
        _events = ArrayPool<ushort>.Shared.Rent(total);     // the rounds use one after the other, and fresh memory costs as much as filling it
    }

    /// <summary>First drug that has a list.</summary>
    public int FirstDrug { get; }

    /// <summary>Drug after the last that has a list.</summary>
    public int EndDrug { get; }

    /// <summary>Parts of the cases.</summary>
    public int Parts => _parts.Length;

    /// <summary>Marks that occur, ascending.</summary>
    public CaseMarks[] Marks => _parts[0].Order.Marks;

    /// <summary>What the cases of one part had with a drug.</summary>
    public ReadOnlySpan<ushort> Of(int part, int drug, int page) => Between(part, 0, Marks.Length, drug, page);

    /// <summary>What the cases of one part and one mark had with a drug.</summary>
    /// <param name="part">Part of the cases.</param>
    /// <param name="mark">Place among <see cref="Marks"/>.</param>
    /// <param name="drug">Drug index.</param>
    /// <param name="page">Page of events.</param>
    public ReadOnlySpan<ushort> Of(int part, int mark, int drug, int page) => Between(part, mark, mark + 1, drug, page);

    /// <summary>Gives the memory to the next round.</summary>
    public void Dispose() => ArrayPool<ushort>.Shared.Return(_events);

    /// <summary>Fills the stretches of one part.</summary>
    public void Gather(int part, CancellationToken cancel)
    {
        var (order, ends, next) = (_parts[part].Order, _ends[part], _ends[part][0].AsSpan().ToArray());
        for (var mark = 0; mark < order.Marks.Length; mark++)
        {
            for (var first = order.Starts[mark]; first < order.Starts[mark + 1]; first += CasePart.CancelEvery)
            {
                cancel.ThrowIfCancellationRequested();
                Gather(order, first, Math.Min(first + CasePart.CancelEvery, order.Starts[mark + 1]), next, _parts[part].Cases);
            }
            ends[mark + 1] = mark + 1 < order.Marks.Length ? next.AsSpan().ToArray() : next;
        }
    }

    private ReadOnlySpan<ushort> Between(int part, int mark, int end, int drug, int page)
    {
        var list = (drug - FirstDrug) * _pages + page;
        return _events.AsSpan(_ends[part][mark][list].._ends[part][end][list]);
    }

    private void Gather(MarkOrder order, int first, int end, int[] next, CodedCases cases)
    {
        for (var place = first; place < end; place++)
        {
            var row = order[place];
            var (from, to) = (cases.EventStart[row], cases.EventStart[row + 1]);
            if (_pages == 1)
                Write(cases.CaseEvents, from, to - from, cases.DrugsOf(row), 0, next);
            else
                for (int page = 0, pageEnd; page < _pages; page++, from = pageEnd)
                {
                    pageEnd = CasePart.PageEnd(cases.CaseEvents, from, to, page);
                    Write(cases.CaseEvents, from, pageEnd - from, cases.DrugsOf(row), page, next);
                }
        }
    }

    /// <summary>Adds the same events to the lists of all drugs of a case.</summary>
    private void Write(int[] from, int start, int count, ReadOnlySpan<int> drugs, int page, int[] next)
    {
        if (count == 0)
            return;
        if (start + count + Room > from.Length)
            WriteLast(from.AsSpan(start, count), drugs, page, next);
        else
            WriteEights(ref from[start], count, drugs, page, next);
    }

    /// <remarks>The bounds hold by construction: at most <see cref="Room"/> − 1 events more are written than counted, and the next write to the list overwrites them.</remarks>
    private void WriteEights(ref int from, int count, ReadOnlySpan<int> drugs, int page, int[] next)
    {
        var firstEight = Eight(ref from, 0);
        ref var events = ref MemoryMarshal.GetArrayDataReference(_events);
        var (firstDrug, pages) = (FirstDrug, _pages);
        unchecked
        {
            foreach (var drug in drugs)
            {
                var list = (uint)((drug - firstDrug) * pages + page);
                if (list >= (uint)next.Length)      // not of this round
                    continue;
                var at = next[list];
                next[list] = at + count;
                firstEight.StoreUnsafe(ref events, (nuint)at);
                for (var i = Room; i < count; i += Room)
                    Eight(ref from, i).StoreUnsafe(ref events, (nuint)(at + i));
            }
        }
    }

    /// <summary>The last events of all cannot be read eight at a time.</summary>
    private void WriteLast(ReadOnlySpan<int> from, ReadOnlySpan<int> drugs, int page, int[] next)
    {
        foreach (var drug in drugs)
            if (drug >= FirstDrug && drug < EndDrug)
                foreach (var @event in from)
                    _events[next[(drug - FirstDrug) * _pages + page]++] = (ushort)(@event % PageSize);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Eight(ref int from, int offset)
    {
        var inPage = Vector256.LoadUnsafe(ref from, (nuint)offset).AsUInt32() & Vector256.Create((uint)PageSize - 1);
        return Vector128.Narrow(inPage.GetLower(), inPage.GetUpper());
    }
}
