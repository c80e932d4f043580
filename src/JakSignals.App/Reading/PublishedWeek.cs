using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.App.Reading;

/// <summary>A published snapshot in memory, as pages and API read it. Nothing in it changes.</summary>
internal sealed class PublishedWeek
{
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="snapshot">Its tables, with the rows of <c>signals</c> that <see cref="WeeklyReport.SignalsShown"/> keeps.</param>
    /// <param name="signals">All its pairs.</param>
    public PublishedWeek(string folder, Snapshot snapshot, SignalIndex signals) => (Folder, Week, Signals) = (folder, new Week(snapshot), signals);

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>The rows the weekly report shows, in its order.</summary>
    public Week Week { get; }

    /// <summary>All pairs of the main role scope over all cases.</summary>
    public SignalIndex Signals { get; }

    /// <summary>Its tables; of <c>signals</c> only the rows the report shows.</summary>
    public Snapshot Snapshot => Week.Snapshot;

    /// <summary>Its manifest.</summary>
    public SnapshotManifest Manifest => Week.Manifest;

    /// <summary>The one hash that names it.</summary>
    public string ManifestSha256 => Snapshot.ManifestSha256;
}
