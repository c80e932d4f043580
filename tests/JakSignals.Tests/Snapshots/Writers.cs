using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

/// <summary>The writers under test, by name.</summary>
internal static class Writers
{
    public const string BuiltIn = "built-in", Uncompressed = "built-in, uncompressed", ParquetNet = "Parquet.Net";

    /// <summary>The built-in one, and Parquet.Net's on a full package feed.</summary>
    public static TheoryData<string> Each { get; } = ParquetWriters.Default is BuiltInParquetWriter ? [BuiltIn] : [BuiltIn, ParquetNet];

    public static IParquetWriter Named(string name) => name switch
    {
        BuiltIn => new BuiltInParquetWriter(),
        Uncompressed => new BuiltInParquetWriter(compressed: false),
        _ => ParquetWriters.Default,
    };

    public static MemoryStream Written(Table table, string writer = BuiltIn)
    {
        var stream = new MemoryStream();
        Named(writer).Write(table, stream);
        return stream;
    }
}

/// <summary>A file in the temporary folder, deleted with this object.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(Action<Stream> write)
    {
        using var stream = File.Create(Path);
        write(stream);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"jaksignals-{Guid.NewGuid():N}.parquet");

    public string Literal => DuckDb.Literal(Path);

    public void Dispose() => File.Delete(Path);
}
