using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>Which work an exception ended: the exception itself keeps its type, by which commands choose their exit code.</summary>
public static class FailedWork
{
    private const string Key = "JakSignals.Work";

    /// <summary>The innermost work that failed, such as "step count of run 2026-W40-86db2c47"; null when none was under way.</summary>
    public static string? Of(Exception fault) => fault.Data[Key] as string;

    internal static void Name(Exception fault, WorkItem work) => fault.Data[Key] ??= work.ToString();
}
