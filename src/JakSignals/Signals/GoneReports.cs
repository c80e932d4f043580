using System.Runtime.InteropServices;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>The pairs of the reports that only the previous run counted, to say why a pair's number of cases changed.</summary>
/// <remarks>Cost: in proportion to the reports that changed since, not to the store.</remarks>
public sealed class GoneReports
{
    private readonly Dictionary<(int Drug, int Event), (int Replaced, int Deleted)> _pairs = [];

    /// <summary>No report has gone, or there is no previous run.</summary>
    public static GoneReports None { get; } = new();

    private GoneReports()
    {
    }

    /// <summary>Counts the pairs of reports that have gone.</summary>
    /// <param name="gone">The reports, in the codes of the current cases.</param>
    /// <param name="deleted">Whether each report's case counts no more at all; otherwise a later report replaced it.</param>
    /// <param name="cancel">Stops the work.</param>
    public static GoneReports Of(CodedCases gone, bool[] deleted, CancellationToken cancel)
    {
        var reports = new GoneReports();
        for (var row = 0; row < gone.CaseCount; row++)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var drug in gone.DrugsOf(row))
                foreach (var @event in gone.EventsOf(row))
                {
                    ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(reports._pairs, (drug, @event), out _);
                    pair = deleted[row] ? (pair.Replaced, pair.Deleted + 1) : (pair.Replaced + 1, pair.Deleted);
                }
        }
        return reports;
    }

    /// <summary>Why a pair has another number of cases than before.</summary>
    /// <param name="count">Its cases now.</param>
    /// <param name="before">Its cases in the previous run; null when that did not score it.</param>
    internal PairChange Change(PairCount count, long? before)
    {
        var (replaced, deleted) = _pairs.GetValueOrDefault((count.Drug, count.Event));
        var followUps = count.FollowedUp - replaced;
        return new PairChange(count.New, followUps, deleted, count.Both - before - count.New - followUps + deleted);
    }
}
