using System.Globalization;
using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>What a load left in the store.</summary>
/// <param name="AlreadyLoaded">The same files were loaded before; nothing changed.</param>
/// <param name="Files">The files.</param>
/// <param name="Tallies">What became of their records, in the order of the files.</param>
public sealed record LoadOutcome(bool AlreadyLoaded, IReadOnlyList<SourceFile> Files, IReadOnlyList<LoadTally> Tallies)
{
    /// <summary>Loads that runs see and that hold reports of this one.</summary>
    public IReadOnlyList<SharedReports> Shared { get; init; } = [];

    /// <summary>What was noticed of the files; empty for one loaded before.</summary>
    public IReadOnlyList<FileFinding> Findings { get; init; } = [];

    /// <summary>All files together.</summary>
    public LoadTally Total => Tallies.Aggregate(default(LoadTally), (sum, tally) => sum + tally);
}

/// <summary>Reports that a load holds in common with another one.</summary>
/// <param name="Other">Name of the other load.</param>
/// <param name="Same">How many: reports of one case, number and version.</param>
/// <param name="Differing">Of these, how many do not say the same in both.</param>
/// <param name="OtherCounts">Whether the other load's counts where receipt, number and version are alike: it is of a later quarter, or was loaded later.</param>
public sealed record SharedReports(string Other, long Same, long Differing, bool OtherCounts);

/// <summary>Writes reports into the store, a load at a time: whole or not at all, twice as once.</summary>
public sealed class CaseStore(Database database, TimeProvider clock)
{
    private KnownTexts? _texts;

    /// <summary>Loads reports in one transaction, unless the same files were loaded before.</summary>
    /// <param name="files">The files of the load.</param>
    /// <param name="open">Opens the load; it gets the store's distinct texts and where defects go. Called again when the server asks for another attempt.</param>
    /// <param name="progress">Rows written so far.</param>
    /// <param name="cancel">Stops the load; nothing of it stays.</param>
    /// <param name="gate">How incomplete it may be; null for <see cref="CompletenessGate.Default"/>.</param>
    /// <exception cref="SourceRefusedException">It is not whole; nothing of it stays.</exception>
    public LoadOutcome Load(IReadOnlyList<SourceFile> files, Func<Vocabulary, Action<Defect>, ICaseLoad> open,
        IProgress<long>? progress, CancellationToken cancel, CompletenessGate? gate = null) => database.Do(session =>
    {
        session.BeginLoad(cancel);   // from here no other process can load the same files
        if (IsLoaded(session, files))
            return AlreadyLoaded(session, files);
        var texts = KnownTexts.Current(session, _texts, cancel);
        _texts = null;         // until it is committed it may number texts that the store never got
        using var writer = new LoadWriter(session, texts, files, clock);
        using var load = open(texts.Vocabulary, writer.Quarantine);
        var tallies = writer.Write(load, progress, cancel);
        var shared = SourceLedger.Shared(session, LoadDigest.Of(files));
        load.RequireUnchanged(cancel);
        cancel.ThrowIfCancellationRequested();
        var findings = writer.WriteFindings(load, tallies, gate ?? CompletenessGate.Default);
        session.Commit();
        _texts = texts;
        return new LoadOutcome(false, files, tallies) { Shared = shared, Findings = findings };
    }, cancel);

    /// <summary>Loads a list of deleted cases in one transaction, unless it was loaded before.</summary>
    /// <param name="file">The list.</param>
    /// <param name="read">Reads it to its end and requires that it did not change meanwhile; it gets where defects go.</param>
    /// <param name="cancel">Stops the load; nothing of it stays.</param>
    public LoadOutcome LoadDeletedCases(SourceFile file, Func<Action<Defect>, (IReadOnlyList<long> CaseIds, LoadTally Tally)> read,
        CancellationToken cancel = default) =>
        LoadOne(file, CaseSource.Faers, read, (writer, caseIds) => writer.WriteDeleted(caseIds, cancel), cancel);

    /// <summary>Loads a table of cohorts in one transaction, unless it was loaded before.</summary>
    /// <param name="file">The table.</param>
    /// <param name="read">Reads it to its end and requires that it did not change meanwhile; it gets where defects go.</param>
    /// <param name="cancel">Stops the load; nothing of it stays.</param>
    public LoadOutcome LoadExposures(SourceFile file, Func<Action<Defect>, (IReadOnlyList<Ingest.Tables.ExposureRow> Rows, LoadTally Tally)> read,
        CancellationToken cancel = default) =>
        LoadOne(file, default, read, (writer, rows) => writer.WriteExposures(rows, cancel), cancel);

    private LoadOutcome LoadOne<T>(SourceFile file, CaseSource source, Func<Action<Defect>, (T Rows, LoadTally Tally)> read, Action<LoadWriter, T> write,
        CancellationToken cancel) => database.Do(session =>
    {
        session.BeginLoad(cancel);
        if (IsLoaded(session, [file]))
            return AlreadyLoaded(session, [file]);
        using var writer = new LoadWriter(session, new KnownTexts(), [file], clock);
        var (rows, tally) = read(writer.Quarantine);
        writer.Settle(source, simulated: false, cancel);
        write(writer, rows);
        writer.WriteFiles([tally.RequireBalanced(file.Name)]);
        cancel.ThrowIfCancellationRequested();
        session.Commit();
        return new LoadOutcome(false, [file], [tally]);
    }, cancel);

    /// <summary>With the tallies of then, so that a load that gave nothing is told as such each time.</summary>
    private static LoadOutcome AlreadyLoaded(StoreSession session, IReadOnlyList<SourceFile> files)
    {
        var known = session.List<KnownFile>(
            "SELECT f.kind AS Kind, f.sha256 AS Sha256, f.rows_read AS RowsRead, f.rows_loaded AS RowsLoaded, f.rows_superseded AS RowsSuperseded,"
            + " f.rows_quarantined AS RowsQuarantined FROM jaksignals.source_file AS f JOIN jaksignals.source_load AS l ON l.load_id = f.load_id WHERE l.digest = @digest",
            new { digest = LoadDigest.Of(files) });
        return new(true, files, [.. files.Select(file => known.First(row => row.Kind == (int)file.Kind && row.Sha256 == file.Sha256).Tally)]);
    }

    private static bool IsLoaded(StoreSession session, IReadOnlyList<SourceFile> files) =>
        session.Scalar<long>("SELECT COUNT(*) FROM jaksignals.source_load WHERE digest = @digest", new { digest = LoadDigest.Of(files) }) > 0;

    private sealed record KnownFile
    {
        public int Kind { get; init; }
        public string Sha256 { get; init; } = "";
        public long RowsRead { get; init; }
        public long RowsLoaded { get; init; }
        public long RowsSuperseded { get; init; }
        public long RowsQuarantined { get; init; }
        public LoadTally Tally => new(RowsRead, RowsLoaded, RowsSuperseded, RowsQuarantined);
    }
}
