using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

public class TermSuggesterTests
{
    private static readonly TermSuggester Suggester = new(Bundled.Catalogue);

    [Theory] // slips counted by hand
    [InlineData("HERPES ZOSTR", "HERPES ZOSTER")]           // a letter left out
    [InlineData("HERPES ZOSTERR", "HERPES ZOSTER")]         // one too many
    [InlineData("HERPES ZOSTRE", "HERPES ZOSTER")]          // two exchanged
    [InlineData("HERPES SOSTER", "HERPES ZOSTER")]          // one replaced
    [InlineData("LOCALIZED INFECTON", "LOCALISED INFECTION")]   // beside an American spelling
    public void Term_one_slip_away_from_one_of_a_class_is_suggested(string term, string suggested) =>
        Assert.Equal(new TermSuggestion(term, suggested), Assert.Single(Suggester.Suggest([term])));

    [Theory] // several terms in one text: the case would be missing in the class unseen
    [InlineData("HERPES ZOSTER, PYREXIA", "HERPES ZOSTER")]
    [InlineData("PYREXIA/HERPES ZOSTER", "HERPES ZOSTER")]
    [InlineData("NAUSEA; BOWENS DISEASE", "BOWEN'S DISEASE")]
    public void Term_of_a_class_among_others_is_suggested(string text, string suggested) =>
        Assert.Equal(new TermSuggestion(text, suggested), Assert.Single(Suggester.Suggest([text])));

    [Theory]
    [InlineData("HERPES ZOSTER")]       // held
    [InlineData("NAUSEA, PYREXIA")]     // of no class
    [InlineData("HERPS ZOSTR")]         // two slips
    [InlineData("HEADACHE")]
    [InlineData("")]
    public void Other_terms_are_not(string term) => Assert.Empty(Suggester.Suggest([term]));
}
