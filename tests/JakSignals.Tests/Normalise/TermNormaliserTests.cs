using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

public class TermNormaliserTests
{
    private static readonly TermNormaliser Terms = new(Bundled.Catalogue.TermAliases);

    [Theory]
    [InlineData("Herpes zoster", "HERPES ZOSTER")]
    [InlineData("  herpes \t ZOSTER ", "HERPES ZOSTER")]
    [InlineData("Ischemic stroke", "ISCHAEMIC STROKE")]
    [InlineData("CEREBRAL  HEMORRHAGE", "CEREBRAL HAEMORRHAGE")]
    [InlineData("Shingles", "SHINGLES")]        // a synonym is not a spelling
    [InlineData("", "")]
    public void Spellings_of_a_term_have_one_key(string term, string key) => Assert.Equal(key, Terms.Key(term));
}
