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
    /// <summary>What was noticed of the files; empty for one loaded before.</summary>
    public IReadOnlyList<FileFinding> Findings { get; init; } = [];

    /// <summary>All files together.</summary>
    public LoadTally Total => Tallies.Aggregate(default(LoadTally), (sum, tally) => sum + tally);
}

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
            return AlreadyLoaded(files);
        var texts = KnownTexts.Current(session, _texts);
        _texts = null;         // until it is committed it may number texts that the store never got
        using var writer = new LoadWriter(session, texts, files, clock);
        using var load = open(texts.Vocabulary, writer.Quarantine);
        var tallies = writer.Write(load, progress, cancel);
        var findings = writer.WriteFindings(load, tallies, gate ?? CompletenessGate.Default);
        session.Commit();
        _texts = texts;
        return new LoadOutcome(false, files, tallies) { Findings = findings };
    }, cancel);

    /// <summary>Loads a list of deleted cases in one transaction, unless it was loaded before.</summary>
    public LoadOutcome LoadDeletedCases(SourceFile file, Func<Action<Defect>, (IReadOnlyList<long> CaseIds, LoadTally Tally)> read) =>
        LoadOne(file, CaseSource.Faers, read, (writer, caseIds) => writer.WriteDeleted(caseIds));

    /// <summary>Loads a table of cohorts in one transaction, unless it was loaded before.</summary>
    public LoadOutcome LoadExposures(SourceFile file, Func<Action<Defect>, (IReadOnlyList<Ingest.Tables.ExposureRow> Rows, LoadTally Tally)> read) =>
        LoadOne(file, default, read, (writer, rows) => writer.WriteExposures(rows));

    private LoadOutcome LoadOne<T>(SourceFile file, CaseSource source, Func<Action<Defect>, (T Rows, LoadTally Tally)> read, Action<LoadWriter, T> write) => database.Do(session =>
    {
        session.BeginLoad(CancellationToken.None);
        if (IsLoaded(session, [file]))
            return AlreadyLoaded([file]);
        using var writer = new LoadWriter(session, new KnownTexts(), [file], clock);
        var (rows, tally) = read(writer.Quarantine);
        writer.Settle(source, simulated: false);
        write(writer, rows);
        writer.WriteFiles([tally.RequireBalanced(file.Name)]);
        session.Commit();
        return new LoadOutcome(false, [file], [tally]);
    });

    private static LoadOutcome AlreadyLoaded(IReadOnlyList<SourceFile> files) => new(true, files, [.. files.Select(_ => default(LoadTally))]);

    private static bool IsLoaded(StoreSession session, IReadOnlyList<SourceFile> files) =>
        session.Scalar<long>("SELECT COUNT(*) FROM jaksignals.source_load WHERE digest = @digest", new { digest = LoadDigest.Of(files) }) > 0;
}
