namespace JakSignals.Simulation;

/// <summary>One record written as odd as real extracts have them, on purpose.</summary>
/// <param name="Quarter">Such as <c>2026Q2</c>.</param>
/// <param name="File">File name, such as <c>DRUG26Q2.txt</c>.</param>
/// <param name="Line">Physical line, 1 is the header.</param>
/// <param name="Kind">What is odd: <c>glued_records</c>, <c>dollar_in_field</c>, <c>bad_date</c>, <c>non_integer_id</c>, <c>blank_line</c>, <c>control_character</c>, <c>latin1_byte</c>, <c>quotes_and_hash</c>, <c>bad_expiry_date</c> or <c>free_text_amount</c>.</param>
/// <param name="Column">Column at fault, or empty.</param>
/// <param name="Readable">Whether a careful reader still gets every field it needs; otherwise the record belongs in quarantine.</param>
public sealed record Oddity(string Quarter, string File, long Line, string Kind, string Column, bool Readable);

/// <summary>Where a quarter's oddities go: behind which of its reports.</summary>
/// <remarks>
/// In 24.8 million real reports there are three glued records, one dollar sign inside a field and seven ids that are no number, so a quarter has none.
/// Each quarter here has one or two of each, whatever its size, so that a reader's quarantine has something to show.
/// </remarks>
internal sealed class OddityPlan
{
    private static readonly OddKind[] EachQuarter =
    [
        OddKind.GluedDrugs, OddKind.DollarInDemo, OddKind.DollarInDrug, OddKind.BadEventDate, OddKind.BadEventDate, OddKind.BadTherapyDate, OddKind.NonIntegerId, OddKind.NonIntegerId,
        OddKind.BlankDemo, OddKind.BlankDrug, OddKind.BlankReaction, OddKind.ControlCharacter, OddKind.ControlCharacter, OddKind.Latin1, OddKind.Latin1, OddKind.QuotesAndHash,
        OddKind.BadExpiryDate, OddKind.FreeTextAmount,
    ];

    private readonly Queue<(int Report, OddKind Kind)> _due;

    public OddityPlan(ulong seed, int quarter, int reports)
    {
        var random = new Prng(seed, Streams.Oddities, (ulong)quarter);
        _due = new([.. EachQuarter.Select(kind => (Report: random.Below(reports), Kind: kind)).OrderBy(o => o.Report).ThenBy(o => o.Kind)]);
    }

    /// <summary>The oddities behind the <paramref name="report"/>-th report of the quarter, counted from 0; asked for in order.</summary>
    public IEnumerable<OddKind> After(int report)
    {
        while (_due.TryPeek(out var next) && next.Report == report)
            yield return _due.Dequeue().Kind;
    }
}

/// <summary>Kinds of oddity that are written at chosen places.</summary>
internal enum OddKind
{
    GluedDrugs,
    DollarInDemo,
    DollarInDrug,
    BadEventDate,
    BadTherapyDate,
    NonIntegerId,
    BlankDemo,
    BlankDrug,
    BlankReaction,
    ControlCharacter,
    Latin1,
    QuotesAndHash,
    BadExpiryDate,
    FreeTextAmount,
}
