using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>The cases one thread goes through, with what it finds in them.</summary>
internal sealed class CasePart
{
    /// <summary>Cases between two looks at the cancellation token.</summary>
    public const int CancelEvery = 4096;

    private const long OneCase = 1L << 32;
    private readonly int _first;
    private readonly int _end;
    private readonly int _pages;
    private readonly long[] _lengths;       // by drug and page: events of its cases; in the upper half of a drug's first page: its cases
    private readonly int[] _eventCases;

    /// <summary>Goes through the cases once.</summary>
    public CasePart(CodedCases cases, CaseMarks[] marks, int first, int end, int pages, CaseMarks[] among, CancellationToken cancel)
    {
        (Cases, _first, _end, _pages) = (cases, first, end, pages);
        (_lengths, _eventCases) = (new long[cases.Drugs.Count * pages], new int[cases.Events.Count]);
        Order = MarkOrder.Of(marks, first, end, among);
        for (var row = first; row < end; row += CancelEvery)
        {
            cancel.ThrowIfCancellationRequested();
            Measure(row, Math.Min(row + CancelEvery, end));
        }
    }

    /// <summary>All cases, of which this is a part.</summary>
    public CodedCases Cases { get; }

    /// <summary>Its cases by their marks.</summary>
    public MarkOrder Order { get; }

    /// <summary>Cases of the part with a drug.</summary>
    public int DrugCases(int drug) => (int)(_lengths[drug * _pages] >> 32);

    /// <summary>Cases of the part with an event.</summary>
    public int EventCases(int @event) => _eventCases[@event];

    /// <summary>Events that the cases with a drug had on one page.</summary>
    /// <param name="list">Drug times pages, plus page.</param>
    public int Length(int list) => (int)(_lengths[list] & int.MaxValue);

    /// <summary>Parts of about the same work.</summary>
    public static CasePart[] Split(CodedCases cases, CaseMarks[] marks, int pages, int threads, CancellationToken cancel)
    {
        var among = MarkOrder.Occurring(marks);
        var parts = new CasePart[threads];
        Workers.Run(threads, part => parts[part] = new(cases, marks, Boundary(cases, part, threads), Boundary(cases, part + 1, threads), pages, among, cancel));
        return parts;
    }

    /// <summary>Where the events of a page end in those of a case.</summary>
    public static int PageEnd(int[] events, int from, int to, int page)
    {
        while (from < to && events[from] / EventLists.PageSize <= page)
            from++;
        return from;
    }

    /// <summary>The case before which so many parts lie, by codes: later cases tend to have more drugs.</summary>
    private static int Boundary(CodedCases cases, int part, int parts)
    {
        if (part == parts)
            return cases.CaseCount;
        var wanted = ((long)cases.CaseDrugs.Length + cases.CaseEvents.Length) * part / parts;
        var (low, high) = (0, cases.CaseCount);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = (long)cases.DrugStart[middle] + cases.EventStart[middle] < wanted ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private void Measure(int first, int end)
    {
        foreach (var @event in Cases.CaseEvents.AsSpan(Cases.EventStart[first]..Cases.EventStart[end]))
            _eventCases[@event]++;
        for (var row = first; row < end; row++)
        {
            var (from, to) = (Cases.EventStart[row], Cases.EventStart[row + 1]);
            for (int page = 0, pageEnd; page < _pages; page++, from = pageEnd)
            {
                pageEnd = _pages == 1 ? to : PageEnd(Cases.CaseEvents, from, to, page);
                var more = (page == 0 ? OneCase : 0) + pageEnd - from;
                foreach (var drug in Cases.DrugsOf(row))
                    unchecked { _lengths[drug * _pages + page] += more; }       // no more than all joined rows
            }
        }
    }
}
