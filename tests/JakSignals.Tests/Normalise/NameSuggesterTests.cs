using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

public class NameSuggesterTests
{
    private static readonly NameSuggester Suggester = new(Bundled.Catalogue.Drugs);

    [Theory] // distances counted by hand
    [InlineData("XELJANS 5 MG", "TOFACITINIB", "listed in the catalogue as an unverified spelling or name")]
    [InlineData("Baricinix", "BARICITINIB", "listed in the catalogue as an unverified spelling or name")]
    [InlineData("RINVQO", "UPADACITINIB", "one letter apart")]              // Q and O exchanged
    [InlineData("RUXOLTNIB TAB", "RUXOLITINIB", "2 letters apart")]         // I left out twice
    [InlineData("RINVOX", "UPADACITINIB", "one letter apart")]              // Q replaced
    [InlineData("TOFEXITINIB", "TOFACITINIB", "2 letters apart")]           // A and C replaced
    [InlineData("OPZELLURA", "RUXOLITINIB", "one letter apart")]
    [InlineData("D4-RUXOLITINIB", "RUXOLITINIB", "part of a hyphenated word")]
    public void Near_name_is_suggested_with_its_reason(string name, string substance, string reason)
    {
        var suggestion = Assert.Single(Suggester.Suggest([name]));
        Assert.Equal((name, substance, reason), (suggestion.Name, suggestion.Substance, suggestion.Reason));
    }

    [Theory]
    [InlineData("OPZELLURA", true)]
    [InlineData("RUXOLTNIB TAB", false)]
    public void Suggestion_says_whether_the_near_name_is_of_a_product_for_the_skin(string name, bool topical) => Assert.Equal(topical, Assert.Single(Suggester.Suggest([name])).Topical);

    [Theory]
    [InlineData("METFORMIN")]
    [InlineData("JANUVIA")]                     // two letters from Jakavia, none from a catalogue name
    [InlineData("NILOTINIB")]
    [InlineData("RINVXX")]                      // two letters off a name of six
    [InlineData("PLACEBO (TOFACITINIB)")]
    [InlineData("")]
    public void Far_name_is_not_suggested(string name) => Assert.Empty(Suggester.Suggest([name]));

    [Fact]
    public void Every_suggestion_of_the_catalogue_is_offered_and_none_is_merged()
    {
        foreach (var substance in Bundled.Catalogue.Drugs.Substances)
            foreach (var name in substance.Suggested)
            {
                Assert.Equal(NameRule.Cleaned, Bundled.General.Normalise(name, null).Rule);
                Assert.Equal(substance.Key, Assert.Single(Suggester.Suggest([name])).Substance);
            }
    }
}
