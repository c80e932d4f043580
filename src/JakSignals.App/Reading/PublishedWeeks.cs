using JakSignals.Reports;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.App.Reading;

/// <summary>The week that pages and API show: the published one of the latest as-of date, read into memory once.</summary>
/// <remarks>The ledger is asked at each request, so that every process shows the same week; reading it takes about two seconds for a million pairs.</remarks>
internal sealed class PublishedWeeks(StoreStatus status, Settings settings)
{
    private readonly Lock _reading = new();
    private volatile PublishedWeek? _latest;

    /// <summary>The latest week; null where there is none to show.</summary>
    /// <param name="why">Why there is none, and what to do.</param>
    public PublishedWeek? Latest(out string? why)
    {
        why = null;
        if (status.LatestWeek() is not { } publication)
            why = "No week has been published yet. The operator runs one: jaksignals weekly.";
        else if (IsRead(publication) || TryRead(publication))
            return _latest;
        else
            why = $"Run {publication.RunId} was published, but files of its snapshot are missing or were changed. The operator publishes it again: jaksignals weekly --as-of {publication.AsOf}.";
        return null;
    }

    private bool IsRead(Publication publication) => _latest?.ManifestSha256 == publication.ManifestSha256;

    private bool TryRead(Publication publication)
    {
        lock (_reading)
        {
            if (IsRead(publication))        // another request read it meanwhile
                return true;
            var folder = Path.Combine(settings.Data, publication.Snapshot);
            if (SnapshotPublisher.ReadWhole(folder, publication.ManifestSha256, WeeklyReport.SignalsShown) is not { } snapshot)
                return false;
            _latest = new PublishedWeek(folder, snapshot, SignalIndex.Read(folder, snapshot.Manifest));
            return true;
        }
    }
}
