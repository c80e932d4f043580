namespace JakSignals.Reports;

/// <summary>Strata, roles and comparators in plain words.</summary>
internal static class StratumWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["sex=F"] = "Women",
        ["sex=M"] = "Men",
        ["age=0-17"] = "Under 18",
        ["age=18-44"] = "18–44",
        ["age=45-64"] = "45–64",
        ["age=65+"] = "65 and over",
        ["age=65-74"] = "65–74",
        ["age=75+"] = "75 and over",
        ["region=US"] = "United States",
        ["region=Europe"] = "Europe",
        ["region=Japan"] = "Japan",
        ["region=other"] = "Other countries",
        ["reporter=professional"] = "Reported by health professionals",
        ["reporter=consumer"] = "Reported by consumers",
        ["serious=yes"] = "Serious cases",
        ["serious=no"] = "Cases not serious",
        // Keys that lose more than their capital.
        ["indication=covid_19"] = "Treated for COVID-19",
        ["indication=crohns_disease"] = "Treated for Crohn's disease",
    };

    /// <summary>The part of a stratum before the sign: what it divides the cases by.</summary>
    public static string Dimension(string stratum) => stratum.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign ? stratum[..sign] : stratum;

    /// <summary>What a stratum holds; a key without words of its own is shown as it is.</summary>
    public static string Stratum(string stratum, Func<string, string> drugName)
    {
        var value = stratum[Math.Min(stratum.Length, Dimension(stratum).Length + 1)..];
        return Words.TryGetValue(stratum, out var words) ? words : Dimension(stratum) switch
        {
            "indication" => "Treated for " + value.Replace('_', ' '),
            "background" => "Among cases with " + drugName(value),
            _ => stratum,
        };
    }

    public static string Role(string scope) => scope switch
    {
        "primary" => "As primary suspect",
        "suspect" => "As a suspect drug",
        "any" => "In any role",
        _ => "Role scope " + scope,
    };

    public static string Comparator(string key, Func<string, string> drugName) => "Against other cases with " + drugName(key);
}
