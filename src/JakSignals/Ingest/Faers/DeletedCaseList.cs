using System.Text.RegularExpressions;
using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>Cases that FDA or a manufacturer withdrew: a headerless list of case ids, one a line, published since 2019Q1.</summary>
/// <remarks>
/// A list takes cases out for good, and its content is only numbers. So it is one by its name, as FDA names them, and by its content: its first
/// line is a case id (under a header such as primaryid the numbers would be others), and so are more than half of its lines.
/// FDA's case ids have 7 or 8 digits; below 5 digits a number is more likely one of a line or a page.
/// </remarks>
public static partial class DeletedCaseList
{
    /// <summary>Why a list of ids of another name is not read.</summary>
    internal const string WhyNoOtherList = "a list of numbers, and nothing says what they are. A list of deleted cases takes its cases out of all counts, so that it is read "
        + "only under the name FDA gives it, for example DELETE26Q1.txt or 26Q1DeletedCases.txt. Give FDA's list that name; take any other list away.";

    /// <summary>Reads a whole list; an id that stands there twice counts as superseded.</summary>
    /// <param name="list">The list, from <see cref="SourceDiscovery"/>.</param>
    /// <param name="quarantine">Takes each line that is no case id.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="SourceRefusedException">The file changed while it was read, or not more than half of its lines are case ids.</exception>
    public static DeletedCases Read(SourceText list, Action<Defect> quarantine, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(quarantine);
        var ledger = new LoadLedger(list.File.Name, quarantine);
        var ids = ReadIds(list, ledger, cancel);
        list.RequireUnchanged(cancel);
        var tally = ledger.Tally.RequireBalanced(list.File.Name);
        if (tally.Read > 0 && tally.Quarantined * 2 >= tally.Read)
            throw new SourceRefusedException($"{list.File.Name}: {MostMustBeIds(tally.Read - tally.Quarantined, tally.Read)}");
        return new(ids, tally);
    }

    private static List<long> ReadIds(SourceText list, LoadLedger ledger, CancellationToken cancel)
    {
        using var lines = new FieldReader(list.Open(cancel), 1 << 16);
        var ids = new List<long>();
        var seen = new HashSet<long>();
        while (lines.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (!IsBlank(lines))
                Take(lines, ledger, ids, seen);
        }
        return ids;
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

    /// <summary>Whether a file has the name that FDA gives such lists: DELETE22Q4.txt, 20Q4DeletedCases.txt, ADR19Q1DeletedCases.txt, AllDeletedCases.txt.</summary>
    internal static bool IsNamed(string fileName) => FdaName().IsMatch(fileName);

    /// <summary>Why a text of such a name is no such list, as far as its beginning tells; null when it is one.</summary>
    internal static string? WhyNot(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "it has the name of a list of deleted cases and is empty; FDA's lists hold at least a blank line. Download it again.";
        var (ids, read) = (0, 0);
        using var lines = new FieldReader(new MemoryStream(head.ToArray()), head.Length + 1);
        while (lines.Read())
        {
            if (IsBlank(lines))
                continue;
            var isId = TryCaseId(lines, out _);
            if (!isId && read == 0)
                return $"it has the name of a list of deleted cases, but its first line is '{SourceEncoding.Show(lines.Line, 80)}', "
                    + "expected a case id of 5 to 18 digits and no header. Give the list as FDA publishes it.";
            read++;
            ids += isId ? 1 : 0;
        }
        return ids * 2 > read || read == 0 ? null : MostMustBeIds(ids, read);
    }

    /// <summary>Whether a text is a list of ids, with a header or without, plain or from a spreadsheet: more than half of the lines after the first are.</summary>
    internal static bool IsListOfIds(ReadOnlySpan<byte> head)
    {
        var (ids, others, isFirst) = (0, 0, true);
        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range].Trim(" \t\r\"',;$\uFEFF"u8);
            if (line.IsEmpty)
                continue;
            if (line.Length >= ShortestId && FaersFields.TryNumber(line, out _))
                ids++;
            else if (!isFirst)
                others++;
            isFirst = false;
        }
        return ids > others;
    }

    private const int ShortestId = 5;

    private static string MostMustBeIds(long ids, long lines) =>
        FormattableString.Invariant($"it has the name of a list of deleted cases, but only {ids} of {lines} lines are case ids of 5 to 18 digits, ")
        + "expected more than half. Give the list as FDA publishes it.";

    [GeneratedRegex(@"^(DELETED?[ _-]?(20)?\d\dQ[1-4]|([A-Z]*[ _-]?(20)?\d\dQ[1-4][ _-]?|ALL[ _-]?)?DELETED[ _-]?CASES([ _-]?(20)?\d\dQ[1-4])?)[^A-Z]*\.txt$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FdaName();

    /// <summary>The first line of FDA's lists holds a space, of some a space and a <c>$</c>.</summary>
    private static bool IsBlank(FieldReader line) => line.FieldCount == 2 && line[0].IsEmpty && line[1].IsEmpty;

    private static bool TryCaseId(FieldReader line, out long id)
    {
        id = 0;
        return line.FieldCount <= 2 && (line.FieldCount == 1 || line[1].IsEmpty) && line[0].Length >= ShortestId && FaersFields.TryNumber(line[0], out id);
    }
}

/// <summary>What a list of deleted cases holds.</summary>
/// <param name="CaseIds">Distinct case ids, in the order of the list. Most of FDA's never appear in a published quarter.</param>
/// <param name="Tally">Lines read, ids kept, repeats, lines that are no id.</param>
public sealed record DeletedCases(IReadOnlyList<long> CaseIds, LoadTally Tally);
