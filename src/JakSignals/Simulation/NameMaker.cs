namespace JakSignals.Simulation;

/// <summary>Pronounceable names for substances, brands and reaction terms that do not exist.</summary>
/// <remarks>The endings are none of the stems that the WHO gives to non-proprietary names, so that a name does not look like a class of real drugs.</remarks>
internal sealed class NameMaker(Prng random)
{
    private static readonly string[] Onsets = ["B", "BR", "C", "CL", "D", "DR", "F", "G", "GL", "K", "L", "M", "N", "P", "PL", "QU", "R", "SK", "ST", "T", "TR", "V", "X", "Z"];
    private static readonly string[] Vowels = ["A", "E", "I", "O", "U", "AE", "IO"];
    private static readonly string[] Codas = ["", "", "", "L", "N", "R", "S", "M"];
    private static readonly string[] SubstanceEndings = ["VORQ", "ZHANE", "ITHOQ", "UQUEN", "AXIRQ", "OLVANE", "EMQUAT", "YNDORQ"];
    private static readonly string[] BrandEndings = ["OZA", "AQO", "YXI", "IVQA", "EXQO", "UZI", "OQY"];
    private static readonly string[] SiteEndings = ["izal", "oquial", "uvral", "enzal", "othral", "yntal"];

    private static readonly string[] Findings =
    [
        "pain", "oedema", "disorder", "syndrome", "inflammation", "discomfort", "haemorrhage", "swelling", "lesion", "dysfunction", "atrophy", "spasm", "discolouration", "stiffness",
        "irritation", "fibrosis", "ulcer", "stenosis", "hypertrophy", "degeneration", "numbness", "fluid retention", "calcification", "rupture", "function abnormal",
    ];

    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keeps a name from being made.</summary>
    public void Reserve(string name) => _used.Add(name);

    /// <summary>A substance, in upper case.</summary>
    public string Substance() => Unused(() => Syllable() + Syllable() + Pick(SubstanceEndings));

    /// <summary>A brand, in upper case.</summary>
    public string Brand() => Unused(() => Syllable() + Pick(Onsets) + Pick(BrandEndings));

    /// <summary>A reaction term in sentence case, at a place in the body that does not exist.</summary>
    public string Term() => Unused(() => Sentence(Syllable() + Pick(Onsets)) + Pick(SiteEndings) + " " + Pick(Findings));

    /// <summary>The name with one slip of the keyboard: a letter left out, doubled, or exchanged with the next.</summary>
    public string Misspelled(string name)
    {
        var at = 2 + random.Below(Math.Max(1, name.Length - 3));
        if (at + 1 >= name.Length)
            return name + name[^1];
        return random.Below(3) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, name[at].ToString()),
            _ => name[..at] + name[at + 1] + name[at] + name[(at + 2)..],
        };
    }

    /// <summary>First letter as it is, the others in lower case.</summary>
    public static string Sentence(string upper) => upper[..1] + upper[1..].ToLowerInvariant();

    private string Syllable() => Pick(Onsets) + Pick(Vowels) + Pick(Codas);

    private string Pick(string[] parts) => parts[random.Below(parts.Length)];

    private string Unused(Func<string> make)
    {
        var name = make();
        while (!_used.Add(name))
            name = make();
        return name;
    }
}
