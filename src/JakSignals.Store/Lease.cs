using System.ComponentModel.DataAnnotations;

namespace JakSignals.Store;

/// <summary>How long work is held without a sign of life.</summary>
public sealed record LeaseOptions : IValidatableObject
{
    /// <summary>How long a lease lasts after the last sign of life, in seconds.</summary>
    [Range(2, 3600)] public int LeaseSeconds { get; init; } = 120;

    /// <summary>How often a sign of life is given, in seconds.</summary>
    [Range(1, 600)] public int HeartbeatSeconds { get; init; } = 10;

    /// <summary><see cref="LeaseSeconds"/> as a time.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary><see cref="HeartbeatSeconds"/> as a time.</summary>
    public TimeSpan Heartbeat => TimeSpan.FromSeconds(HeartbeatSeconds);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HeartbeatSeconds >= LeaseSeconds)
            yield return new ValidationResult($"is {HeartbeatSeconds}, expected less than LeaseSeconds ({LeaseSeconds}): a lease must not end between two signs of life.", [nameof(HeartbeatSeconds)]);
    }
}

/// <summary>What is worked on: a step of a run, or a job.</summary>
/// <param name="RunId">The run; null for a job.</param>
/// <param name="Name">Name of the step, or key of the job.</param>
public sealed record WorkItem(string? RunId, string Name)
{
    /// <summary>A step of a run.</summary>
    public static WorkItem Step(string runId, string step) => new(runId, step);

    /// <summary>A job.</summary>
    public static WorkItem Job(string jobKey) => new(null, jobKey);

    internal string Table => RunId is null ? "job" : "run_step";

    internal string Key => RunId is null ? "job_key = @Name" : "run_id = @RunId AND step = @Name";

    /// <inheritdoc/>
    public override string ToString() => RunId is null ? $"job {Name}" : $"step {Name} of run {RunId}";
}

/// <summary>The right to do a piece of work, until it ends or another takes it after the holder has given no sign of life for too long.</summary>
/// <param name="Work">The work.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Attempt">How often it was taken, this time included: it tells this holder from a later one.</param>
public sealed record Lease(WorkItem Work, string Owner, int Attempt);

/// <summary>Who holds a piece of work.</summary>
/// <param name="Owner">Host, process and start; null when that cannot be told because it writes just now.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">When its lease ends unless it gives a sign of life, UTC.</param>
public sealed record Holder(string? Owner, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>What came of trying to take a piece of work: a lease, or who holds it, or neither because it is finished.</summary>
public sealed record Taking(Lease? Lease, Holder? HeldBy)
{
    /// <summary>There is nothing left to do.</summary>
    public bool IsFinished => Lease is null && HeldBy is null;
}

/// <summary>What came of a sign of life.</summary>
public enum Heartbeat
{
    /// <summary>The lease lasts on.</summary>
    Kept,

    /// <summary>Another holds the work; what is done for it now is in vain.</summary>
    Lost,

    /// <summary>Another process writes; try again soon.</summary>
    Busy,
}

/// <summary>Another process holds the work meanwhile; nothing of this attempt was committed.</summary>
public sealed class LeaseLostException : Exception
{
    /// <summary>Which work was lost, and to whom.</summary>
    public LeaseLostException(string message) : base(message) { }

    /// <summary>Which work was lost, and the cause.</summary>
    public LeaseLostException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified loss; give a message.</summary>
    public LeaseLostException() { }
}
