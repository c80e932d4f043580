using System.Globalization;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>What an audit of the decisions and of the publications found.</summary>
/// <param name="Chain">The chain of decisions.</param>
/// <param name="Witnesses">Manifests that saw decisions and could be compared with the chain.</param>
/// <param name="Findings">What does not hold, a sentence each; empty when all does.</param>
public sealed record Audit(ChainCheck Chain, int Witnesses, IReadOnlyList<string> Findings);

/// <summary>
/// Holds the store to what was published. Every manifest on disk is a witness, whether the ledger knows it or not: whoever can write to the store alone, or to the
/// data folder alone, leaves a contradiction between the two.
/// </summary>
public sealed class AuditJob(Database database, string dataFolder)
{
    /// <summary>By how much clocks of hosts that publish to one store may differ.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(5);

    /// <summary>Audits the store. It writes nothing.</summary>
    /// <param name="elsewhere">Folders with copies of manifests that are kept elsewhere.</param>
    public Audit Run(IReadOnlyList<string> elsewhere)
    {
        ArgumentNullException.ThrowIfNull(elsewhere);
        // Files before the ledger: a publication puts its files in place first, so that one that ends meanwhile is no contradiction.
        var here = Manifests.In(Path.Combine(dataFolder, "snapshots"));
        var copies = elsewhere.Select(folder => (Folder: folder, Found: Manifests.In(folder))).ToList();
        var runs = new RunStore(database).Latest(int.MaxValue).ToDictionary(run => run.RunId, StringComparer.Ordinal);
        var log = new ReviewLog(database, TimeProvider.System);
        List<ManifestCopy> all = [.. here.Copies, .. copies.SelectMany(copy => copy.Found.Copies)];
        var witnesses = all.Where(manifest => manifest.Decisions > 0).Select(manifest => new ChainWitness($"run {manifest.RunId} ({manifest.Path})", manifest.Decisions, manifest.AuditHead)).ToList();
        var chain = log.Verify(witnesses);
        var reviews = chain.Fault is null ? log.Read() : [];        // what a broken chain says is worth nothing
        string[] findings =
        [
            .. chain.Disagreements,
            .. here.Faults,
            .. copies.SelectMany(copy => copy.Found.Copies.Count == 0 && copy.Found.Faults.Count == 0 ? [$"{copy.Folder} holds no {SnapshotPublisher.ManifestName}; give a folder of copies."] : copy.Found.Faults),
            .. runs.Values.Where(WasPublished).OrderBy(run => run.RunId, StringComparer.Ordinal).SelectMany(run => OfRun(run, here, all)),
            .. all.SelectMany(manifest => OfManifest(manifest, runs, here)),
            .. here.Copies.SelectMany(manifest => OutOfPlace(manifest, runs, here)),
            .. OfOrder(runs.Values),
            .. OfDecisions(reviews, runs),
            .. OfBeginnings(runs.Values, chain.Decisions),
            .. witnesses.Count == 0 ? WithoutWitness(runs.Values, reviews) : [],
        ];
        return new Audit(chain, witnesses.Count, findings);
    }

    /// <summary>Any trace of a publication counts: a state alone is quickly changed.</summary>
    private static bool WasPublished(RunRow run) => run.State == "published" || run.ManifestSha256 is not null || run.Snapshot is not null || run.PublishedOrder is not null;

    /// <summary>What the ledger says of a published run, against the file in its place.</summary>
    private static IEnumerable<string> OfRun(RunRow run, Manifests here, List<ManifestCopy> all)
    {
        if (run.State != "published")
            yield return $"Run {run.RunId} was published, but the ledger has it as {run.State} now. If it is being published again, wait for its end.";
        var path = here.PlaceOf(run);
        if (run.Snapshot?.Replace('\\', '/') != $"snapshots/{run.AsOf}/{run.RunId}")
            yield return $"Run {run.RunId}: the ledger has its snapshot at '{run.Snapshot}', expected snapshots/{run.AsOf}/{run.RunId}.";
        if (run.ManifestSha256 is null)
            yield return $"Run {run.RunId} was published, but the ledger has no hash of its manifest.";
        var there = here.Copies.FirstOrDefault(manifest => manifest.Path == path);
        if (there is not null && there.Sha256 != run.ManifestSha256)
            yield return $"{path} has SHA-256 {there.Sha256}, the ledger says {run.ManifestSha256 ?? "nothing"} for run {run.RunId}: one of the two was changed.";
        if (there is null && !here.Unreadable.Contains(path))
            yield return $"Run {run.RunId} was published, but its manifest {path} is missing.{CopyOf(run, all)}";
        var same = there?.Sha256 == run.ManifestSha256 ? there : all.Find(manifest => manifest.Sha256 == run.ManifestSha256);
        if (same is not null)
            foreach (var (what, ledger, manifest) in Shared(run, same).Where(value => value.Ledger != value.Manifest))
                yield return $"Run {run.RunId}: the ledger has {what} {ledger ?? "nothing"}, its manifest {manifest ?? "nothing"}.";
    }

    private static string CopyOf(RunRow run, List<ManifestCopy> all) =>
        all.Find(manifest => manifest.Sha256 == run.ManifestSha256) is { } copy ? $" A copy with its hash is {copy.Path}." : "";

    private static IEnumerable<(string What, string? Ledger, string? Manifest)> Shared(RunRow run, ManifestCopy manifest)
    {
        yield return ("run id", run.RunId, manifest.RunId);
        yield return ("as-of date", run.AsOf, manifest.AsOf);
        yield return ("previous run", run.PreviousRunId, manifest.PreviousRunId);
        if (manifest.HasRegister && run.ReviewId is { } decisions)
            yield return ("number of decisions", decisions.ToString(CultureInfo.InvariantCulture), manifest.Decisions.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What a manifest says, against the ledger.</summary>
    private static IEnumerable<string> OfManifest(ManifestCopy manifest, Dictionary<string, RunRow> runs, Manifests here)
    {
        if (!runs.TryGetValue(manifest.RunId, out var run))
            yield return $"{manifest.Path} is the manifest of run {manifest.RunId}, which the store does not have.";
        else if (!WasPublished(run))
            yield return $"{manifest.Path} is the manifest of run {manifest.RunId}, which the ledger has as {run.State}, never published. If it was stopped as it published, the same command ends it: jaksignals weekly --as-of {run.AsOf}";
        else if (manifest.Sha256 != run.ManifestSha256 && manifest.Path != here.PlaceOf(run))     // where it is in its place, its run has said so
            yield return $"{manifest.Path} has SHA-256 {manifest.Sha256}, the ledger says {run.ManifestSha256 ?? "nothing"} for run {run.RunId}: one of the two was changed.";
        if (manifest.PreviousRunId is { } previous && !runs.ContainsKey(previous))
            yield return $"{manifest.Path} is compared with run {previous}, which the store does not have.";
    }

    /// <summary>Who reads all snapshots would count a second copy twice.</summary>
    private static IEnumerable<string> OutOfPlace(ManifestCopy manifest, Dictionary<string, RunRow> runs, Manifests here) =>
        runs.TryGetValue(manifest.RunId, out var run) && manifest.Sha256 == run.ManifestSha256 && manifest.Path != here.PlaceOf(run)
            ? [$"{manifest.Path} is the manifest of run {run.RunId}, which belongs to {here.PlaceOf(run)}."] : [];

    /// <summary>Which publication is the newest decides what the console shows and what a week is compared with.</summary>
    private static IEnumerable<string> OfOrder(IEnumerable<RunRow> runs)
    {
        var (latest, by) = (DateTimeOffset.MinValue, "");
        foreach (var run in runs.Where(run => run.State == "published").OrderBy(run => run.PublishedOrder))
        {
            if (run.PublishedOrder is not > 0)
                yield return $"Run {run.RunId} was published, but has no place among the publications.";
            if (!DateTimeOffset.TryParse(run.FinishedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var finished))
                yield return $"Run {run.RunId} was published at '{run.FinishedAt}', which is no time.";
            else if (latest - finished > ClocksApart)
                yield return $"Run {run.RunId} was published at {run.FinishedAt}, before run {by}, but comes after it in the order of publications: order or times were changed.";
            if (finished > latest)
                (latest, by) = (finished, run.RunId);
        }
    }

    /// <summary>A decision cites the manifest it was made on, and its hash covers the citation.</summary>
    private static IEnumerable<string> OfDecisions(IReadOnlyList<Review> reviews, Dictionary<string, RunRow> runs)
    {
        foreach (var cited in reviews.Where(review => review.RunId.Length > 0 && review.ManifestSha256.Length > 0).GroupBy(review => (review.RunId, review.ManifestSha256)))
        {
            var first = cited.First();
            var decision = string.Create(CultureInfo.InvariantCulture, $"Decision {first.ReviewId} was made on run {first.RunId} with the manifest {first.ManifestSha256}");
            if (!runs.TryGetValue(first.RunId, out var run))
                yield return $"{decision}, but the store does not have the run.";
            else if (run.ManifestSha256 != first.ManifestSha256)
                yield return $"{decision}, but the ledger says {run.ManifestSha256 ?? "nothing"}.";
        }
    }

    private static IEnumerable<string> OfBeginnings(IEnumerable<RunRow> runs, long decisions) =>
        runs.Where(run => run.ReviewId > decisions).OrderBy(run => run.RunId, StringComparer.Ordinal)
            .Select(run => string.Create(CultureInfo.InvariantCulture, $"Run {run.RunId} began after {run.ReviewId} decisions, the store has {decisions}."));

    /// <summary>Without a single head kept elsewhere the chain proves nothing about its end.</summary>
    private static IEnumerable<string> WithoutWitness(IEnumerable<RunRow> runs, IReadOnlyList<Review> reviews)
    {
        var first = reviews.Count > 0 ? reviews[0].DecidedAt : null;
        var after = runs.Where(WasPublished).Where(run => run.ReviewId > 0 || (first is not null && string.CompareOrdinal(run.StartedAt, first) > 0)).Select(run => run.RunId).Order(StringComparer.Ordinal).ToList();
        return after.Count == 0 ? [] : [$"Runs were published after decisions ({string.Join(", ", after)}), but no manifest that saw a decision is there to be compared with."];
    }

    /// <summary>The manifests below a folder, read.</summary>
    private sealed record Manifests(string Root, IReadOnlyList<ManifestCopy> Copies, IReadOnlySet<string> Unreadable, IReadOnlyList<string> Faults)
    {
        /// <summary>Where the manifest of a run is, among these.</summary>
        public string PlaceOf(RunRow run) => Path.GetFullPath(Path.Combine(Root, run.AsOf, run.RunId, SnapshotPublisher.ManifestName));

        public static Manifests In(string folder)
        {
            var found = ManifestSearch.Below(folder);
            var (copies, unreadable, faults) = (new List<ManifestCopy>(), new HashSet<string>(StringComparer.Ordinal), found.Faults.ToList());
            foreach (var path in found.Paths)
                if (ManifestCopy.Read(path, out var fault) is { } copy)
                    copies.Add(copy);
                else
                {
                    faults.Add(fault!);
                    unreadable.Add(path);
                }
            return new Manifests(found.Root, copies, unreadable, faults);
        }
    }
}
