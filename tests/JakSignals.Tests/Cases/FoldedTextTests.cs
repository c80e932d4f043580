using System.Text;
using JakSignals.Cases;

namespace JakSignals.Tests.Cases;

public class FoldedTextTests
{
    [Theory]
    [InlineData("Herpes zoster", "HERPES ZOSTER")]
    [InlineData("herpes\tzoster", "HERPES ZOSTER")]
    [InlineData("Herpes\u00A0 \u3000zoster", "HERPES ZOSTER")]
    [InlineData("Herpes_zoster", "HERPES ZOSTER")]
    [InlineData("Herpes\u0008zoster", "HERPES ZOSTER")]
    [InlineData("\uFEFFHer\u00ADpes\u200E zos\u200Bter", "HERPES ZOSTER")]
    [InlineData("“Herpes zoster.”", "HERPES ZOSTER")]
    [InlineData("'Herpes zoster';,.", "HERPES ZOSTER")]
    [InlineData("- Herpes zoster -", "HERPES ZOSTER")]
    [InlineData("• Herpes zoster", "HERPES ZOSTER")]
    [InlineData("Ｈｅｒｐｅｓ　ｚｏｓｔｅｒ", "HERPES ZOSTER")]
    [InlineData("BOWEN^S DISEASE", "BOWEN'S DISEASE")]
    [InlineData("Bowen’s disease", "BOWEN'S DISEASE")]
    [InlineData("Bowen´s disease", "BOWEN'S DISEASE")]
    [InlineData("Bowen`s disease", "BOWEN'S DISEASE")]
    [InlineData("Bowen&#39;s disease", "BOWEN'S DISEASE")]
    [InlineData("Bowen&amp;#x27;s disease", "BOWEN'S DISEASE")]
    [InlineData("Bowen&rsquo;s disease", "BOWEN'S DISEASE")]
    [InlineData("Bowen\u0092s disease", "BOWEN'S DISEASE")]         // Windows-1252's apostrophe as a character
    [InlineData("Bowenâ€™s disease", "BOWEN'S DISEASE")]            // UTF-8 read as Windows-1252
    [InlineData("BowenÂ’s disease", "BOWEN'S DISEASE")]
    [InlineData("Non\u2011Hodgkin's", "NON-HODGKIN'S")]
    [InlineData("Non–Hodgkin's", "NON-HODGKIN'S")]
    [InlineData("\"A &amp; B\"", "A & B")]
    [InlineData("ﬁlgotinib", "FILGOTINIB")]
    [InlineData("Gruß, GRUẞ", "GRUSS, GRUSS")]
    [InlineData("rıtlecİtinib", "RITLECITINIB")]
    [InlineData("caf\u0065\u0301", "CAFÉ")]
    [InlineData("ｾﾞﾙﾔﾝﾂ 5㎎", "ゼルヤンツ 5MG")]
    [InlineData("XELJANZ®5 MG", "XELJANZ 5 MG")]
    [InlineData("XELJANZ\t5 MG", "XELJANZ 5 MG")]
    [InlineData("10^9/L", "10^9/L")]                                // a power, no apostrophe
    [InlineData("-1.5 mg", "-1.5 MG")]
    [InlineData(".ALPHA.-TOCOPHEROL", ".ALPHA.-TOCOPHEROL")]
    [InlineData("(NOT STATED)", "(NOT STATED)")]
    [InlineData(" - ", "-")]                                        // of nothing else: kept
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Text_is_folded(string? text, string folded) => Assert.Equal(folded, FoldedText.Of(text));

    [Theory]
    [InlineData("Bowen's disease", "Bowens disease")]
    [InlineData("non-Hodgkin's lymphoma", "non Hodgkins lymphoma")]
    [InlineData("Herpes\u200Bzoster", "Herpes zoster")]             // the blank itself became one without width
    [InlineData("Sjögren's syndrome", "SJOGREN^S SYNDROME")]
    [InlineData("Sjo\u0308grens syndrome", "SJOGREN'S SYNDROME")]
    [InlineData("Guillain–Barré syndrome", "Guillain-Barre syndrome")]
    [InlineData("Œsophagitis", "oesophagitis")]
    [InlineData("5 mg", "5MG")]
    public void Spellings_of_one_text_have_one_key(string one, string other) => Assert.Equal(FoldedText.Key(one), FoldedText.Key(other));

    [Theory]
    [InlineData("1.5 mg", "15 mg")]
    [InlineData("5/10 mg", "510 mg")]
    [InlineData("1 25", "125")]
    [InlineData("CD4+", "CD4")]
    [InlineData("ハ", "バ")]                                          // the mark of another script makes another letter
    [InlineData("й", "и")]
    public void Texts_that_differ_keep_different_keys(string one, string other) => Assert.NotEqual(FoldedText.Key(one), FoldedText.Key(other));

    [Theory] // Python 3.11 unicodedata.normalize('NFKC', …), Unicode 14: tests/golden/generate_unicode.py
    [InlineData("a\u0323\u0302", "\u1EAD")]     // marks in canonical order: dot below, circumflex
    [InlineData("a\u0302\u0323", "\u1EAD")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\uFFBE\uFFC2", "\uD558")]
    [InlineData("\u2126\u212B\u017F\u2167", "ΩÅsVIII")]
    [InlineData("\u0915\u093C", "\u0915\u093C")]    // excluded from composition
    [InlineData("x\u00B2 \u00BD", "x2 1\u20442")]
    [InlineData("\U0001D400", "A")]
    [InlineData("\uFB2C", "\u05E9\u05BC\u05C1")]
    public void Compatibility_form_is_that_of_Unicode(string text, string normal) => Assert.Equal(normal, UnicodeForms.Compatible(text));

    // Letters, marks, signs and entities that meet badly: what a fold could do twice, or to capitals only.
    private static readonly string[] Pieces =
    [
        "a", "Z", "s", "ß", "ẞ", "ı", "İ", "i\u0307", "é", "e\u0301", "É", "ü", "ﬁ", "Ω", "µ", "ж", "Й", "ゼ", "ｾﾞ", "艾", "５", "7", "10^9", "^", "'", "’", "‘", "`", "´", "&#39;", "&AMP;", "&amp;", "&",
        "amp;", "#39;", ";", "-", "–", "\u2011", "\u2212", "_", " ", "\u00A0", "\t", "\u0000", "\u0092", "\u200B", "\u00AD", "\uFEFF", "\u202E", "®", "™", ".", ",", "\"", "“", "«", "â€™", "Â", "â", "€", "(", ")",
        "\\", "/", "+", "%", "\U0001D400", "😀", "ŉ", "ſ", "ǆ", "ﾊﾞ", "한", "\u1112\u1161\u11AB", "\uFFFD", "Œ", "æ",
    ];

    [Fact]
    public void Folding_twice_is_folding_once_and_capitals_and_characters_without_width_change_nothing()
    {
        const int seed = 20261128;
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            foreach (var (name, fold) in new[] { ("Of", (Func<string, string>)FoldedText.Of), ("Key", FoldedText.Key) })
            {
                var folded = fold(text);
                void Same(string what, string other) =>
                    Assert.True(folded == fold(other), $"seed {seed}, round {round}: {name} of '{text}' is '{folded}', {what} '{fold(other)}'");
                Same("twice", folded);
                Same("of capitals", text.ToUpperInvariant());
                Same("of small letters", text.ToLowerInvariant());
                Same("with characters without width", WithInvisible(text, random));
            }
        }
    }

    [Fact]
    public void Every_character_folds_as_its_capital_and_its_small_letter_do()
    {
        var runes = Enumerable.Range(0, 0x20000).Where(Rune.IsValid).Select(value => new Rune(value));
        Assert.Empty(runes.Where(rune => !FoldsAlike(rune)).Select(rune => $"U+{rune.Value:X4}"));
    }

    private static bool FoldsAlike(Rune rune)
    {
        var folded = FoldedText.Of($"X{rune}X");
        string[] others = [$"X{Rune.ToUpperInvariant(rune)}X", $"X{Rune.ToLowerInvariant(rune)}X", folded];
        return Array.TrueForAll(others, other => FoldedText.Of(other) == folded);
    }

    private static string WithInvisible(string text, Random random)
    {
        var spread = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            spread.Append(rune).Append("\u200B\u200D\uFEFF\u00AD\u2060\u202A\uFE0F\u034F"[random.Next(8)]);
        return spread.ToString();
    }
}
