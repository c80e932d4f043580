using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>A loaded file as the ledger has it.</summary>
public sealed record FileRow
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it holds: a number of <see cref="Ingest.SourceFileKind"/>.</summary>
    public int Kind { get; init; }

    /// <summary>Quarter, where known.</summary>
    public string? Period { get; init; }

    /// <summary>Records read.</summary>
    public long RowsRead { get; init; }

    /// <summary>Records loaded.</summary>
    public long RowsLoaded { get; init; }

    /// <summary>Records superseded.</summary>
    public long RowsSuperseded { get; init; }

    /// <summary>Records in quarantine.</summary>
    public long RowsQuarantined { get; init; }

    /// <summary>UTC time of the load, ISO.</summary>
    public string LoadedAt { get; init; } = "";

    /// <summary>Digest of its load.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The decision by which its load is withdrawn; null when runs see it.</summary>
    public Review? Withdrawal { get; init; }
}

/// <summary>A load that a person accepted although it seems incomplete.</summary>
public sealed record AcceptedLoad
{
    /// <summary>Quarter, where known.</summary>
    public string? Period { get; init; }

    /// <summary>Name of one of its files.</summary>
    public string FileName { get; init; } = "";

    /// <summary>What it would have been refused for.</summary>
    public string Fault { get; init; } = "";

    /// <summary>Why it was accepted.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What an operator asks of a store.</summary>
public sealed class StoreStatus(Database database)
{
    /// <summary>The newest files first.</summary>
    public IReadOnlyList<FileRow> LatestFiles(int count) => database.Do(session =>
    {
        var sources = SourceRegister.Of(ReviewLog.Read(session, null));
        return session.Stream<FileRow>(session.Query("read_latest_files")).Take(count).Select(file => file with { Withdrawal = sources.WithdrawalOf(file.Digest) }).ToList();
    });

    /// <summary>The newest quarantined records first.</summary>
    public IReadOnlyList<Defect> Quarantined(int count) => database.Do(session => Defects(session, session.Query("read_quarantine")).Take(count).ToList());

    /// <summary>Quarantined records of one load, by file and line; read as they are asked for.</summary>
    /// <param name="digest">Digest of the load.</param>
    public IEnumerable<Defect> QuarantinedOf(string digest)
    {
        using var session = database.Open();
        foreach (var defect in Defects(session, session.Query("read_quarantine_of_load"), ("@digest", digest)))
            yield return defect;
    }

    /// <summary>Loads that were accepted although they seem incomplete, the newest first.</summary>
    public IReadOnlyList<AcceptedLoad> Accepted() => database.Do(session => session.List<AcceptedLoad>(
        "SELECT l.period AS Period, (SELECT MIN(f.name) FROM jaksignals.source_file AS f WHERE f.load_id = l.load_id) AS FileName, l.accepted_fault AS Fault, l.accepted_reason AS Reason"
        + " FROM jaksignals.source_load AS l WHERE l.accepted_fault IS NOT NULL ORDER BY l.load_id DESC"));

    /// <summary>Reports whose record is in quarantine while their case could be read: where they are the newest version, their case counts nowhere.</summary>
    public long UnreadableReports() => database.Do(session => session.Scalar<long>("SELECT COUNT(*) FROM jaksignals.report WHERE unreadable = 1"));

    /// <summary>Rows loaded by kind of file, a number of <see cref="Ingest.SourceFileKind"/>; a kind the store has none of is left out.</summary>
    public IReadOnlyDictionary<int, long> RowsLoaded() => database.Do(session => session
        .List<(long Kind, long Loaded)>("SELECT CAST(kind AS BIGINT) AS Kind, SUM(rows_loaded) AS Loaded FROM jaksignals.source_file GROUP BY kind"))
        .ToDictionary(one => (int)one.Kind, one => one.Loaded);

    /// <summary>The newest FAERS quarter loaded and not withdrawn; null when none is.</summary>
    public string? NewestQuarter() => database.Do(session =>
    {
        var sources = SourceRegister.Of(ReviewLog.Read(session, null));
        return session.List<(string Period, string Digest)>("SELECT period, digest FROM jaksignals.source_load WHERE source = 1 AND period IS NOT NULL")
            .Where(load => sources.WithdrawalOf(load.Digest) is null).Select(load => load.Period).Max(StringComparer.Ordinal);
    });

    /// <summary>The run published last; null when none was.</summary>
    public Publication? NewestPublication() => Published("published_order DESC");

    /// <summary>The published run of the latest as-of date, and of several the one published last: publishing an older week again does not take its place. Null when none was.</summary>
    public Publication? LatestWeek() => Published("as_of DESC, published_order DESC");

    private Publication? Published(string order) => database.Do(session => session.First<Publication>(
        $"SELECT run_id AS RunId, as_of AS AsOf, finished_at AS FinishedAt, snapshot AS Snapshot, manifest_sha256 AS ManifestSha256 FROM jaksignals.run WHERE state = 'published' ORDER BY {order}"));

    private static IEnumerable<Defect> Defects(StoreSession session, string sql, params (string Name, object? Value)[] parameters)
    {
        using var rows = session.Rows(sql, parameters);
        while (rows.Read())
            yield return new Defect(rows.Text(0), rows.Int64(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5));
    }
}
