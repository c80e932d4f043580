using System.Globalization;
using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>A load as an operator names it.</summary>
public sealed record StoredSource
{
    private const int DigestShown = 8;

    /// <summary>Number of the load: the higher, the later it was loaded.</summary>
    public long LoadId { get; init; }

    /// <summary>Digest of the load: its identity.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Quarter, where known.</summary>
    public string? Period { get; init; }

    /// <summary>UTC time of the load, ISO.</summary>
    public string LoadedAt { get; init; } = "";

    /// <summary>Its files, in the order of the load.</summary>
    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    /// <summary>The decision by which it is withdrawn; null when runs see it.</summary>
    public Review? Withdrawal { get; init; }

    /// <summary>The file that stands for it, without the archive it came in: of a FAERS quarter the table of reports.</summary>
    public StoredFile MainFile => Files.MinBy(file => file.Kind) ?? throw new StoreException($"Load {LoadId} has no file; rows were removed by hand. Load the sources into a new store.");

    /// <summary>Whether its report counts where another load holds the same one: see <see cref="ReportOrder"/>.</summary>
    public bool CountsBefore(StoredSource other) => OrderOf(this).CompareTo(OrderOf(other)) > 0;

    private static ReportOrder OrderOf(StoredSource source) => new(0, 0, 0, source.Period ?? "", source.LoadId, 0);

    /// <summary>Name, quarter and the beginning of the digest: enough to tell it from any other.</summary>
    public string Name => $"{MainFile.ShortName} ({(Period is null ? "" : Period + ", ")}{Digest[..DigestShown]})";
}

/// <summary>A file of a load.</summary>
public sealed record StoredFile
{
    /// <summary>The load.</summary>
    public long LoadId { get; init; }

    /// <summary>Name, that of its archive included.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it holds.</summary>
    public SourceFileKind Kind { get; init; }

    /// <summary>SHA-256 of its text.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Records read.</summary>
    public long RowsRead { get; init; }

    /// <summary>Name without the archive.</summary>
    public string ShortName => Name[(Name.LastIndexOf('/') + 1)..];
}

/// <summary>Takes loads back and puts them in again. The rows of a load stay, so that runs that saw it can be computed again; each act is a line of the audit chain.</summary>
/// <remarks>The chain alone says what is withdrawn. So it cannot be changed without <c>audit verify</c> finding it.</remarks>
public sealed class SourceLedger(Database database, TimeProvider clock)
{
    /// <summary>Fewest digits by which a digest is known.</summary>
    private const int LeastDigits = 6;

    /// <summary>Every load, first to last.</summary>
    public IReadOnlyList<StoredSource> All() => database.Do(All);

    /// <summary>Loads that are withdrawn, first to last.</summary>
    public IReadOnlyList<StoredSource> Withdrawn() => [.. All().Where(source => source.Withdrawal is not null)];

    /// <summary>Loads that a text names: a file or archive as <c>status</c> shows it, a quarter, the SHA-256 of a file, or the beginning of a digest of six digits or more.</summary>
    public IReadOnlyList<StoredSource> Find(string text) => string.IsNullOrWhiteSpace(text) ? [] : [.. All().Where(source => IsNamed(source, text.Trim()))];

    /// <summary>Takes a load back: runs begun from now on do not see it.</summary>
    /// <param name="source">The load.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    public DecisionResult Withdraw(StoredSource source, string reason, string by) => Decide(source, SourceState.Withdrawn, reason, by);

    /// <summary>Puts a withdrawn load in again: runs begun from now on see it, in the place among the loads that it had.</summary>
    public DecisionResult Reinstate(StoredSource source, string reason, string by) => Decide(source, SourceState.Reinstated, reason, by);

    /// <summary>Loads that runs see and that hold reports of a load, whether loaded before or after it.</summary>
    /// <param name="digest">Digest of the load.</param>
    public IReadOnlyList<SharedReports> Shared(string digest) => database.Do(session => Shared(session, digest));

    internal static IReadOnlyList<SharedReports> Shared(StoreSession session, string digest)
    {
        var sources = All(session).ToDictionary(source => source.LoadId);
        var load = sources.Values.Single(source => source.Digest == digest);
        return [.. Overlaps(session)
            .Where(overlap => overlap.LoadId == load.LoadId || overlap.OtherLoadId == load.LoadId)
            .Select(overlap => (Overlap: overlap, Other: sources[overlap.LoadId == load.LoadId ? overlap.OtherLoadId : overlap.LoadId]))
            .Where(pair => pair.Other.Withdrawal is null)
            .Select(pair => new SharedReports(pair.Other.Name, pair.Overlap.Same, pair.Overlap.Differing, pair.Other.CountsBefore(load)))];
    }

    /// <summary>Pairs of loads that hold the same reports, whether withdrawn or not.</summary>
    public IReadOnlyList<LoadOverlap> Overlaps() => database.Do(Overlaps);

    /// <summary>How many loads of reports a run sees that share their quarter with another one and were never compared with it: an older program made them.</summary>
    public long NotCompared(RunScope scope) => database.Do(session => session
        .List<(long Load, int Source, string? Period, bool Compared)>("""
            SELECT l.load_id, l.source, l.period, l.compared FROM jaksignals.source_load AS l
            WHERE EXISTS (SELECT 1 FROM jaksignals.source_file AS f WHERE f.load_id = l.load_id AND f.kind IN (1, 20))
            """)
        .Where(load => scope.Loads.Contains(load.Load))
        .GroupBy(load => (load.Source, load.Period))
        .Sum(quarter => quarter.OrderBy(load => load.Load).Skip(1).LongCount(load => !load.Compared)));

    internal static List<LoadOverlap> Overlaps(StoreSession session) => session.List<LoadOverlap>(
        "SELECT load_id AS LoadId, other_load_id AS OtherLoadId, same_reports AS Same, differing_reports AS Differing FROM jaksignals.load_overlap ORDER BY load_id, other_load_id");

    internal static List<StoredSource> All(StoreSession session)
    {
        var register = SourceRegister.Of(ReviewLog.Read(session, null));
        var files = session.List<StoredFile>("SELECT load_id AS LoadId, name AS Name, kind AS Kind, sha256 AS Sha256, rows_read AS RowsRead FROM jaksignals.source_file ORDER BY source_file_id")
            .ToLookup(file => file.LoadId);
        return [.. session.List<StoredSource>("SELECT load_id AS LoadId, digest AS Digest, period AS Period, loaded_at AS LoadedAt FROM jaksignals.source_load ORDER BY load_id")
            .Select(source => source with { Files = [.. files[source.LoadId]], Withdrawal = register.WithdrawalOf(source.Digest) })];
    }

    private DecisionResult Decide(StoredSource source, SourceState state, string reason, string by)
    {
        var review = new Review
        {
            Kind = Review.OfSource, DrugKey = source.Digest, Name = source.Name, StateCode = state.Code(), Meaning = state.Meaning(),
            Rationale = reason, UserName = by, DecidedAt = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        };
        return database.Do(session => ReviewLog.Append(session, review, all => FaultOf(source, state, reason, SourceRegister.Of(all).WithdrawalOf(source.Digest))));
    }

    private static string? FaultOf(StoredSource source, SourceState state, string reason, Review? withdrawal)
    {
        if (state == SourceState.Withdrawn && withdrawal is not null)
            return $"{source.Name} was withdrawn already, on {withdrawal.DecidedAt[..10]} by {withdrawal.UserName}: {withdrawal.Rationale}";
        if (state == SourceState.Reinstated && withdrawal is null)
            return $"{source.Name} is not withdrawn: runs see it.";
        return ReviewLog.RationaleFaultOf(reason);
    }

    private static bool IsNamed(StoredSource source, string text)
    {
        bool Is(string? name) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
        var isDigest = text.Length >= LeastDigits && source.Digest.StartsWith(text, StringComparison.OrdinalIgnoreCase);
        return isDigest || Is(source.Period) || Is(source.Name)
            || source.Files.Any(file => Is(file.Name) || Is(file.ShortName) || Is(file.Sha256) || Is(file.Name[..Math.Max(0, file.Name.IndexOf('/'))]));
    }
}
