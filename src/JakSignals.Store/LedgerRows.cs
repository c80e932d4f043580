namespace JakSignals.Store;

/// <summary>A piece of work as the ledger has it: a step of a run, or a job. Times are UTC, ISO 8601.</summary>
public abstract record LedgerWork
{
    /// <summary><c>waiting</c>, <c>running</c>, <c>finished</c>, <c>failed</c>, or <c>released</c> when it was stopped on request.</summary>
    public string State { get; init; } = "";

    /// <summary>How often it was taken; 0 when it never was.</summary>
    public int Attempt { get; init; }

    /// <summary>Who holds it, or held it last: <c>host:process:start</c>.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was taken last.</summary>
    public string? StartedAt { get; init; }

    /// <summary>Last sign of life.</summary>
    public string? HeartbeatAt { get; init; }

    /// <summary>When another process may take it.</summary>
    public string? LeaseUntil { get; init; }

    /// <summary>When it ended, well or not.</summary>
    public string? FinishedAt { get; init; }

    /// <summary>Rows it left.</summary>
    public long? Rows { get; init; }

    /// <summary>How far it is.</summary>
    public long? Done { get; init; }

    /// <summary>Of how much; null where that is not known.</summary>
    public long? Total { get; init; }

    /// <summary>Why it failed, or what it says.</summary>
    public string? Message { get; init; }

    /// <summary>It is entered as running, but its process is gone or has been silent for longer than its lease: the next start takes it over.</summary>
    public bool IsAbandoned { get; init; }
}

/// <summary>A step of a run.</summary>
public sealed record LedgerStep : LedgerWork
{
    /// <summary>The run.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Place in the run: 1, 2, 3 …</summary>
    public int Ordinal { get; init; }

    /// <summary>Name, such as <c>count</c>.</summary>
    public string Step { get; init; } = "";
}

/// <summary>An occurrence of an entry of the timetable.</summary>
public sealed record LedgerJob : LedgerWork
{
    /// <summary>Entry and due time, such as <c>retention 2026-11-24T02:30:00Z</c>.</summary>
    public string JobKey { get; init; } = "";

    /// <summary>Entry of the timetable.</summary>
    public string Entry { get; init; } = "";

    /// <summary>When it was due.</summary>
    public string DueAt { get; init; } = "";
}

/// <summary>A run with its steps.</summary>
/// <param name="Run">The run.</param>
/// <param name="Steps">Its steps in order.</param>
public sealed record LedgerRun(RunRow Run, IReadOnlyList<LedgerStep> Steps)
{
    /// <summary><c>published</c>, <c>failed</c>, <c>running</c> while a process works on it, or <c>stopped</c>: the same command goes on with it.</summary>
    public string Condition => Run.State != "running" || Steps.Any(step => step is { State: "running", IsAbandoned: false }) ? Run.State : "stopped";
}
