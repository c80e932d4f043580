using JakSignals.Cases;

namespace JakSignals.Signals;

/// <summary>What a case is counted as besides being a case.</summary>
[Flags]
public enum CaseMarks : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The previous run did not have it.</summary>
    New = 1,

    /// <summary>It is serious.</summary>
    Serious = 2,

    /// <summary>It is fatal.</summary>
    Fatal = 4,

    /// <summary>The previous run had it with another report.</summary>
    FollowedUp = 8,
}

/// <summary>Cases in the order of their marks: what one drug's cases had is then one stretch for each mark.</summary>
internal sealed class MarkOrder
{
    private const int AllMarks = 16;
    private readonly int[]? _rows;
    private readonly int _first;

    private MarkOrder(int first, int[] starts, CaseMarks[] marks, int[]? rows) => (_first, Starts, Marks, _rows) = (first, starts, marks, rows);

    /// <summary>Marks that occur, ascending.</summary>
    public CaseMarks[] Marks { get; }

    /// <summary>Where the cases of each mark start, and one more.</summary>
    public int[] Starts { get; }

    /// <summary>The case at a place.</summary>
    public int this[int place] => _rows is null ? _first + place : _rows[place];

    /// <summary>Some of the cases, or all, sorted in one pass; cases that are all alike stay where they are.</summary>
    /// <param name="marks">Marks of every case.</param>
    /// <param name="first">First case.</param>
    /// <param name="end">Case after the last.</param>
    /// <param name="among">Marks that occur in all cases, ascending.</param>
    public static MarkOrder Of(CaseMarks[] marks, int first, int end, CaseMarks[] among)
    {
        if (among.Length <= 1)
            return new(first, [0, end - first], among is [] ? [CaseMarks.None] : among, null);
        var next = Occurrences(marks, first, end);
        var starts = new int[among.Length + 1];
        for (var i = 0; i < among.Length; i++)
            (starts[i + 1], next[(int)among[i]]) = (starts[i] + next[(int)among[i]], starts[i]);
        var rows = GC.AllocateUninitializedArray<int>(end - first);
        for (var row = first; row < end; row++)
            rows[next[(int)marks[row]]++] = row;
        return new(first, starts, among, rows);
    }

    /// <summary>Marks that occur, ascending.</summary>
    public static CaseMarks[] Occurring(CaseMarks[] marks)
    {
        var occurrences = Occurrences(marks, 0, marks.Length);
        return [.. Enumerable.Range(0, AllMarks).Where(mark => occurrences[mark] > 0).Select(mark => (CaseMarks)mark)];
    }

    /// <summary>Marks of cases with their seriousness and novelty.</summary>
    public static CaseMarks[] Read(CaseColumns columns)
    {
        var marks = new CaseMarks[columns.Count];
        for (var row = 0; row < marks.Length; row++)
            marks[row] = (columns.IsNew[row] ? CaseMarks.New : 0) | (columns.IsSerious(row) ? CaseMarks.Serious : 0) | (columns.IsFatal(row) ? CaseMarks.Fatal : 0)
                | (columns.IsFollowedUp[row] ? CaseMarks.FollowedUp : 0);
        return marks;
    }

    private static int[] Occurrences(CaseMarks[] marks, int first, int end)
    {
        var occurrences = new int[AllMarks];
        foreach (var mark in marks.AsSpan(first..end))
            occurrences[(int)mark]++;
        return occurrences;
    }
}
