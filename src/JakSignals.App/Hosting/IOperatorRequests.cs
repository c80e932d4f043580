namespace JakSignals.App.Hosting;

/// <summary>What an operator asked for: an entry of the timetable out of its turn, or a run again that was not published.</summary>
/// <param name="Entry">Id of the entry; null for a run.</param>
/// <param name="RunId">Id of the run; null for an entry.</param>
internal sealed record OperatorRequest(string? Entry, string? RunId)
{
    /// <summary>What it is, for people.</summary>
    public string What => Entry is not null ? $"timetable entry {Entry}" : $"run {RunId} again";

    public static OperatorRequest OfEntry(string id) => new(id, null);

    public static OperatorRequest Again(string runId) => new(null, runId);
}

/// <summary>Takes what operators ask for: the scheduler, or where it has no queue, one within the server.</summary>
internal interface IOperatorRequests
{
    /// <summary>What is under way; null when nothing is.</summary>
    string? Current { get; }

    /// <summary>What was asked for and has not begun.</summary>
    IReadOnlyList<string> Waiting { get; }

    /// <summary>Asks for work. It is cancelled when the server stops.</summary>
    /// <returns>Whether it was taken: the same is not taken twice at a time.</returns>
    bool TryAsk(OperatorRequest request);
}
