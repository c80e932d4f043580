using System.Text;
using JakSignals.Reports;
using JakSignals.Snapshots;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>Writes the weekly report, and its tables as CSV, from the published files alone: what the officer reads is what the analyst has.</summary>
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
        Path.Combine(dataFolder, "reports", ReportFiles.FolderOf(manifest) + ".html");

    /// <summary>Where its tables as CSV are: <c>{data}/reports/{as-of}_{run id}/</c>.</summary>
    public static string FilesOf(SnapshotManifest manifest, string dataFolder) => Path.ChangeExtension(PathOf(manifest, dataFolder), null);

    /// <summary>Writes each file beside its place and renames it; the page comes last, so that what it links to is there.</summary>
    /// <returns>Path of the page.</returns>
    public static string Write(PublishedSnapshot published, string dataFolder, CancellationToken cancel)
    {
        var snapshot = SnapshotPublisher.Read(published.Folder, ReportFiles.SignalsWritten);
        cancel.ThrowIfCancellationRequested();
        var (path, folder) = (PathOf(snapshot.Manifest, dataFolder), FilesOf(snapshot.Manifest, dataFolder));
        var mark = Guid.NewGuid().ToString("N")[..8];     // its own: another process may write the same report
        string Beside(string place) => $"{place}.{mark}.unfinished";
        Directory.CreateDirectory(folder);
        ReportFiles.Write(snapshot, name => new StreamWriter(Beside(Path.Combine(folder, name)), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)));
        using (var writer = new StreamWriter(Beside(path), append: false, new UTF8Encoding(false)) { NewLine = "\n" })
            WeeklyReport.Render(snapshot, writer);
        foreach (var place in ReportFiles.Names.Select(name => Path.Combine(folder, name)).Append(path))
            File.Move(Beside(place), place, overwrite: true);
        return path;
    }
}
