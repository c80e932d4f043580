using System.ComponentModel.DataAnnotations;
using System.Globalization;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>When a run is refused publication. These settings shape no figure and are no part of a run's id.</summary>
public sealed record QualityGateOptions
{
    /// <summary>By how much the current cases may fall short of the previous run's, in per cent of those.</summary>
    [Range(0.0, 100.0)] public double MaximumCaseLossPercent { get; init; } = 10;

    /// <summary>How many records of the loads new since the previous run may be in quarantine, in per cent of those read.</summary>
    [Range(0.0, 100.0)] public double MaximumQuarantinedPercent { get; init; } = 5;
}

/// <summary>A run is not fit to be published; nothing of it was.</summary>
public sealed class QualityGateException : Exception
{
    /// <summary>Which check, what was found, what is allowed, which setting says so.</summary>
    public QualityGateException(string message) : base(message) { }

    /// <summary>Which check, what was found, what is allowed, and the cause.</summary>
    public QualityGateException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified fault; give a message.</summary>
    public QualityGateException() { }
}

/// <summary>Refuses to publish what would look like news and is a fault of a source: cases that vanished, records that could not be read.</summary>
public sealed class QualityGateJob(Database database, QualityGateOptions options, ILogger log) : IWeeklyStep
{
    /// <inheritdoc/>
    public string Name => "quality_gate";

    /// <inheritdoc/>
    public string Title => "Checking whether the run may be published";

    /// <inheritdoc/>
    /// <exception cref="QualityGateException">It may not.</exception>
    public WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var checks = new[] { Cases(week, progress, cancel), Quarantine(week.Scope) };
        var faults = checks.Where(check => check.Fault is not null).Select(check => check.Fault).ToList();
        if (faults.Count > 0)
            throw new QualityGateException($"Run {week.RunId} is not published: {string.Join(" ", faults)} Look at status and the quarantine files. If all is in order, raise the limit and run the same command again.");
        var findings = string.Join("; ", checks.Select(check => check.Finding));
        log.GatePassed(week.RunId, findings);
        return new WorkResult(checks.Length, findings, _ => { });
    }

    /// <summary>Cases that went with a withdrawn source are no loss: somebody decided so, with a reason on record.</summary>
    private Check Cases(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var runs = new RunStore(database);
        var now = runs.Find(week.RunId)?.Cases ?? 0;
        if (now == 0)
            return new("no current case", "no current case was received by the as-of date. Load sources first, or give a later --as-of.");
        if (week.Scope.Previous is not { } previous)
            return new(Text($"{now:N0} current cases, no previous run"), null);
        if (runs.Find(previous.RunId)?.Cases is not { } before)
            return new(Text($"{now:N0} current cases; not compared, because the ledger has no count of {previous.RunId}"), null);
        var withdrawn = previous.Loads.All(week.Scope.Loads.Contains) ? 0 : week.Counted(progress, cancel).Withdrawn;
        var loss = Percent(before - withdrawn - now, before);
        var finding = Text($"current cases went from {before:N0} ({previous.RunId}) to {now:N0}");
        if (withdrawn > 0)
            finding += Text($", {withdrawn:N0} of them with withdrawn sources");
        return new(finding, loss <= options.MaximumCaseLossPercent ? null
            : Text($"{finding}, a loss of {loss:0.0#} %, more than QualityGate:MaximumCaseLossPercent of {options.MaximumCaseLossPercent} %."));
    }

    private Check Quarantine(RunScope scope)
    {
        var fresh = scope.Loads.Where(load => scope.Previous?.Loads.Contains(load) != true).ToHashSet();
        var (read, quarantined) = LoadTallies.Of(database, fresh);
        var share = Percent(quarantined, read);
        var finding = Text($"{quarantined:N0} of {read:N0} records of {fresh.Count:N0} new loads are in quarantine");
        return new(finding, share <= options.MaximumQuarantinedPercent ? null
            : Text($"{finding}, {share:0.0#} %, more than QualityGate:MaximumQuarantinedPercent of {options.MaximumQuarantinedPercent} %."));
    }

    private static double Percent(long part, long whole) => whole == 0 ? 0 : 100.0 * part / whole;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Check(string Finding, string? Fault);
}
