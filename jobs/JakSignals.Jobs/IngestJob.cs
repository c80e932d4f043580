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
public sealed record IngestedLoad(string Name, LoadOutcome Outcome, string? QuarantineFile);

/// <summary>What became of all sources given.</summary>
/// <param name="Loads">Loads that are in the store, in the order they were loaded.</param>
/// <param name="Refused">Sources refused as a whole.</param>
/// <param name="Ignored">Files that are no sources.</param>
public sealed record IngestResult(IReadOnlyList<IngestedLoad> Loads, IReadOnlyList<SetAside> Refused, IReadOnlyList<SetAside> Ignored);

/// <summary>Loads what is new under the paths given: each quarter, list or table whole or not at all.</summary>
public sealed class IngestJob(CaseStore store, StoreStatus status, string dataFolder, ILogger<IngestJob> log, double maximumIncompletePercent = Completeness.DefaultMaximumPercent)
{
    /// <summary>Runs the step.</summary>
    /// <param name="paths">Zips, folders, files.</param>
    /// <param name="progress">Hears the name of each load as it begins, and the rows written of it.</param>
    /// <param name="cancel">Stops; the load under way leaves nothing behind.</param>
    /// <param name="accepted">Quarters to load although they seem incomplete; null for none.</param>
    public IngestResult Run(IReadOnlyList<string> paths, IJobProgress progress, CancellationToken cancel, Acceptance? accepted = null)
    {
        accepted ??= Acceptance.None;
        var found = SourceDiscovery.Find(paths);
        var refused = found.Refused.ToList();
        refused.AddRange(accepted.Unknown(found.Quarters).Select(name => new SetAside(name, "--accept names no quarter among the paths given. Give its period, such as 2026Q1, or the name of its archive.")));
        var loads = new List<IngestedLoad>();
        foreach (var (name, files, load) in Loads(found, accepted, new RowsWritten(progress), cancel))
        {
            cancel.ThrowIfCancellationRequested();
            progress.Step($"Loading {name}");
            try
            {
                loads.Add(Load(name, files, load));
            }
            catch (SourceRefusedException reason)   // the other sources are none the worse for it
            {
                refused.Add(new SetAside(name, reason.Message));
            }
        }
        foreach (var quarter in found.Quarters.Where(q => q.MissingTables.Count > 0))
            LogMissing(quarter);
        foreach (var source in refused)
            log.Refused(source.Name, source.Reason);
        foreach (var file in found.Ignored)
            log.Ignored(file.Name, file.Reason);
        return new IngestResult(loads, refused, found.Ignored);
    }

    private IEnumerable<(string Name, IReadOnlyList<SourceFile> Files, Func<LoadOutcome> Load)> Loads(
        DiscoveredSources found, Acceptance accepted, RowsWritten progress, CancellationToken cancel)
    {
        foreach (var quarter in found.Quarters)
            yield return (quarter.Name, quarter.Files, () =>
                store.Load(quarter.Files, (vocabulary, quarantine) => new FaersQuarterLoad(quarter, vocabulary, quarantine), progress, cancel,
                    accepted.GateOf(quarter, maximumIncompletePercent)));
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
            foreach (var finding in outcome.Findings.Where(IsToBeTold))
                log.Noticed(finding.File, finding.Finding, finding.Rows);
        }
        return new IngestedLoad(name, outcome, ShowQuarantine(name, LoadDigest.Of(files), outcome));
    }

    /// <summary>Shares of 0 are no news; how many reports have no outcome is in data quality.</summary>
    private static bool IsToBeTold(FileFinding finding) =>
        finding.Finding is Findings.Empty or Findings.Accepted || finding.Rows > 0 && finding.Finding != Findings.WithoutOutcome;

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
