using System.Text;
using JakSignals.Cases;

namespace JakSignals.Jobs;

/// <summary>The quarantined records of one load as a text a person can open: a sentence and the record for each.</summary>
/// <remarks>Written beside its place and renamed when the load has committed; a load without defects leaves no file.</remarks>
internal sealed class QuarantineFile(string dataFolder, string load, string digest) : IDisposable
{
    private readonly string _path = Path.Combine(dataFolder, "quarantine", $"{FileName(load)}-{digest[..8]}.txt");
    private StreamWriter? _writer;

    public long Count { get; private set; }

    public void Add(Defect defect)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _writer ??= new StreamWriter(_path + ".unfinished", append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        _writer.WriteLine(defect.ToString());
        _writer.WriteLine("    " + defect.Record);
        Count++;
    }

    /// <summary>Puts the file in its place; null when nothing was quarantined.</summary>
    public string? Commit()
    {
        if (_writer is null)
            return null;
        _writer.Dispose();
        _writer = null;
        File.Move(_path + ".unfinished", _path, overwrite: true);
        return _path;
    }

    public void Dispose()
    {
        if (_writer is null)
            return;
        _writer.Dispose();
        File.Delete(_path + ".unfinished");
    }

    private static string FileName(string load) => string.Concat(load.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
}
