using System.Diagnostics.Metrics;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>The meter <c>JakSignals</c>: what runs, steps and jobs left, for <c>dotnet-counters</c> or OpenTelemetry.</summary>
public static class JobMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "JakSignals";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> RunCount = Meter.CreateCounter<long>("jaksignals.runs", "{run}", "Weekly runs that ended, by outcome");
    private static readonly Histogram<double> StepTime = Meter.CreateHistogram<double>("jaksignals.step.duration", "s", "Time of a step, by step and outcome");
    private static readonly Counter<long> JobCount = Meter.CreateCounter<long>("jaksignals.jobs", "{job}", "Jobs of the timetable that ended, by entry and outcome");
    private static readonly Counter<long> RowCount = Meter.CreateCounter<long>("jaksignals.rows.loaded", "{row}", "Records loaded into the store");
    private static readonly Counter<long> QuarantineCount = Meter.CreateCounter<long>("jaksignals.records.quarantined", "{record}", "Records set aside as unreadable");

    /// <summary>A step or a job ended.</summary>
    /// <param name="work">Which.</param>
    /// <param name="outcome"><c>finished</c>, <c>failed</c>, <c>released</c>, <c>lost</c> to or <c>left</c> to another process.</param>
    /// <param name="time">How long it took.</param>
    internal static void WorkEnded(WorkItem work, string outcome, TimeSpan time)
    {
        if (work.RunId is null)
        {
            JobCount.Add(1, Tag("entry", work.Name.Split(' ')[0]), Tag("outcome", outcome));      // a job's key begins with its entry
            return;
        }
        StepTime.Record(time.TotalSeconds, Tag("step", work.Name), Tag("outcome", outcome));
        if (RunOutcome(work.Name, outcome) is { } end)
            RunCount.Add(1, Tag("outcome", end));
    }

    /// <summary>What the end of a step makes of its run; null when the run goes on, or was published before.</summary>
    private static string? RunOutcome(string step, string outcome) => (step, outcome) switch
    {
        ("publish", "finished") => "published",
        ("report", _) => null,
        (_, "failed" or "released") => outcome,
        _ => null,
    };

    /// <summary>A load was committed.</summary>
    internal static void Loaded(long loaded, long quarantined)
    {
        RowCount.Add(loaded);
        QuarantineCount.Add(quarantined);
    }

    /// <summary>Lets the lag of the newest source be observed, in days; null is not reported.</summary>
    /// <param name="meter">Meter of the server, which ends the observation when it is disposed of.</param>
    /// <param name="lag">Reads the lag.</param>
    public static void ObserveSourceLag(Meter meter, Func<int?> lag) =>
        meter.CreateObservableGauge("jaksignals.source.lag", () => lag() is { } days ? [new Measurement<int>(days)] : Array.Empty<Measurement<int>>(), "d", "Days from the end of the newest FAERS quarter to today");

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
