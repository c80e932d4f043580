using System.Text;
using JakSignals.Cases;
using JakSignals.Snapshots;

namespace JakSignals.Jobs;

/// <summary>The quarantined records of one load as a text a person can open: a sentence and the record for each.</summary>
/// <remarks>Written from the store after the load has committed, so that the two never differ; written again when it is missing.</remarks>
internal static class QuarantineFile
{
    /// <summary>Where the text of a load is.</summary>
    public static string PathOf(string dataFolder, string load, string digest) => Path.Combine(dataFolder, "quarantine", $"{FileName(load)}-{digest[..8]}.txt");

    /// <summary>Writes the text beside its place and renames it; a load without defects has no text. Stopped, it is written when the load is given again.</summary>
    /// <returns>How many defects there are.</returns>
    public static long Write(string path, IEnumerable<Defect> defects, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var count = 0L;
        WriteBeside.Replace(path, beside =>
        {
            using (var writer = new StreamWriter(beside, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
                count = Write(writer, defects, cancel);
            if (count == 0)
                File.Delete(beside);
        });
        return count;
    }

    private static long Write(StreamWriter writer, IEnumerable<Defect> defects, CancellationToken cancel)
    {
        var count = 0L;
        foreach (var defect in defects)
        {
            cancel.ThrowIfCancellationRequested();
            writer.WriteLine(defect.ToString());
            writer.WriteLine("    " + defect.Record);
            count++;
        }
        return count;
    }

    private static string FileName(string load) => string.Concat(load.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
}
