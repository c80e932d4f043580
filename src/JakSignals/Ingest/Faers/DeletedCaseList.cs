using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>Cases that FDA or a manufacturer withdrew: a headerless list of case ids, one a line, published since 2019Q1.</summary>
public static class DeletedCaseList
{
    /// <summary>Reads a whole list; an id that stands there twice counts as superseded.</summary>
    /// <param name="list">The list, from <see cref="SourceDiscovery"/>.</param>
    /// <param name="quarantine">Takes each line that is no case id.</param>
    public static DeletedCases Read(SourceText list, Action<Defect> quarantine)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(quarantine);
        using var lines = new FieldReader(list.Open(), 1 << 16);
        var ledger = new LoadLedger(list.File.Name, quarantine);
        var ids = new List<long>();
        var seen = new HashSet<long>();
        while (lines.Read())
            if (!IsBlank(lines))
                Take(lines, ledger, ids, seen);
        return new(ids, ledger.Tally.RequireBalanced(list.File.Name));
    }

    private static void Take(FieldReader line, LoadLedger ledger, List<long> ids, HashSet<long> seen)
    {
        ledger.Read();
        if (!TryCaseId(line, out var id))
        {
            var text = SourceEncoding.Show(line.Line, 2000);
            ledger.Quarantine(line.LineNumber, "case id", text, "a case id of 5 to 18 digits", text);
        }
        else if (seen.Add(id))
        {
            ids.Add(id);
            ledger.Loaded();
        }
        else
        {
            ledger.Superseded();
        }
    }

    /// <summary>Whether a text is such a list: most of its first lines are case ids, or its name says so and it is empty.</summary>
    internal static bool IsMeant(string fileName, ReadOnlySpan<byte> head)
    {
        var (ids, others) = (0, 0);
        using var lines = new FieldReader(new MemoryStream(head.ToArray()), head.Length + 1);
        while (lines.Read() && ids + others < 50)
            if (!IsBlank(lines))
                _ = TryCaseId(lines, out _) ? ids++ : others++;
        return ids > others || ids + others == 0 && IsMeantByName(fileName);
    }

    /// <summary>Whether its name says so: DELETE22Q4.txt, 20Q4DeletedCases.txt, AllDeletedCases.txt.</summary>
    internal static bool IsMeantByName(string fileName) =>
        fileName.Contains("delete", StringComparison.OrdinalIgnoreCase) && fileName.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first line of FDA's lists holds a space, of some a space and a <c>$</c>.</summary>
    private static bool IsBlank(FieldReader line) => line.FieldCount == 2 && line[0].IsEmpty && line[1].IsEmpty;

    private static bool TryCaseId(FieldReader line, out long id)
    {
        id = 0;
        return line.FieldCount <= 2 && (line.FieldCount == 1 || line[1].IsEmpty) && line[0].Length >= 5 && FaersFields.TryNumber(line[0], out id);
    }
}

/// <summary>What a list of deleted cases holds.</summary>
/// <param name="CaseIds">Distinct case ids, in the order of the list. Most of FDA's never appear in a published quarter.</param>
/// <param name="Tally">Lines read, ids kept, repeats, lines that are no id.</param>
public sealed record DeletedCases(IReadOnlyList<long> CaseIds, LoadTally Tally);
