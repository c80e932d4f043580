using System.Globalization;
using System.Text;
using JakSignals.Reports;
using JakSignals.Snapshots;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>Writes the weekly report from the published files alone: what the officer reads is what the analyst has.</summary>
/// <param name="published">Finds what was published.</param>
/// <param name="dataFolder">The data folder.</param>
/// <param name="log">Where the path is logged.</param>
public sealed class ReportJob(Func<WeekInMemory, PublishedSnapshot> published, string dataFolder, ILogger log) : IWeeklyStep
{
    /// <inheritdoc/>
    public string Name => "report";

    /// <inheritdoc/>
    public string Title => "Writing the report";

    /// <inheritdoc/>
    public WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var path = Write(published(week), dataFolder, cancel);
        log.Reported(week.RunId, path);
        return new WorkResult(1, null, _ => { });
    }

    /// <summary>Where the report of a snapshot is: <c>{data}/reports/{as-of}_{run id}.html</c>.</summary>
    public static string PathOf(SnapshotManifest manifest, string dataFolder) =>
        Path.Combine(dataFolder, "reports", string.Create(CultureInfo.InvariantCulture, $"{manifest.AsOf:yyyy-MM-dd}_{manifest.RunId}.html"));

    /// <summary>Writes the report beside its place and renames it.</summary>
    /// <returns>Its path.</returns>
    public static string Write(PublishedSnapshot published, string dataFolder, CancellationToken cancel)
    {
        var snapshot = SnapshotPublisher.Read(published.Folder, WeeklyReport.SignalsShown);
        cancel.ThrowIfCancellationRequested();
        var path = PathOf(snapshot.Manifest, dataFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = $"{path}.{Guid.NewGuid().ToString("N")[..8]}.unfinished";     // its own: another process may write the same report
        using (var writer = new StreamWriter(beside, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
            WeeklyReport.Render(snapshot, writer);
        File.Move(beside, path, overwrite: true);
        return path;
    }
}
