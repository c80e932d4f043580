using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>What became of a report and its records at an as-of date.</summary>
internal enum Fate { Current, Superseded, Deleted, Later }

/// <summary>Counts the records of a run's loads by their fate and balances them with what was read.</summary>
internal sealed class RecordFates(ScopedLoads loads)
{
    private readonly RecordSums[,] _sums = new RecordSums[loads.Count, 4];

    /// <summary>Counts the records of a report, whose numbers the row has from column 10.</summary>
    public void Add(int rank, Fate fate, StoreRows row)
    {
        ref var sum = ref _sums[rank, (int)fate];
        sum.Add(new ReportRecords(row.Int32(10), row.Int32(11), row.Int32(12), row.Int32(13), row.Int32(14), row.Int32(15)));
    }

    /// <summary>Fates of the records of each file, by quarter, name and hash.</summary>
    /// <exception cref="InvalidOperationException">They do not add up to what was read.</exception>
    public IReadOnlyList<FileFates> OfFiles(StoreSession session, DateOnly asOf) =>
        [.. session.List<FileRow>(session.Query("read_source_files"))
            .Where(file => loads.RankOf(file.LoadId) is >= 0 and var rank && loads.IsInRun(rank))
            .Select(file => Fates(file, asOf).RequireBalanced())
            .OrderBy(file => file.Period ?? "", StringComparer.Ordinal).ThenBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Sha256, StringComparer.Ordinal)];

    private FileFates Fates(FileRow file, DateOnly asOf)
    {
        var kind = (SourceFileKind)file.Kind;
        long Of(Fate fate) => _sums[loads.RankOf(file.LoadId), (int)fate].Of(kind);
        var stored = file.RowsRead - file.RowsQuarantined;
        var (later, deleted) = kind == SourceFileKind.FaersDeletedCases && !ScopedLoads.IsKnownBy(file.Period, asOf)
            ? (file.RowsLoaded, 0L) : (Of(Fate.Later), Of(Fate.Deleted));
        var current = kind switch
        {
            SourceFileKind.ExposureTable => file.RowsLoaded,
            SourceFileKind.FaersDeletedCases => file.RowsLoaded - later,
            _ => Of(Fate.Current),      // throws for a kind that holds neither reports nor anything known here
        };
        // Records repeated within a load never became reports; they are what is left.
        var repeated = stored - current - later - deleted - Of(Fate.Superseded);
        // Without the archive it came in: packing is no part of a load's identity, so it must not be of what is published.
        return new FileFates(file.SourceFileId, file.Name[(file.Name.LastIndexOf('/') + 1)..], kind.ToString(), file.Period, file.Sha256,
            file.RowsRead, current, Of(Fate.Superseded) + repeated, deleted, later, file.RowsQuarantined);
    }

    private sealed record FileRow
    {
        public long SourceFileId { get; init; }
        public long LoadId { get; init; }
        public string Name { get; init; } = "";
        public int Kind { get; init; }
        public string? Period { get; init; }
        public string Sha256 { get; init; } = "";
        public long RowsRead { get; init; }
        public long RowsLoaded { get; init; }
        public long RowsQuarantined { get; init; }
    }
}
