using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

/// <summary>Edits one place of a copy of the catalogue and asks for the sentence that follows.</summary>
public sealed class CatalogueDifferenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jaksignals-catalogue-").FullName;

    public CatalogueDifferenceTests()
    {
        foreach (var file in Directory.GetFiles(Bundled.Folder))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_catalogue_does_not_differ_from_itself()
    {
        var facts = CatalogueFacts.Of(Bundled.Catalogue);
        Assert.Empty(CatalogueDifference.Between(facts, facts));
    }

    [Fact]
    public void Facts_hold_every_term_substance_and_name_of_the_catalogue()
    {
        var facts = CatalogueFacts.Of(Bundled.Catalogue);
        var zoster = Bundled.Catalogue.Events.Classes.Single(one => one.Key == "herpes_zoster");
        Assert.Equal(zoster.CoreTerms, facts.Where(fact => fact is { Kind: "event_class", Key: "herpes_zoster", Attribute: "core_term" }).Select(fact => fact.Value));
        Assert.Contains(facts, fact => fact is { Kind: "drug_group", Key: "jak_inhibitors_oral_boxed", Attribute: "substance", Value: "TOFACITINIB" });
        Assert.Contains(facts, fact => fact is { Kind: "substance", Key: "TOFACITINIB", Attribute: "brand", Value: "Xeljanz" });
        Assert.Contains(facts, fact => fact is { Kind: "event_class", Key: "mace", Attribute: "child", Value: "mace_stroke" });
        Assert.Equal(Bundled.Catalogue.Events.Classes.Sum(one => one.Core.Count), facts.Count(fact => fact.Attribute == "core_term"));
        Assert.Contains(facts, fact => fact is { Kind: "drug_group", Key: "TOFACITINIB", Attribute: "kind", Value: "substance" });   // as signals.parquet has it
        Assert.Equal(Bundled.Catalogue.Drugs.Groups.Sum(one => one.Substances.Count), facts.Count(fact => fact is { Kind: "drug_group", Attribute: "substance" }));
    }

    [Theory]
    [InlineData("event-classes.json", "        \"Herpes zoster disseminated\",\n", "", "Changed event_class herpes_zoster core_term -HERPES ZOSTER DISSEMINATED +")]
    [InlineData("drug-groups.json", "\"name\": \"Baricitinib\"", "\"name\": \"Olumiant\"", "Changed drug_group BARICITINIB name -Baricitinib +Olumiant")]
    [InlineData("drugs.json", "[\"Olumiant\"]", "[\"Olumiant\", \"Baricent\"]", "Changed substance BARICITINIB brand - +Baricent")]
    [InlineData("event-classes.json", "\"condition\": \"fatal\"", "\"condition\": \"serious\"", "Changed event_class mace_cv_death condition -fatal +serious")]
    public void An_edit_is_named_by_entry_and_attribute(string file, string text, string instead, string expected)
    {
        Edit(file, text, instead);
        var found = Assert.Single(CatalogueDifference.Between(CatalogueFacts.Of(Bundled.Catalogue), CatalogueFacts.Of(Catalogue.Load(_folder))));
        var change = Assert.Single(found.Attributes);
        Assert.Equal(expected, $"{found.Change} {found.Kind} {found.Key} {change.Attribute} -{string.Join(", ", change.Removed)} +{string.Join(", ", change.Added)}");
    }

    [Fact]
    public void A_renamed_key_is_an_entry_removed_and_one_added()
    {
        Edit("drug-groups.json", "\"key\": \"ruxolitinib_oral\"", "\"key\": \"jakafi\"");
        var found = CatalogueDifference.Between(CatalogueFacts.Of(Bundled.Catalogue), CatalogueFacts.Of(Catalogue.Load(_folder)));
        Assert.Equal(["Added jakafi", "Removed ruxolitinib_oral"], found.Select(one => $"{one.Change} {one.Key}").Order(StringComparer.Ordinal));
        Assert.Equal(["RUXOLITINIB"], found.Single(one => one.Change == EntryChange.Removed).Attributes.Single(one => one.Attribute == "substance").Removed);
    }

    [Fact]
    public void Versions_and_order_are_no_difference()
    {
        Edit("drugs.json", "\"version\": \"1.1\"", "\"version\": \"2.0\"");
        Edit("drugs.json", "[\"Jakafi\", \"Jakavi\"]", "[\"Jakavi\", \"Jakafi\"]");
        var edited = Catalogue.Load(_folder);
        Assert.Equal("2.0", edited.VersionByFile["drugs.json"]);
        Assert.Empty(CatalogueDifference.Between(CatalogueFacts.Of(Bundled.Catalogue), CatalogueFacts.Of(edited)));
    }

    [Fact]
    public void Every_file_says_its_version() => Assert.All(Bundled.Catalogue.Sha256ByFile.Keys, file => Assert.Matches(@"^\d", Bundled.Catalogue.VersionByFile[file]));

    private void Edit(string file, string text, string instead)
    {
        var path = Path.Combine(_folder, file);
        var before = File.ReadAllText(path);
        Assert.Contains(text, before, StringComparison.Ordinal);
        var at = before.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(path, string.Concat(before.AsSpan(0, at), instead, before.AsSpan(at + text.Length)));
    }
}
