using JakSignals.Cases;
using JakSignals.Incidence;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Statistics;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>Everything a snapshot is made from.</summary>
internal sealed record ComputedWeek(string RunId, RunScope Scope, CountedWeek Week, CohortRates Rates, IReadOnlyList<ScoredPair> Pairs, Register Register)
{
    /// <summary>What the week has in memory, computed as far as it is not.</summary>
    public static ComputedWeek Of(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var pairs = week.Pairs(progress, cancel);
        return new ComputedWeek(week.RunId, week.Scope, week.Counted(progress, cancel), week.Rates(cancel), pairs, week.Register);
    }
}

/// <summary>Makes the tables and the manifest of a snapshot, and publishes it under the data folder.</summary>
public sealed class PublishJob(Database database, WeeklyOptions options, IParquetWriter parquet, string dataFolder, RunLedger ledger, ILogger log) : IWeeklyStep
{
    private const int UnmappedNamesShown = 500;
    private const int PairsShown = 500;

    /// <inheritdoc/>
    public string Name => "publish";

    /// <inheritdoc/>
    public string Title => "Publishing the snapshot";

    /// <inheritdoc/>
    /// <remarks>The files are in their place before the mark is entered: a kill between the two costs writing them once more, to the same bytes.</remarks>
    public WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var computed = ComputedWeek.Of(week, progress, cancel);
        var before = new RunStore(database).Find(week.RunId)?.ManifestSha256;
        var published = new SnapshotPublisher(parquet).Publish(dataFolder, Manifest(computed), Tables(computed), before, new RowsWritten(progress), cancel);
        week.Published = published;
        log.Published(week.RunId, published.Folder, published.ManifestSha256);
        if (published.SetAside is { } aside)
        {
            log.SetAside(week.RunId, aside);
            progress.Line($"{published.Folder} was there and is not as it was published; it is kept as {aside}");
        }
        return new WorkResult(published.Manifest.Files.Sum(file => file.Rows), null,
            write => ledger.Publish(write, week.RunId, Path.GetRelativePath(dataFolder, published.Folder), published.ManifestSha256));
    }

    /// <summary>Writes the same files into a folder, to be compared.</summary>
    public PublishedSnapshot Write(WeekInMemory week, string folder, IJobProgress progress, CancellationToken cancel)
    {
        var computed = ComputedWeek.Of(week, progress, cancel);
        return new SnapshotPublisher(parquet).Write(folder, Manifest(computed), Tables(computed), new RowsWritten(progress), cancel);
    }

    private List<TableSource> Tables(ComputedWeek week)
    {
        var (asOf, scope) = (week.Scope.AsOf, options.Signals.RoleScope.Code());
        return
        [
            SnapshotTables.Signals(asOf, [.. week.Pairs, .. week.Week.Findings.Strata]),
            SnapshotTables.Incidence(asOf, week.Rates.Rates),
            SnapshotTables.Trend(asOf, scope, week.Week.Trend),
            SnapshotTables.Robustness(asOf, week.Week.Findings.Specifications),
            SnapshotTables.Masking(asOf, week.Week.Findings.Unmasked),
            SnapshotTables.Cases(asOf, week.Week.Lines),
            SnapshotTables.Register(asOf, RegisterRows.Of(week.Register, week.Pairs, options.Signals)),
            SnapshotTables.DataQuality(asOf, QualityRows(week)),
            SnapshotTables.Catalogue(asOf, CatalogueFacts.Of(options.Catalogue)),
        ];
    }

    private List<QualityRow> QualityRows(ComputedWeek week) =>
    [
        .. Quality(week.Week),
        .. week.Week.Completeness,
        .. ApprovedNames(week),
        .. CohortsRejected(week.Rates),
        .. WithoutComparison(week.Pairs),
        .. Scoring(week.Week),
        .. SourceChecks.Of(database, week),
    ];

    private SnapshotManifest Manifest(ComputedWeek week) => new()
    {
        RunId = week.RunId,
        AsOf = week.Scope.AsOf,
        PreviousRunId = week.Scope.Previous?.RunId,
        PreviousAsOf = week.Scope.Previous?.AsOf,
        CodeVersion = WeeklyOptions.CodeVersion,
        ParquetWriter = parquet.CreatedBy,
        Store = database.Engine,
        Simulated = week.Week.Simulated,
        Cases = week.Week.Cases,
        PairsTested = week.Pairs.Count,
        PairsObserved = week.Week.Counted.Counts.Distinct,
        Prior = Prior(week.Week.Counted.Fit),
        Configuration = options.Configuration,
        ConfigurationSha256 = options.ConfigurationSha256,
        Catalogues = options.Catalogue.Sha256ByFile,
        Decisions = week.Register.Count,
        AuditHead = week.Register.Head,
        Sources = [.. week.Week.Files.Select(f => new ManifestSource(f.Name, f.Kind, f.Period, f.Sha256))],
        Files = [],
    };

    private List<QualityRow> Quality(CountedWeek week)
    {
        var rows = week.Files.SelectMany(FatesOf).ToList();
        if (week.Undated > 0)
            rows.Add(new QualityRow("undated_tie", null, null, null, null, week.Undated, "cases in several case tables without a received date; the table loaded last decided"));
        var unmapped = week.Names.Where(n => n.Meaning.Rule == NameRule.Cleaned)
            .GroupBy(n => n.Meaning.Substances[0], StringComparer.Ordinal)
            .Select(names => (Name: names.Key, Rows: names.Sum(n => (long)n.Rows)))
            .OrderByDescending(n => n.Rows).ThenBy(n => n.Name, StringComparer.Ordinal).ToList();
        rows.AddRange(unmapped.Take(UnmappedNamesShown).Select(n => new QualityRow("unmapped_name", null, null, null, n.Name, n.Rows, null)));
        var rowsOf = unmapped.ToDictionary(n => n.Name, n => n.Rows, StringComparer.Ordinal);
        rows.AddRange(new NameSuggester(options.Catalogue.Drugs).Suggest(unmapped.Select(n => n.Name))
            .Select(s => new QualityRow("suggested_match", null, null, null, s.Name, rowsOf[s.Name], $"{s.Substance}: {s.Reason}")));
        rows.AddRange(week.Reading);
        return rows;
    }

    /// <summary>What became of the names that reviewers approved.</summary>
    private IEnumerable<QualityRow> ApprovedNames(ComputedWeek week)
    {
        if (options.NameRules == NameRules.AsGiven)
            yield break;
        var rows = week.Week.Names.SelectMany(name => name.Meaning.Approved.Select(approved => (Name: approved, name.Rows))).ToLookup(name => name.Name, name => (long)name.Rows, StringComparer.Ordinal);
        foreach (var approved in options.Catalogue.Drugs.Approved)
            yield return new QualityRow("approved_name", null, null, null, approved.Name, rows[approved.Name].Sum(), approved.CountsAs);
        foreach (var approved in week.Register.Names.Approved)
            if (options.Catalogue.Drugs.ApprovalFault(approved.Name, approved.Substance) is { } fault)
                yield return new QualityRow("approval_lost", null, null, null, approved.Name, 0, $"approved as {approved.CountsAs}, but {fault}");
    }

    /// <summary>Rows of cohort tables that are in no rate of this run.</summary>
    private static IEnumerable<QualityRow> CohortsRejected(CohortRates cohorts) =>
    [
        .. cohorts.Rejected.Select(one => new QualityRow("cohort_rejected", null, null, null, one.Row.Shown, 1, one.Reason)),
        .. cohorts.Doubtful.Select(row => new QualityRow("cohort_follow_up_long", null, null, null, row.Shown, 1,
            FormattableString.Invariant($"{row.PatientYears} patient-years of {row.Patients} patients from {row.PeriodStart:yyyy-MM-dd} to {row.PeriodEnd:yyyy-MM-dd}"))),
    ];

    /// <summary>Pairs whose every report of the event names the drug: the strongest there can be, and no ratio or rule can say so.</summary>
    private IEnumerable<QualityRow> WithoutComparison(IReadOnlyList<ScoredPair> pairs) =>
        pairs.Where(p => p.Table.C == 0 && p.Table.A >= options.Signals.MinimumReports)
            .OrderByDescending(p => p.Table.A).ThenBy(p => p.Drug.Key, StringComparer.Ordinal).ThenBy(p => p.Event.Key, StringComparer.Ordinal)
            .Take(PairsShown)
            .Select(p => new QualityRow("pair_without_comparison", null, null, null, $"{p.Drug.Name} × {p.Event.Name}", p.Table.A, "no report of the event without the drug"));

    /// <summary>What to know of the scores of this run.</summary>
    private IEnumerable<QualityRow> Scoring(CountedWeek week)
    {
        if (week.Findings.Duplicates > 0)
            yield return new QualityRow("near_duplicate", null, null, null, null, week.Findings.Duplicates, "cases that repeat another under another id; counted, but left out in half of the robustness grid");
        if (week.Counted.Fit is { Prior: null } fit)
            yield return new QualityRow("ebgm_not_fitted", null, null, null, null, 0, fit.Reason);
        var moved = options.Catalogue.Drugs.Approved.ToDictionary(name => name.Name, name => name.Substance, StringComparer.Ordinal);
        foreach (var (drug, @event) in week.Counted.Lost.Take(PairsShown))
            yield return moved.TryGetValue(drug, out var substance)
                ? new QualityRow("signal_moved", null, null, null, $"{drug} × {@event}", 0, $"a signal of the previous run that counts under {substance} since the name was approved")
                : new QualityRow("signal_lost", null, null, null, $"{drug} × {@event}", 0, "a signal of the previous run whose drug or event the catalogue does not know any more");
    }

    private static ManifestPrior Prior(GammaPoissonFit fit) => new(fit.Prior?.Alpha1, fit.Prior?.Beta1, fit.Prior?.Alpha2, fit.Prior?.Beta2, fit.Prior?.P,
        fit.Prior is null ? null : fit.NegativeLogLikelihood, fit.Starts.Count, fit.Agreeing, fit.Reason);

    private static IEnumerable<QualityRow> FatesOf(FileFates file)
    {
        QualityRow Row(string check, long rows) => new(check, file.Name, file.Kind, file.Period, null, rows, null);
        return
        [
            Row("rows_read", file.Read), Row("rows_current", file.Current), Row("rows_superseded", file.Superseded),
            Row("rows_deleted", file.Deleted), Row("rows_later", file.Later), Row("rows_quarantined", file.Quarantined),
        ];
    }

    /// <summary><see cref="Progress{T}"/> would report from another thread, after the step is over.</summary>
    private sealed class RowsWritten(IJobProgress progress) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => progress.Rows(value.Done, value.Total);
    }
}
