using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>Outcomes in the words of the FAERS dashboard or in FAERS codes, several separated by semicolons.</summary>
internal static class OutcomeText
{
    /// <summary>What is read.</summary>
    internal const string Expected =
        "Died, Life Threatening, Hospitalized, Disabled, Congenital Anomaly, Required Intervention, Other Outcomes, Non-Serious or a FAERS code, separated by ;";

    /// <summary>Reads outcomes; an empty text states none.</summary>
    /// <returns>False when a word is not known: any outcome makes a case serious.</returns>
    internal static bool TryRead(string text, out Outcomes? outcomes)
    {
        outcomes = null;
        if (text.Length == 0)
            return true;
        var found = Outcomes.None;
        foreach (var word in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (Of(word) is { } one)
                found |= one;
            else
                return false;
        outcomes = found;
        return true;
    }

    private static Outcomes? Of(string word) => word.ToUpperInvariant() switch
    {
        "DE" or "DIED" or "DEATH" => Outcomes.Death,
        "LT" or "LIFE THREATENING" or "LIFE-THREATENING" => Outcomes.LifeThreatening,
        "HO" or "HOSPITALIZED" or "HOSPITALISED" or "HOSPITALIZATION" or "HOSPITALISATION" => Outcomes.Hospitalisation,
        "DS" or "DISABLED" or "DISABILITY" => Outcomes.Disability,
        "CA" or "CONGENITAL ANOMALY" => Outcomes.CongenitalAnomaly,
        "RI" or "REQUIRED INTERVENTION" => Outcomes.RequiredIntervention,
        "OT" or "OTHER OUTCOMES" or "OTHER SERIOUS" or "OTHER" => Outcomes.OtherSerious,
        "NON-SERIOUS" or "NOT SERIOUS" => Outcomes.None,
        _ => null,
    };
}
