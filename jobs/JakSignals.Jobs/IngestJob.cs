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
/// <param name="store">The store.</param>
/// <param name="status">Reads its quarantine.</param>
/// <param name="cohorts">What the catalogue says of rows of cohort tables.</param>
/// <param name="dataFolder">Where quarantine files go.</param>
/// <param name="log">Log.</param>
public sealed class IngestJob(CaseStore store, StoreStatus status, ExposureChecks cohorts, string dataFolder, ILogger<IngestJob> log)
{
    /// <summary>Runs the step.</summary>
    /// <param name="paths">Zips, folders, files.</param>
    /// <param name="progress">Hears the name of each load as it begins, and the rows written of it.</param>
    /// <param name="cancel">Stops; the load under way leaves nothing behind.</param>
    public IngestResult Run(IReadOnlyList<string> paths, IJobProgress progress, CancellationToken cancel)
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
                var exposures = ExposureTable.Read(table, cohorts, quarantine);
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
