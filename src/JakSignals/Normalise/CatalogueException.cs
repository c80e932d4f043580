namespace JakSignals.Normalise;

/// <summary>A catalogue file that cannot be used; the program must not start with it.</summary>
/// <remarks>The message names the file, the line or the place in it, what was found, what was expected, and what to do.</remarks>
public sealed class CatalogueException : Exception
{
    /// <summary>A fault with its whole message.</summary>
    public CatalogueException(string message) : base(message) { }

    /// <summary>A fault with its whole message and the error that showed it.</summary>
    public CatalogueException(string message, Exception inner) : base(message, inner) { }

    /// <summary>A fault without a message; give one.</summary>
    public CatalogueException() { }
}
