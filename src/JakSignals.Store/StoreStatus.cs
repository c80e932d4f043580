using Dapper;
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
}

/// <summary>What an operator asks of a store.</summary>
public sealed class StoreStatus(Database database)
{
    /// <summary>The newest files first.</summary>
    public IReadOnlyList<FileRow> LatestFiles(int count)
    {
        using var connection = database.Open();
        return [.. connection.Query<FileRow>(SqlText.Query("read_latest_files"), new { count })];
    }

    /// <summary>The newest quarantined records first.</summary>
    public IReadOnlyList<Defect> Quarantined(int count)
    {
        using var connection = database.Open();
        return [.. connection.Query<DefectRow>(SqlText.Query("read_quarantine"), new { count }).Select(row => row.ToDefect())];
    }

    /// <summary>Quarantined records of one load, by file and line; read as they are asked for.</summary>
    /// <param name="digest">Digest of the load.</param>
    public IEnumerable<Defect> QuarantinedOf(string digest)
    {
        using var connection = database.Open();
        foreach (var row in connection.Query<DefectRow>(SqlText.Query("read_quarantine_of_load"), new { digest }, buffered: false))
            yield return row.ToDefect();
    }

    /// <summary>The newest FAERS quarter loaded; null when none is.</summary>
    public string? NewestQuarter()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<string?>("SELECT MAX(period) FROM source_load WHERE source = 1");
    }

    private sealed record DefectRow
    {
        public string File { get; init; } = "";
        public long Line { get; init; }
        public string ColumnName { get; init; } = "";
        public string Value { get; init; } = "";
        public string Expected { get; init; } = "";
        public string Record { get; init; } = "";

        public Defect ToDefect() => new(File, Line, ColumnName, Value, Expected, Record);
    }
}
