using System.Globalization;
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
/// <param name="Left">Files of a drop folder that are left for the next time.</param>
/// <param name="Empty">Loads that are in the store and gave nothing: no record, or none that could be read.</param>
public sealed record IngestResult(
    IReadOnlyList<IngestedLoad> Loads, IReadOnlyList<SetAside> Refused, IReadOnlyList<SetAside> Ignored, IReadOnlyList<SetAside> Left,
    IReadOnlyList<SetAside> Empty)
{
    /// <summary>Nothing that was given failed to give something.</summary>
    public bool IsComplete => Refused.Count == 0 && Empty.Count == 0;

    /// <summary>A line for each file or load that gave nothing, with the reason.</summary>
    public IReadOnlyList<string> NotLoaded =>
    [
        .. Refused.Select(source => $"{source.Name} was refused: {source.Reason}"),
        .. Empty.Select(load => $"Warning: {load.Name}: {load.Reason}"),
        .. Left.Select(file => $"{file.Name} is {file.Reason}"),
        .. Ignored.Select(file => $"{file.Name} is not read: {file.Reason}"),
    ];
}

/// <summary>Loads what is new under the paths given: each quarter, list or table whole or not at all.</summary>
/// <param name="store">Where reports go.</param>
/// <param name="status">Where quarantined records are read back.</param>
/// <param name="sources">What was loaded, and what of it is withdrawn.</param>
/// <param name="cohorts">What the catalogue says of rows of cohort tables.</param>
/// <param name="dataFolder">Folder of the quarantine files.</param>
/// <param name="log">Log.</param>
/// <param name="search">How sources are looked for; null for the defaults.</param>
/// <param name="maximumIncompletePercent">How incomplete a quarter may be, in per cent of its reports; see <see cref="Completeness"/>.</param>
public sealed class IngestJob(
    CaseStore store, StoreStatus status, SourceLedger sources, ExposureChecks cohorts, string dataFolder, ILogger<IngestJob> log,
    SearchOptions? search = null, double maximumIncompletePercent = Completeness.DefaultMaximumPercent)
{
    private readonly SearchOptions _search = search ?? new SearchOptions();

    /// <summary>Runs the step.</summary>
    /// <param name="paths">Zips, folders, files.</param>
    /// <param name="progress">Hears the name of each load as it begins, and the rows written of it.</param>
    /// <param name="cancel">Stops; the load under way leaves nothing behind.</param>
    /// <param name="settledBy">The paths are a drop folder: what was written after this moment is left for the next time. Null loads all of it now.</param>
    /// <param name="reinstating">Who gives them; null for a timetable, which leaves withdrawn what was withdrawn though its file still lies in the drop folder.</param>
    /// <param name="accepted">Quarters to load although they seem incomplete; null for none.</param>
    public IngestResult Run(
        IReadOnlyList<string> paths, IJobProgress progress, CancellationToken cancel,
        DateTimeOffset? settledBy = null, Reinstating? reinstating = null, Acceptance? accepted = null)
    {
        accepted ??= Acceptance.None;
        progress.Step("Looking for sources");
        var found = SourceDiscovery.Find(paths, _search with { SettledBy = settledBy }, cancel);
        var (refused, left, empty) = (found.Refused.ToList(), found.Left.ToList(), new List<SetAside>());
        refused.AddRange(accepted.Unknown(found.Quarters).Select(name => new SetAside(name, "--accept names no quarter among the paths given. Give its period, such as 2026Q1, or the name of its archive.")));
        var loads = new List<IngestedLoad>();
        foreach (var source in SourcesOf(found, accepted, new RowsWritten(progress), cancel))
        {
            cancel.ThrowIfCancellationRequested();
            progress.Step($"Loading {source.Name}");
            try
            {
                var load = Stand(Load(source, cancel), LoadDigest.Of(source.Files), reinstating);
                loads.Add(load);
                if (source.WhyEmpty(load.Outcome) is { } reason)
                    empty.Add(new(source.Name, reason));
            }
            catch (SourceChangedException change) when (settledBy is not null)   // it is still on its way
            {
                left.Add(new(source.Name, "left for the next time: " + change.Message));
            }
            catch (SourceRefusedException reason)   // the other sources are none the worse for it
            {
                refused.Add(new(source.Name, reason.Message));
            }
        }
        foreach (var load in loads)
            LogDiffering(load);
        foreach (var twice in found.Quarters.Where(quarter => quarter.Period is not null).GroupBy(quarter => quarter.Period).Where(same => same.Count() > 1))
            LogGivenTogether(twice.Key!, [.. twice.Select(quarter => quarter.Name)]);
        foreach (var quarter in found.Quarters.Where(q => q.MissingTables.Count > 0))
            LogMissing(quarter);
        var result = new IngestResult(loads, refused, found.Ignored, left, empty);
        LogNotLoaded(result);
        return result;
    }

    private void LogNotLoaded(IngestResult result)
    {
        foreach (var source in result.Refused)
            log.Refused(source.Name, source.Reason);
        foreach (var load in result.Empty)
            log.GaveNothing(load.Name, load.Reason);
        foreach (var file in result.Left)
            log.Left(file.Name, file.Reason);
        foreach (var file in result.Ignored)
            log.Ignored(file.Name, file.Reason);
    }

    /// <summary>A source, and how it is loaded.</summary>
    private sealed record Source(string Name, IReadOnlyList<SourceFile> Files, bool MayBeEmpty, Func<LoadOutcome> Load)
    {
        /// <summary>Why a load that is in the store gave nothing; null when it gave something.</summary>
        internal string? WhyEmpty(LoadOutcome outcome)
        {
            var total = outcome.Total;
            if (total.Loaded + total.Superseded > 0 || MayBeEmpty && total.Read == 0)
                return null;     // what a newer report supersedes was read all the same
            return total.Read == 0
                ? "it holds no record, only headers or blank lines, and gives nothing. Is it the whole of what was published?"
                : string.Create(CultureInfo.InvariantCulture, $"none of its {total.Read} records was loaded: all are in quarantine.");
        }
    }

    private IEnumerable<Source> SourcesOf(DiscoveredSources found, Acceptance accepted, RowsWritten progress, CancellationToken cancel)
    {
        foreach (var quarter in found.Quarters)
            yield return new(quarter.Name, quarter.Files, MayBeEmpty: false, () =>
                store.Load(quarter.Files, (vocabulary, quarantine) => new FaersQuarterLoad(quarter, vocabulary, quarantine), progress, cancel,
                    accepted.GateOf(quarter, maximumIncompletePercent)));
        foreach (var table in found.CaseTables)
            yield return new(table.File.Name, [table.File], MayBeEmpty: false, () =>
                store.Load([table.File], (vocabulary, quarantine) => new CaseTableLoad(table, vocabulary, quarantine), progress, cancel));
        foreach (var list in found.DeletedCaseLists)   // a quarter in which no case was withdrawn has an empty list
            yield return new(list.File.Name, [list.File], MayBeEmpty: !list.IsNamed, () => store.LoadDeletedCases(list.File, quarantine =>
            {
                var deleted = DeletedCaseList.Read(list, quarantine, cancel);
                return (deleted.CaseIds, deleted.Tally);
            }, cancel));
        foreach (var table in found.ExposureTables)
            yield return new(table.File.Name, [table.File], MayBeEmpty: false, () => store.LoadExposures(table.File, quarantine =>
            {
                var exposures = ExposureTable.Read(table, cohorts, quarantine, cancel);
                return (exposures.Rows, exposures.Tally);
            }, cancel));
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

    private IngestedLoad Load(Source source, CancellationToken cancel)
    {
        var (name, outcome) = (source.Name, source.Load());
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
        return new IngestedLoad(name, outcome, ShowQuarantine(name, LoadDigest.Of(source.Files), outcome, cancel));
    }

    /// <summary>Shares of 0 are no news; how many reports have no outcome is in data quality.</summary>
    private static bool IsToBeTold(FileFinding finding) =>
        finding.Finding is Findings.Empty or Findings.Accepted || finding.Rows > 0 && finding.Finding != Findings.WithoutOutcome;

    /// <summary>A load that a kill cut off from its text gets it when it is given again.</summary>
    private string? ShowQuarantine(string name, string digest, LoadOutcome outcome, CancellationToken cancel)
    {
        var path = QuarantineFile.PathOf(dataFolder, name, digest);
        if (outcome.AlreadyLoaded && File.Exists(path))
            return path;
        var count = QuarantineFile.Write(path, status.QuarantinedOf(digest), cancel);
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
