using System.Globalization;
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
        {
            why = "No week has been published yet. The operator runs one: jaksignals weekly.";
            return null;
        }
        if (IsRead(publication))
            return _latest;
        lock (_reading)
            return IsRead(publication) ? _latest : _latest = Read(publication, out why);
    }

    private bool IsRead(Publication publication) => _latest?.ManifestSha256 == publication.ManifestSha256;

    private PublishedWeek? Read(Publication publication, out string? why)
    {
        var folder = Path.Combine(settings.Data, publication.Snapshot);
        var snapshot = SnapshotPublisher.ReadWhole(folder, publication.ManifestSha256, WeeklyReport.SignalsShown);
        var again = $"The operator publishes it again: jaksignals weekly --as-of {publication.AsOf}.";
        why = snapshot switch
        {
            null => $"Run {publication.RunId} was published, but files of its snapshot are missing or were changed. {again}",
            { Manifest.RunId: var found } when found != publication.RunId => $"The ledger has the snapshot of run {found} for run {publication.RunId}. Run: jaksignals audit verify",
            { Manifest.ContractVersion: not SnapshotManifest.CurrentContract and var version } =>
                string.Create(CultureInfo.InvariantCulture, $"Run {publication.RunId} was published by another version of the program (contract {version}, this one reads {SnapshotManifest.CurrentContract}). {again}"),
            _ => null,
        };
        return why is null ? new PublishedWeek(folder, snapshot!, SignalIndex.Read(folder, snapshot!.Manifest)) : null;
    }
}
