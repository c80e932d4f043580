using JakSignals.Cases;

namespace JakSignals.Ingest;

/// <summary>Counts the fate of each record of one file, each fate by itself so that their balance means something.</summary>
internal sealed class LoadLedger(string file, Action<Defect> quarantine)
{
    private long _read, _loaded, _superseded, _quarantined;

    internal LoadTally Tally => new(_read, _loaded, _superseded, _quarantined);

    internal void Read() => _read++;

    internal void Loaded() => _loaded++;

    internal void Superseded() => _superseded++;

    /// <summary>Puts a record into quarantine.</summary>
    /// <returns>False, as the record was not read.</returns>
    internal bool Quarantine(long line, string column, string value, string expected, string record)
    {
        _quarantined++;
        quarantine(new(file, line, column, SourceEncoding.Show(value, 200), expected, SourceEncoding.Show(record, 2000)));
        return false;
    }
}
