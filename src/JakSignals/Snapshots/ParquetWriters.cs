namespace JakSignals.Snapshots;

/// <summary>Writes a table as a Parquet file. The same table gives the same bytes from one writer, and the same rows, types and statistics from either.</summary>
public interface IParquetWriter
{
    /// <summary>What the file says wrote it, such as <c>JakSignals version 0.1.0 (build built-in)</c>.</summary>
    string CreatedBy { get; }

    /// <summary>Writes the table from the stream's present position, which must be its start; the stream stays open. One part of it is in memory at a time.</summary>
    /// <param name="table">At least one column; no row is fine.</param>
    /// <param name="stream">Needs no seeking.</param>
    /// <param name="metadata">Key-value metadata beside the data dictionary, which is always there.</param>
    void Write(TableSource table, Stream stream, IReadOnlyDictionary<string, string>? metadata = null);
}

/// <summary>The Parquet writers of this build.</summary>
public static class ParquetWriters
{
    /// <summary>Writes a table that is in memory.</summary>
    public static void Write(this IParquetWriter writer, Table table, Stream stream, IReadOnlyDictionary<string, string>? metadata = null) =>
        writer.Write(TableSource.Of(table), stream, metadata);

    /// <summary>Parquet.Net where the package feed has it, else the built-in one.</summary>
#if FULL_FEED
    public static IParquetWriter Default { get; } = new ParquetNetWriter();
#else
    public static IParquetWriter Default { get; } = new BuiltInParquetWriter();
#endif
}
