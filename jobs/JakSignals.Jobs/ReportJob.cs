using System.Globalization;
using System.Text;
using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.Jobs;

/// <summary>Writes the weekly report from the published files alone: what the officer reads is what the analyst has.</summary>
public static class ReportJob
{
    /// <summary>Runs the step.</summary>
    /// <returns>Path of the report: <c>{data}/reports/{as-of}_{run id}.html</c>.</returns>
    public static string Run(PublishedSnapshot published, string dataFolder)
    {
        var snapshot = SnapshotPublisher.Read(published.Folder, WeeklyReport.SignalsShown);
        var folder = Path.Combine(dataFolder, "reports");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{snapshot.Manifest.AsOf:yyyy-MM-dd}_{snapshot.Manifest.RunId}.html"));
        using (var writer = new StreamWriter(path + ".unfinished", append: false, new UTF8Encoding(false)) { NewLine = "\n" })
            WeeklyReport.Render(snapshot, writer);
        File.Move(path + ".unfinished", path, overwrite: true);
        return path;
    }
}
