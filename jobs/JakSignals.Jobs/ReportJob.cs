using System.Text;
using JakSignals.Reports;
using JakSignals.Snapshots;
using JakSignals.Store;
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
        var written = Write(published(week), dataFolder, cancel);
        log.Reported(week.RunId, written.Page);
        foreach (var aside in written.SetAside)
        {
            log.SetAside(week.RunId, aside);
            progress.Line($"A file of the report was there and is not what is written now; it is kept as {aside}");
        }
        return new WorkResult(1, null, write => WrittenFiles.Enter(write, week.RunId, written.Files));
    }

    /// <summary>Where the report of a snapshot is: <c>{data}/reports/{as-of}_{run id}.html</c>.</summary>
    public static string PathOf(SnapshotManifest manifest, string dataFolder) =>
        Path.Combine(dataFolder, "reports", ReportFiles.FolderOf(manifest) + ".html");

    /// <summary>Where its tables as CSV are: <c>{data}/reports/{as-of}_{run id}/</c>.</summary>
    public static string FilesOf(SnapshotManifest manifest, string dataFolder) => Path.ChangeExtension(PathOf(manifest, dataFolder), null);

    /// <summary>Writes each file beside its place and renames it; the page comes last, so that what it links to is there. A failed attempt leaves nothing.</summary>
    /// <param name="published">The snapshot.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="cancel">Stops before the files are in their places.</param>
    public static WrittenReport Write(PublishedSnapshot published, string dataFolder, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(published);
        var snapshot = SnapshotPublisher.Read(published.Folder, ReportFiles.SignalsWritten);
        cancel.ThrowIfCancellationRequested();
        var folder = new DirectoryInfo(FilesOf(snapshot.Manifest, dataFolder));
        if (folder.LinkTarget is not null)
            throw new IOException($"{folder.FullName} is a link, expected a folder. Remove it, then run the same command again.");
        var isNew = !folder.Exists;
        folder.Create();
        var places = ReportFiles.Names.Append(WrittenReport.PageName).Select(name => new Place(name, WrittenReport.PathOf(snapshot.Manifest, dataFolder, name))).ToList();
        try
        {
            Write(snapshot, places.ToDictionary(place => place.Name, place => place.Beside, StringComparer.Ordinal));
            cancel.ThrowIfCancellationRequested();
            var files = places.ConvertAll(place => place.Written());
            var aside = places.Select(place => place.Settle(dataFolder)).OfType<string>().ToList();
            return new WrittenReport(PathOf(snapshot.Manifest, dataFolder), files, aside);
        }
        finally
        {
            foreach (var place in places)
                File.Delete(place.Beside);
            if (isNew && folder.GetFileSystemInfos().Length == 0)
                folder.Delete();
        }
    }

    private static void Write(Snapshot snapshot, Dictionary<string, string> beside)
    {
        ReportFiles.Write(snapshot, name => new StreamWriter(beside[name], append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)));
        using var writer = new StreamWriter(beside[WrittenReport.PageName], append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        WeeklyReport.Render(snapshot, writer);
    }

    /// <summary>Where a file goes, and a name beside it that no other process and no other attempt has.</summary>
    private sealed record Place(string Name, string Path)
    {
        public string Beside { get; } = WriteBeside.NameFor(Path);

        public WrittenFile Written() => new() { Name = Name, Bytes = new FileInfo(Beside).Length, Sha256 = PublishedFile.Sha256Of(Beside) };

        /// <returns>Where the file went that was in the place and differs; null when there was none.</returns>
        public string? Settle(string dataFolder)
        {
            if (PublishedFile.FaultOf(Path, PublishedFile.Sha256Of(Beside), "the report") is null)
                return null;        // it is there as it would be now
            var aside = SetAside.Move(dataFolder, Path);
            File.Move(Beside, Path, overwrite: true);
            return aside;
        }
    }
}
