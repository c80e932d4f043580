using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>What to know of the sources of a run: which were withdrawn, which hold the same reports, which cases came again after their deletion.</summary>
internal static class SourceChecks
{
    /// <summary>The rows of data quality, in the order of the loads' digests.</summary>
    public static IEnumerable<QualityRow> Of(Database database, ComputedWeek week)
    {
        var ledger = new SourceLedger(database, TimeProvider.System);
        var sources = ledger.All().OrderBy(source => source.Digest, StringComparer.Ordinal).ToList();
        return [.. Withdrawn(sources, week.Register.Sources), .. Differing(ledger, sources, week.Scope), .. NotCompared(ledger, week.Scope), .. Deleted(week.Week)];
    }

    /// <summary>Sources that were withdrawn when the run began, whatever was decided since.</summary>
    private static IEnumerable<QualityRow> Withdrawn(List<StoredSource> sources, SourceRegister register) =>
        from source in sources
        let decision = register.WithdrawalOf(source.Digest)
        where decision is not null
        select new QualityRow("withdrawn_source", source.MainFile.ShortName, source.MainFile.Kind.ToString(), source.Period, source.Name,
            source.Files.Sum(file => file.RowsRead), $"withdrawn on {decision.DecidedAt[..10]} by {decision.UserName}: {decision.Rationale}");

    /// <summary>Pairs of loads that the run sees and that hold the same reports with other contents.</summary>
    private static IEnumerable<QualityRow> Differing(SourceLedger ledger, List<StoredSource> sources, RunScope scope)
    {
        var byLoad = sources.ToDictionary(source => source.LoadId);
        var rows = from overlap in ledger.Overlaps()
                   where overlap.Differing > 0 && scope.Loads.Contains(overlap.LoadId) && scope.Loads.Contains(overlap.OtherLoadId)
                   let later = byLoad[overlap.LoadId]
                   let earlier = byLoad[overlap.OtherLoadId]
                   let counts = earlier.CountsBefore(later) ? earlier : later
                   let other = counts == earlier ? later : earlier
                   orderby counts.Digest, other.Digest
                   select new QualityRow("reports_differ", counts.MainFile.ShortName, counts.MainFile.Kind.ToString(), counts.Period, other.Name, overlap.Differing,
                       $"where receipt, number and version are alike, that of {counts.Name} counts");
        return rows;
    }

    private static IEnumerable<QualityRow> NotCompared(SourceLedger ledger, RunScope scope)
    {
        var loads = ledger.NotCompared(scope);
        if (loads > 0)
            yield return new QualityRow("loads_not_compared", null, null, null, null, loads, "loads of a quarter that has several, made by a program that did not compare their reports");
    }

    private static IEnumerable<QualityRow> Deleted(CountedWeek week)
    {
        if (week.ReportedAfterDeletion > 0)
            yield return new QualityRow("reported_after_deletion", null, null, null, null, week.ReportedAfterDeletion, "deleted cases with a report after the latest list that names them; they stay deleted");
    }
}
