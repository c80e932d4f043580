using JakSignals.Reports;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>The report of a run as it was written: its page, its tables, and the hash of each.</summary>
/// <param name="Page">Path of the page.</param>
/// <param name="Files">Name, length and hash of each file.</param>
/// <param name="SetAside">Where files went that were in the place and differ.</param>
public sealed record WrittenReport(string Page, IReadOnlyList<WrittenFile> Files, IReadOnlyList<string> SetAside)
{
    /// <summary>Name of the page among its files.</summary>
    public const string PageName = "report.html";

    /// <summary>Names of all files of a report: the page, and the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [PageName, .. ReportFiles.Names];

    /// <summary>Where a file of a report is.</summary>
    /// <param name="manifest">Manifest of its snapshot.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string PathOf(SnapshotManifest manifest, string dataFolder, string name) =>
        name == PageName ? ReportJob.PathOf(manifest, dataFolder) : Path.Combine(ReportJob.FilesOf(manifest, dataFolder), name);

    /// <summary>What of a report is not as it was written, a sentence each; none when all is. It reads all files.</summary>
    /// <param name="manifest">Manifest of its snapshot.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="written">Its files with the hashes they were written with.</param>
    /// <param name="source">Who has those hashes, such as <c>the ledger</c>.</param>
    public static IEnumerable<string> FaultsOf(SnapshotManifest manifest, string dataFolder, IReadOnlyList<WrittenFile> written, string source) =>
        written.Where(file => Names.Contains(file.Name)).Select(file => PublishedFile.FaultOf(PathOf(manifest, dataFolder, file.Name), file.Sha256, source)).OfType<string>();

    /// <summary>Names of the report that have no hash, where others have.</summary>
    /// <param name="written">Its files as the ledger has them.</param>
    public static IEnumerable<string> WithoutHash(IReadOnlyList<WrittenFile> written) =>
        written.Count == 0 ? [] : Names.Except(written.Select(file => file.Name)).Select(name => $"The ledger has no hash of {name}, although it has those of other files of the report.");

    /// <summary>What lies in the folder of the tables and is none of them.</summary>
    /// <param name="manifest">Manifest of its snapshot.</param>
    /// <param name="dataFolder">The data folder.</param>
    public static IEnumerable<string> TooMany(SnapshotManifest manifest, string dataFolder)
    {
        var folder = new DirectoryInfo(ReportJob.FilesOf(manifest, dataFolder));
        return !folder.Exists ? [] : folder.GetFileSystemInfos().Where(entry => !ReportFiles.Names.Contains(entry.Name)).OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => $"{entry.FullName} is no file of the report; nothing vouches for it.");
    }
}
