using System.Text;
using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

/// <summary>Each takes the catalogue that comes with the program, breaks one place of one file, and asks for the place in the message.</summary>
public sealed class BrokenCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jaksignals-catalogue-").FullName;

    public BrokenCatalogueTests()
    {
        foreach (var file in Directory.GetFiles(Bundled.Folder))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    // drugs.json
    [InlineData("drugs.json", "\"version\": \"1.1\",", "\"version\": \" \",", "version is ' ', expected some text")]
    [InlineData("drugs.json", "\"version\": \"1.1\",", "", "missing required properties", "version")]
    [InlineData("drugs.json", "\"targets\": \"JAK1/3\",", "\"targets\": \"JAK1/3\"", "drugs.json: line 8 (", "cannot be read")]
    [InlineData("drugs.json", "\"targets\": \"JAK1/3\",", "\"targets\": \"JAK1/3\", \"brand\": [],", "line 7 ($.substances[0].brand)", "brand")]
    [InlineData("drugs.json", "\"targets\": \"JAK1/3\",", "\"targets\": null,", "line 7 ($.substances[0].targets)")]
    [InlineData("drugs.json", "\"excluded\": \"veterinary\"", "\"excluded\": \"sometimes\"", "$.substances[27].excluded", "it must be one of veterinary")]
    [InlineData("drugs.json", "\"name\": \"baricitinib\"", "\"name\": \"tofacitinib\"", "substances[1].name is 'TOFACITINIB', expected something else than substances[0].name")]
    [InlineData("drugs.json", "[\"Olumiant\"]", "[\"XELJANZ\"]", "substances[1].brands[0] is 'XELJANZ', expected a name that no other substance claims; TOFACITINIB has it already")]
    [InlineData("drugs.json", "[\"Olumiant\"]", "[\"cp 690 550\"]", "substances[1].brands[0] is 'cp 690 550'", "TOFACITINIB has it already")]
    [InlineData("drugs.json", "[\"Olumiant\"]", "[\"-\"]", "substances[1].brands[0] is '-', expected a name with a letter or digit")]
    [InlineData("drugs.json", "[\"Olumiant\"]", "[null]", "substances[1].brands[0] is 'null'")]
    [InlineData("drugs.json", "[\"Jakafi\", \"Jakavi\"]", "[\"Opzelura\"]", "substances[4].topical_products[0] is 'Opzelura'", "not both")]
    [InlineData("drugs.json", "[\"abrocitinibe\", \"Cibinquo\", \"Cibinco\"]", "[\"Jakafi\"]", "substances[3].suggested[0] is 'Jakafi'", "merged nowhere")]
    // drug-groups.json
    [InlineData("drug-groups.json", "\"key\": \"jak_inhibitors\"", "\"key\": \"JAK inhibitors\"", "groups[0].key is 'JAK inhibitors', expected a key of lower-case letters")]
    [InlineData("drug-groups.json", "\"key\": \"baricitinib\"", "\"key\": \"tofacitinib\"", "groups[4].key is 'tofacitinib', expected something else than groups[3].key")]
    [InlineData("drug-groups.json", "\"name\": \"Baricitinib\"", "\"name\": \"\"", "groups[4].name is ''")]
    [InlineData("drug-groups.json", "[\"baricitinib\"]", "[\"methotrexate\"]", "groups[4].substances[0] is 'methotrexate', expected the name of a substance in drugs.json")]
    [InlineData("drug-groups.json", "[\"baricitinib\"]", "[\"oclacitinib\"]", "groups[4].substances[0] is 'oclacitinib'", "Veterinary")]
    [InlineData("drug-groups.json", "[\"baricitinib\"]", "[]", "groups[4].substances is '[]', expected at least one entry")]
    [InlineData("drug-groups.json", "[\"baricitinib\"]", "[\"baricitinib\", \"Baricitinib\"]", "groups[4].substances[1] is 'BARICITINIB'")]
    [InlineData("drug-groups.json", "[\"baricitinib\"]", "[\"baricitinib\", \"filgotinib\"]", "groups[4].substances is 'baricitinib, filgotinib', expected one substance")]
    [InlineData("drug-groups.json", "\"route\": \"topical\"", "\"route\": \"rectal\"", "].route)", "it must be one of any, oral, topical")]
    [InlineData("drug-groups.json", "\"kind\": \"class\"", "\"kind\": 3", "$.groups[0].kind", "it must be one of substance, route, class")]
    // name-rules.json
    [InlineData("name-rules.json", "\"GELCAPS\", \"SOFTGEL\"", "\"GELCAPS\", \"gelcaps\"", "forms[12] is 'GELCAPS'")]
    [InlineData("name-rules.json", "\"placebo_words\": [", "\"placebo_words\": [\"\", ", "placebo_words[0] is ''")]
    [InlineData("name-rules.json", "\"placebo_words\"", "\"placebos\"", "name-rules.json: line ")]
    // event-classes.json
    [InlineData("event-classes.json", "\"key\": \"herpes_simplex\"", "\"key\": \"herpes_zoster\"", "classes[2].key is 'herpes_zoster', expected something else than classes[0].key")]
    [InlineData("event-classes.json", "\"condition\": \"fatal\"", "\"condition\": \"deadly\"", ".condition)", "it must be one of any, fatal, serious")]
    [InlineData("event-classes.json", "\"parent\": \"herpes_zoster\"", "\"parent\": \"shingles\"", "classes[1].parent is 'shingles'")]
    [InlineData("event-classes.json", "\"parent\": \"herpes_zoster\"", "\"parent\": \"herpes_zoster_disseminated_complicated\"", "classes[1].parent is", "does not lead back")]
    [InlineData("event-classes.json", "\"mace_stroke\", \"mace_cv_death\"]", "\"mace_strokes\"]", "classes[4].children[1] is 'mace_strokes', expected the key of a class")]
    [InlineData("event-classes.json", "\"mace_stroke\", \"mace_cv_death\"]", "\"mace\"]", "classes[4].children is 'mace_mi, mace'", "do not lead back to 'mace'")]
    [InlineData("event-classes.json", "\"children\": [\"mace_mi\", \"mace_stroke\", \"mace_cv_death\"]", "\"children\": []", "classes[4] (mace) is 'without core terms and children'")]
    [InlineData("event-classes.json", "        \"Herpes zoster disseminated\",", "        \"HERPES  ZOSTER\",", "classes[0].core[1] is 'HERPES ZOSTER', expected something else than classes[0].core[0]")]
    [InlineData("event-classes.json", "        \"Post herpetic neuralgia\",", "        \"Herpes zoster\",", "classes[0].broad[0] is 'HERPES ZOSTER'")]
    [InlineData("event-classes.json", "\"key\": \"eczema_herpeticum\"", "\"key\": \"herpes_zoster_broad\"", "the key that scoring gives class 'herpes_zoster_broad' is 'herpes_zoster_broad'")]
    // term-aliases.csv
    [InlineData("term-aliases.csv", "# version: 1.1\n", "", "line 1 is 'a start without it', expected a line '# version: …'")]
    [InlineData("term-aliases.csv", "alias,term,reason", "alias;term;reason", "the header is 'alias;term;reason', expected alias,term,reason")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "Anemia,Anaemia", "term-aliases.csv: line 6 cannot be read")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "Anemia,,American spelling", "line 6, column term is '', expected some text")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "ACUTE  leukemia,Anaemia,American spelling", "line 6, column alias is 'ACUTE  leukemia', expected an alias that no earlier line has")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "Anaemia,Edema,American spelling", "line 6, column term is 'Edema', expected a term that is no alias itself")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "\"Ane\"mia,Anaemia,American spelling", "line 6 cannot be read")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "*emia*,aemia,x", "line 6, column term is 'aemia', expected a part of a word between asterisks")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "*em*,*aem*,x", "line 6, column alias is '*em*', expected a part of a word between asterisks, of three letters or more")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "*hemx*,*haem*,x", "column term is '*haem*', expected a part of a word that no earlier line has")]
    [InlineData("term-aliases.csv", "Anemia,Anaemia,American spelling", "*xxtumourxx*,*tumorxx*,x", "line 6, column alias is '*xxtumourxx*', expected a part of a word that holds no term of this file")]
    [InlineData("name-rules.json", "\"SHAM\"", "\"SH*\"", "is 'SH*', expected four letters or more before the asterisk")]
    [InlineData("drugs.json", "\"ABT-494\"", "\"cp 0690-550\"", "substances[2].codes[0] is 'cp 0690-550'", "TOFACITINIB has it already")]
    // indication-groups.json, and the groups that name it
    [InlineData("indication-groups.json", "\"key\": \"vitiligo\"", "\"key\": \"psoriasis\"", "groups[9].key is 'psoriasis', expected something else than groups[8].key")]
    [InlineData("indication-groups.json", "[\"Vitiligo\"]", "[\"vitiligo\", \"Crohn's disease\"]", "groups[8].terms[1] is 'CROHN'S DISEASE', expected something else than groups[5].terms[0]")]
    [InlineData("indication-groups.json", "[\"Vitiligo\"]", "[]", "groups[8].terms is '[]', expected at least one entry")]
    [InlineData("drug-groups.json", "\"given_for\": \"covid_19\"", "\"given_for\": \"covid\"", "groups[31].given_for is 'covid', expected the key of a group in indication-groups.json")]
    [InlineData("drug-groups.json", "\"not_given_for\": \"covid_19\"", "\"comparator\": true", "groups[32].kind is 'use', expected use where, and only where, given_for or not_given_for is there")]
    // published-rates.csv
    [InlineData("published-rates.csv", "herpes_zoster,2.04,1.09,3.49,trial", "shingles,2.04,1.09,3.49,trial", "column event_class is 'shingles', expected the key of a class in event-classes.json")]
    [InlineData("published-rates.csv", "herpes_zoster,2.04,1.09,3.49,trial", "herpes_zoster,-2.04,1.09,3.49,trial", "line 7, column rate is '-2.04', expected a number of at least 0")]
    [InlineData("published-rates.csv", "herpes_zoster,2.04,1.09,3.49,trial", "herpes_zoster,NaN,1.09,3.49,trial", "line 7, column rate is 'NaN'")]
    [InlineData("published-rates.csv", "herpes_zoster,2.04,1.09,3.49,trial", "herpes_zoster,,1.09,3.49,trial", "line 7, column rate is ''")]
    [InlineData("published-rates.csv", "herpes_zoster,2.04,1.09,3.49,trial", "herpes_zoster,2.04,1.09,,trial", "line 7, column upper is '', expected both limits or none")]
    [InlineData("published-rates.csv", "herpes_zoster,2.04,1.09,3.49,trial", "herpes_zoster,2.04,2.09,3.49,trial", "line 7, column rate is '2.04', expected a rate within its limits 2.09 to 3.49")]
    [InlineData("published-rates.csv", "herpes_zoster,2.04,1.09,3.49,trial", "herpes_zoster,2.04,1.09,3.49,guess", "line 7, column kind is 'guess', expected trial, registry, claims, sales")]
    public void Broken_file_stops_loading_and_says_where(string file, string text, string broken, params string[] said)
    {
        Replace(file, text, broken);

        var fault = Assert.Throws<CatalogueException>(() => Catalogue.Load(_folder));

        Assert.StartsWith(Path.Combine(_folder, file), fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("Correct the file, or copy the original from the catalogue folder that came with JakSignals.", fault.Message, StringComparison.Ordinal);
        foreach (var part in said)
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_stops_loading_and_is_named()
    {
        File.Delete(Path.Combine(_folder, "name-rules.json"));
        var fault = Assert.Throws<CatalogueException>(() => Catalogue.Load(_folder));
        Assert.Contains("name-rules.json does not exist", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_order_mark_is_no_fault_but_another_hash()
    {
        foreach (var file in Directory.GetFiles(_folder))
            File.WriteAllText(file, File.ReadAllText(file), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        var marked = Catalogue.Load(_folder);
        Assert.Equal(Bundled.Catalogue.Events.Scored.Count, marked.Events.Scored.Count);
        Assert.Equal(Bundled.Catalogue.PublishedRates.Rates, marked.PublishedRates.Rates);
        Assert.NotEqual(Bundled.Catalogue.Sha256ByFile["drugs.json"], marked.Sha256ByFile["drugs.json"]);
    }

    [Fact]
    public void Hashes_are_those_of_the_files()
    {
        Assert.Equal(["drug-groups.json", "drugs.json", "event-classes.json", "indication-groups.json", "name-rules.json", "published-rates.csv", "term-aliases.csv"], Bundled.Catalogue.Sha256ByFile.Keys);
        File.WriteAllText(Path.Combine(_folder, "term-aliases.csv"), "# version: 1\n# source: x\nalias,term,reason\n");
        // sha256sum of these 43 bytes, GNU coreutils
        Assert.Equal("48f213f6eaa4f5a4d03a2d40be9bbb1ca97b88ba55d2ac89441945e7d1594212", Catalogue.Load(_folder).Sha256ByFile["term-aliases.csv"]);
    }

    private void Replace(string file, string text, string broken)
    {
        var path = Path.Combine(_folder, file);
        var content = File.ReadAllText(path);
        var at = content.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{text}' is not in {file}.");
        File.WriteAllText(path, content[..at] + broken + content[(at + text.Length)..]);
    }
}
