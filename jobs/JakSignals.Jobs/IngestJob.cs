using JakSignals.Ingest;
using JakSignals.Ingest.Faers;
using JakSignals.Ingest.Tables;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>What became of one load.</summary>
/// <param name="Name">Name of the quarter or file.</param>
/// <param name="Outcome">What it left in the store.</param>
/// <param name="QuarantineFile">Where its quarantined records can be read; null when there are none.</param>
public sealed record IngestedLoad(string Name, LoadOutcome Outcome, string? QuarantineFile)
{
    /// <summary>The decision by which it was withdrawn before it was given again; null for a load that was not.</summary>
    public Review? WithdrawnBefore { get; init; }

    /// <summary>Whether it was withdrawn and runs see it again from now on.</summary>
    public bool IsReinstated { get; init; }
}

/// <summary>Somebody gives sources by hand: what was withdrawn is in again when it is given again.</summary>
/// <param name="By">Who, for the audit line.</param>
/// <param name="Reason">Why, for the audit line.</param>
public sealed record Reinstating(string By, string Reason);

/// <summary>What became of all sources given.</summary>
/// <param name="Loads">Loads that are in the store, in the order they were loaded.</param>
/// <param name="Refused">Sources refused as a whole.</param>
/// <param name="Ignored">Files that are no sources.</param>
public sealed record IngestResult(IReadOnlyList<IngestedLoad> Loads, IReadOnlyList<SetAside> Refused, IReadOnlyList<SetAside> Ignored);

/// <summary>Loads what is new under the paths given: each quarter, list or table whole or not at all.</summary>
public sealed class IngestJob(CaseStore store, StoreStatus status, SourceLedger sources, string dataFolder, ILogger<IngestJob> log)
{
    /// <summary>Runs the step.</summary>
    /// <param name="paths">Zips, folders, files.</param>
    /// <param name="progress">Hears the name of each load as it begins, and the rows written of it.</param>
    /// <param name="cancel">Stops; the load under way leaves nothing behind.</param>
    /// <param name="reinstating">Who gives them; null for a timetable, which leaves withdrawn what was withdrawn though its file still lies in the drop folder.</param>
    public IngestResult Run(IReadOnlyList<string> paths, IJobProgress progress, CancellationToken cancel, Reinstating? reinstating = null)
    {
        var found = SourceDiscovery.Find(paths);
        var refused = found.Refused.ToList();
        var loads = new List<IngestedLoad>();
        foreach (var (name, files, load) in Loads(found, new RowsWritten(progress), cancel))
        {
            cancel.ThrowIfCancellationRequested();
            progress.Step($"Loading {name}");
            try
            {
                loads.Add(Stand(Load(name, files, load), LoadDigest.Of(files), reinstating));
            }
            catch (SourceRefusedException reason)   // the other sources are none the worse for it
            {
                refused.Add(new SetAside(name, reason.Message));
            }
        }
        foreach (var load in loads)
            LogDiffering(load);
        foreach (var twice in found.Quarters.Where(quarter => quarter.Period is not null).GroupBy(quarter => quarter.Period).Where(same => same.Count() > 1))
            LogGivenTogether(twice.Key!, [.. twice.Select(quarter => quarter.Name)]);
        foreach (var quarter in found.Quarters.Where(q => q.MissingTables.Count > 0))
            LogMissing(quarter);
        foreach (var source in refused)
            log.Refused(source.Name, source.Reason);
        foreach (var file in found.Ignored)
            log.Ignored(file.Name, file.Reason);
        return new IngestResult(loads, refused, found.Ignored);
    }

    private IEnumerable<(string Name, IReadOnlyList<SourceFile> Files, Func<LoadOutcome> Load)> Loads(
        DiscoveredSources found, RowsWritten progress, CancellationToken cancel)
    {
        foreach (var quarter in found.Quarters)
            yield return (quarter.Name, quarter.Files, () =>
                store.Load(quarter.Files, (vocabulary, quarantine) => new FaersQuarterLoad(quarter, vocabulary, quarantine), progress, cancel));
        foreach (var table in found.CaseTables)
            yield return (table.File.Name, [table.File], () =>
                store.Load([table.File], (vocabulary, quarantine) => new CaseTableLoad(table, vocabulary, quarantine), progress, cancel));
        foreach (var list in found.DeletedCaseLists)
            yield return (list.File.Name, [list.File], () => store.LoadDeletedCases(list.File, quarantine =>
            {
                var deleted = DeletedCaseList.Read(list, quarantine);
                return (deleted.CaseIds, deleted.Tally);
            }));
        foreach (var table in found.ExposureTables)
            yield return (table.File.Name, [table.File], () => store.LoadExposures(table.File, quarantine =>
            {
                var exposures = ExposureTable.Read(table, quarantine);
                return (exposures.Rows, exposures.Tally);
            }));
    }

    private void LogMissing(FaersQuarterFiles quarter)
    {
        var tables = string.Join(", ", quarter.MissingTables);
        log.TablesMissing(quarter.Name, tables);
    }

    private void LogDiffering(IngestedLoad load)
    {
        foreach (var shared in load.Outcome.Shared.Where(shared => shared.Differing > 0))
            log.ReportsDiffer(load.Name, shared.Differing, shared.Same, shared.Other, shared.OtherCounts ? shared.Other : load.Name);
    }

    private void LogGivenTogether(string period, List<string> names)
    {
        var order = string.Join(", then ", names);
        log.GivenTogether(period, order);
    }

    /// <summary>What was withdrawn stays so, or is in again.</summary>
    private IngestedLoad Stand(IngestedLoad load, string digest, Reinstating? reinstating)
    {
        var source = load.Outcome.AlreadyLoaded ? sources.All().Single(source => source.Digest == digest) : null;
        if (source?.Withdrawal is not { } withdrawal)
            return load;
        var day = withdrawal.DecidedAt[..10];
        if (reinstating is null)
        {
            log.StaysWithdrawn(load.Name, day, withdrawal.UserName, withdrawal.Rationale);
            return load with { WithdrawnBefore = withdrawal };
        }
        if (sources.Reinstate(source, reinstating.Reason, reinstating.By).Fault is { } fault)
            throw new StoreException(fault);
        log.Reinstated(load.Name, day, reinstating.By);
        return load with { WithdrawnBefore = withdrawal, IsReinstated = true, Outcome = load.Outcome with { Shared = sources.Shared(digest) } };
    }

    private IngestedLoad Load(string name, IReadOnlyList<SourceFile> files, Func<LoadOutcome> load)
    {
        var outcome = load();
        if (outcome.AlreadyLoaded)
        {
            log.LoadedBefore(name);
        }
        else
        {
            log.Loaded(name, outcome.Total);
            JobMetrics.Loaded(outcome.Total.Loaded, outcome.Total.Quarantined);
        }
        return new IngestedLoad(name, outcome, ShowQuarantine(name, LoadDigest.Of(files), outcome));
    }

    /// <summary>A load that a kill cut off from its text gets it when it is given again.</summary>
    private string? ShowQuarantine(string name, string digest, LoadOutcome outcome)
    {
        var path = QuarantineFile.PathOf(dataFolder, name, digest);
        if (outcome.AlreadyLoaded && File.Exists(path))
            return path;
        var count = QuarantineFile.Write(path, status.QuarantinedOf(digest));
        if (count == 0)
            return null;
        log.Quarantined(name, count, path);
        return path;
    }

    /// <summary><see cref="Progress{T}"/> would report from another thread, after the step is over.</summary>
    private sealed class RowsWritten(IJobProgress progress) : IProgress<long>
    {
        public void Report(long value) => progress.Rows(value, null);
    }
}
