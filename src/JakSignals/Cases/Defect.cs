namespace JakSignals.Cases;

/// <summary>Why one record of a source file was put into quarantine instead of the store.</summary>
/// <param name="File">Name of the file as found, a zip member as <c>archive.zip/member.txt</c>.</param>
/// <param name="Line">Physical line, 1 is the first of the file.</param>
/// <param name="Column">Column at fault, in the file's own spelling.</param>
/// <param name="Value">What was found there, shortened to 200 characters.</param>
/// <param name="Expected">What would have been read, in words.</param>
/// <param name="Record">The whole physical record, shortened to 2,000 characters.</param>
public sealed record Defect(string File, long Line, string Column, string Value, string Expected, string Record)
{
    /// <summary>The sentence an operator reads.</summary>
    public override string ToString() => $"{File}({Line}): {Column} is '{Value}', expected {Expected}; the record was quarantined.";
}
