using System.Globalization;
using System.Text;

namespace JakSignals.Cases;

/// <summary>Unicode's compatibility composition (NFKC) from a table of our own.</summary>
/// <remarks>
/// <see cref="string.Normalize()"/> asks the machine's ICU library, gives the text back as it is where there is none (invariant globalization), and changes with its
/// version: two machines would fold a name differently and publish different figures. The table is unicode-forms.txt beside this file, embedded.
/// Immutable once read, safe to use from several threads.
/// </remarks>
internal static class UnicodeForms
{
    // Conjoining letters of Hangul, composed by arithmetic: Unicode Standard, section 3.12.
    private const int Lead = 0x1100, Vowel = 0x1161, Trail = 0x11A7, Syllable = 0xAC00, Leads = 19, Vowels = 21, Trails = 28;

    private static readonly Dictionary<int, Rune[]> Parts = [];
    private static readonly Dictionary<(int First, int Second), int> Composites = [];
    private static readonly Dictionary<int, int> Orders = [];

    static UnicodeForms()
    {
        using var table = typeof(UnicodeForms).Assembly.GetManifestResourceStream("unicode-forms.txt")!;
        using var lines = new StreamReader(table);
        while (lines.ReadLine() is { } line)
            Add(line.Split(' '));
    }

    private static void Add(string[] words)
    {
        switch (words[0])
        {
            case "D":
                Parts[Point(words[1])] = [.. words.Skip(2).Select(word => new Rune(Point(word)))];
                break;
            case "C":
                Composites[(Point(words[2]), Point(words[3]))] = Point(words[1]);
                break;
            case "O":
                for (var point = Point(words[1]); point <= Point(words[2]); point++)
                    Orders[point] = int.Parse(words[3], CultureInfo.InvariantCulture);
                break;
        }
    }

    private static int Point(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The text in NFKC; half a pair of surrogates becomes U+FFFD.</summary>
    internal static string Compatible(string text)
    {
        var runes = Decomposed(text);
        Reorder(runes);
        Compose(runes);
        var composed = new StringBuilder(text.Length);
        foreach (var rune in runes)
            composed.Append(rune);
        return composed.ToString();
    }

    /// <summary>The letter without its marks where it is an accented ASCII letter; null otherwise.</summary>
    internal static char? PlainLetter(char letter)
    {
        if (!Parts.TryGetValue(letter, out var parts) || !char.IsAsciiLetter((char)parts[0].Value))
            return null;
        return Array.TrueForAll(parts[1..], IsMark) ? (char)parts[0].Value : null;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    private static List<Rune> Decomposed(string text)
    {
        var runes = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Parts.TryGetValue(rune.Value, out var parts))
                runes.AddRange(parts);
            else
                runes.Add(rune);
        return runes;
    }

    /// <summary>Marks behind one letter in canonical order; equal ones keep theirs.</summary>
    private static void Reorder(List<Rune> runes)
    {
        for (var at = 1; at < runes.Count; at++)
            for (var mark = at; mark > 0 && OrderOf(runes[mark]) is var order and > 0 && OrderOf(runes[mark - 1]) > order; mark--)
                (runes[mark - 1], runes[mark]) = (runes[mark], runes[mark - 1]);
    }

    private static int OrderOf(Rune rune) => Orders.GetValueOrDefault(rune.Value);

    private static void Compose(List<Rune> runes)
    {
        var kept = 0;
        var (starter, lastOrder) = (-1, 0);
        for (var at = 0; at < runes.Count; at++)
        {
            var order = OrderOf(runes[at]);
            var isBlocked = starter < kept - 1 && lastOrder >= order;
            if (starter >= 0 && !isBlocked && Composite(runes[starter].Value, runes[at].Value) is { } composite)
            {
                runes[starter] = new Rune(composite);
                continue;
            }
            if (order == 0)
                starter = kept;
            lastOrder = order;
            runes[kept++] = runes[at];
        }
        runes.RemoveRange(kept, runes.Count - kept);
    }

    private static int? Composite(int first, int second)
    {
        if (first is >= Lead and < Lead + Leads && second is >= Vowel and < Vowel + Vowels)
            return Syllable + ((first - Lead) * Vowels + second - Vowel) * Trails;
        var isOpen = first is >= Syllable and < Syllable + Leads * Vowels * Trails && (first - Syllable) % Trails == 0;
        if (isOpen && second is > Trail and < Trail + Trails)
            return first + second - Trail;
        return Composites.TryGetValue((first, second), out var composite) ? composite : null;
    }
}
