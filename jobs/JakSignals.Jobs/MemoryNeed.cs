using System.Globalization;
using JakSignals.Ingest;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>There is less memory than a week needs.</summary>
public sealed class NotEnoughMemoryException : Exception
{
    /// <summary>How much is needed, how much there is, what to do.</summary>
    public NotEnoughMemoryException(string message) : base(message) { }

    /// <summary>How much is needed, how much there is, what to do, and where it ran out.</summary>
    public NotEnoughMemoryException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified lack; give a message.</summary>
    public NotEnoughMemoryException() { }
}

/// <summary>Memory that a week needs. It holds all current cases; nothing else in the program grows with the store.</summary>
/// <param name="Reports">Reports in the store.</param>
/// <param name="Rows">Reports, drug rows and event rows in the store.</param>
public sealed record MemoryNeed(long Reports, long Rows)
{
    // Measured (tests/JakSignals.Benchmarks/README.md): peaks of 1.1, 2.6 and 6.4 GB with 1, 4.8 and 19.1 million cases,
    // which are 9.7, 46 and 184 million rows.
    private const long Base = 500_000_000;
    private const long BytesOfRow = 35;
    private const int ReadingNeeds = 250;       // MB; the same for every source

    private const string Advice =
        "Give it more: a machine or container with more memory, or a higher DOTNET_GCHeapHardLimit where that is set. Then run the same command again.";

    /// <summary>About how much a week takes at its peak, in bytes.</summary>
    public long Bytes => Base + RowBytes;

    private long RowBytes => BytesOfRow * Rows;

    /// <summary>What this process may use, in bytes: memory of the machine, or the limit of its container or of the runtime.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The need of a store, by what its ledger says of its files; nothing is counted anew.</summary>
    public static MemoryNeed Of(Database database)
    {
        var rows = new StoreStatus(database).RowsLoaded();
        long Loaded(params SourceFileKind[] kinds) => kinds.Sum(kind => rows.GetValueOrDefault((int)kind));
        // A row of a case table is a drug and an event of a report.
        var tables = Loaded(SourceFileKind.CaseTable);
        var reports = Loaded(SourceFileKind.FaersDemo) + tables;
        return new MemoryNeed(reports, reports + Loaded(SourceFileKind.FaersDrug, SourceFileKind.FaersReaction) + 2 * tables);
    }

    /// <summary>Refuses to begin what cannot end: the cases alone, at half of what was measured, are more than there is.</summary>
    /// <param name="available">Memory there is, in bytes.</param>
    /// <exception cref="NotEnoughMemoryException">How much is needed.</exception>
    public void RequireWithin(long available)
    {
        if (RowBytes / 2 > available)
            throw new NotEnoughMemoryException($"{Sentence(available)} Nothing was begun. {Advice}");
    }

    /// <summary>Does work that holds the cases; where memory runs out, the fault says how much is needed.</summary>
    public T While<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (IsCauseOf(fault))
        {
            var need = Sentence(Available);
            throw new NotEnoughMemoryException($"Out of memory. {need} What had not finished left nothing behind. {Advice}", fault);
        }
    }

    /// <summary>Whether memory ran out, on whichever thread.</summary>
    public static bool IsCauseOf(Exception fault) => fault switch
    {
        OutOfMemoryException => true,
        AggregateException several => several.InnerExceptions.Any(IsCauseOf),
        _ => fault.InnerException is { } inner && IsCauseOf(inner),
    };

    /// <summary>What to say where memory ran out at work that does not grow with the store.</summary>
    public static string Words() =>
        $"Out of memory: this process may use {Size(Available)}. Loading needs about {ReadingNeeds} MB whatever the size of the source, "
        + $"a week by the rows of its store (docs/operations.md). {Advice}";

    private string Sentence(long available) => string.Create(CultureInfo.InvariantCulture,
        $"A week of this store ({Reports:N0} reports; {Rows:N0} rows of reports, drugs and events) needs about {Size(Bytes)} of memory; ")
        + $"this process may use {Size(available)}.";

    private static string Size(long bytes)
    {
        var megabytes = bytes / 1_000_000.0;
        return megabytes < 1000
            ? string.Create(CultureInfo.InvariantCulture, $"{megabytes:0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{megabytes / 1000:0.0} GB");
    }
}
