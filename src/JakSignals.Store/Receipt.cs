using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>The receipt of a report, as precisely as its source gives it.</summary>
/// <remarks>
/// A report of a table whose receipt is known to the month or year counts from the last day it can be: the store holds that day, and beside it, as the first
/// receipt, what is known. For FAERS these are two dates.
/// </remarks>
internal static class Receipt
{
    /// <summary>The receipt as <see cref="PartialDate.Number"/>; 0 when unknown.</summary>
    /// <param name="source">Where the report comes from.</param>
    /// <param name="received">The day from which it counts.</param>
    /// <param name="first">The first receipt of the same report.</param>
    public static int Known(CaseSource source, int received, int first) =>
        source == CaseSource.Tables && PartialDate.FromNumber(first) is { Day: null } known && PartialDate.FromDay(known.Latest).Number == received
            ? first : received;
}
