using System.Diagnostics.CodeAnalysis;

namespace JakSignals.Jobs;

/// <summary>Hears how far work is: the console, the ledger and the page of a job show it.</summary>
public interface IJobProgress
{
    /// <summary>A step begins.</summary>
    /// <param name="title">What it does, for a person.</param>
    [SuppressMessage("Naming", "CA1716", Justification = "A keyword of Visual Basic only.")]
    void Step(string title);

    /// <summary>How far the step is, in its own unit.</summary>
    /// <param name="done">So many …</param>
    /// <param name="total">… of so many; null where that is not known.</param>
    void Rows(long done, long? total);

    /// <summary>Something a person should read.</summary>
    void Line(string text);
}

/// <summary>Progress nobody looks at.</summary>
public sealed class NoProgress : IJobProgress
{
    /// <summary>The one there is.</summary>
    public static NoProgress Instance { get; } = new();

    /// <inheritdoc/>
    public void Step(string title) { }

    /// <inheritdoc/>
    public void Rows(long done, long? total) { }

    /// <inheritdoc/>
    public void Line(string text) { }
}
