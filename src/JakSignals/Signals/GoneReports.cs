using System.Runtime.InteropServices;
using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>Reports that the previous run counted and this one does not, and cases that a withdrawn source changed otherwise: they say why a pair's number of cases changed.</summary>
/// <remarks>Cost: in proportion to the reports that changed since, not to the store.</remarks>
public sealed class GoneReports
{
    private readonly Dictionary<(int Drug, int Event), Parts> _pairs = [];

    /// <summary>No report has gone, or there is no previous run.</summary>
    public static GoneReports None { get; } = new();

    private GoneReports()
    {
    }

    /// <summary>Counts the pairs of reports that have gone, and those of cases that count otherwise because a source was withdrawn.</summary>
    /// <param name="gone">The reports, in the codes of the current cases.</param>
    /// <param name="causes">By report: why it does not count any more.</param>
    /// <param name="current">The current cases.</param>
    /// <param name="returned">Rows of current cases that were deleted in the previous run, by a list that was withdrawn since.</param>
    /// <param name="fellBack">Rows of current cases, followed up, whose report of the previous run was withdrawn with its source.</param>
    /// <param name="cancel">Stops the work.</param>
    public static GoneReports Of(CodedCases gone, GoneCause[] causes, CodedCases current, int[] returned, int[] fellBack, CancellationToken cancel)
    {
        var reports = new GoneReports();
        for (var row = 0; row < gone.CaseCount; row++)
            reports.Add(gone, row, PartsOf(causes[row]), cancel);
        foreach (var row in returned)
            reports.Add(current, row, new Parts(Returned: 1), cancel);
        foreach (var row in fellBack)
            reports.Add(current, row, new Parts(FellBack: 1), cancel);
        return reports;
    }

    /// <summary>Why a pair has another number of cases than before.</summary>
    /// <param name="count">Its cases now.</param>
    /// <param name="before">Its cases in the previous run; null when that did not score it.</param>
    internal PairChange Change(PairCount count, long? before)
    {
        var parts = _pairs.GetValueOrDefault((count.Drug, count.Event));
        var followUps = count.FollowedUp - parts.FellBack - parts.Replaced;
        var withdrawn = parts.Returned + parts.FellBack - parts.Withdrawn;
        return new PairChange(count.New, followUps, parts.Deleted, withdrawn, count.Both - before - count.New - followUps + parts.Deleted - withdrawn);
    }

    private static Parts PartsOf(GoneCause cause) => cause switch
    {
        GoneCause.Replaced => new Parts(Replaced: 1),
        GoneCause.Deleted => new Parts(Deleted: 1),
        GoneCause.Withdrawn => new Parts(Withdrawn: 1),
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "No such cause."),
    };

    private void Add(CodedCases cases, int row, Parts parts, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        foreach (var drug in cases.DrugsOf(row))
            foreach (var @event in cases.EventsOf(row))
            {
                ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (drug, @event), out _);
                pair = pair.And(parts);
            }
    }

    /// <summary>Reports of a pair by what became of them. The first three were counted by the previous run, the others are counted now.</summary>
    private readonly record struct Parts(int Replaced = 0, int Deleted = 0, int Withdrawn = 0, int Returned = 0, int FellBack = 0)
    {
        public Parts And(Parts more) =>
            new(Replaced + more.Replaced, Deleted + more.Deleted, Withdrawn + more.Withdrawn, Returned + more.Returned, FellBack + more.FellBack);
    }
}
