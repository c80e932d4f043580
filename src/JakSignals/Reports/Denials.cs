namespace JakSignals.Reports;

/// <summary>The only sentences of the report that use the word: each says what the scores are not.</summary>
internal static class Denials
{
    public const string OfScores = "It does not measure risk.";
    public const string OfReports = "A disproportionality score is a reason to look; it is not an estimate of risk, and it says nothing of cause.";
}
