using System.Globalization;
using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

public class DrugNormaliserTests
{
    private static readonly string[] Variations = ["{0}.", " {0} ", "{0} 5 MG", "{0} 11MG TABLETS", "{0} TABLET, FILM COATED", "{0} 15 mg extended-release tablets.", "{0}®", "({0})", "{0} (TABLET)", "{0}, 2.5MG/5ML", "{0} /01036501/"];

    private static NormalisedDrug Normalise(string name, string? ingredient = null) => Bundled.General.Normalise(name, ingredient);

    private static string Only(NormalisedDrug drug) => Assert.Single(drug.Substances);

    [Fact]
    public void Every_merged_name_of_the_catalogue_maps_to_its_substance()
    {
        foreach (var substance in Bundled.Catalogue.Drugs.Substances)
            foreach (var name in (string[])[substance.Name, .. substance.Salts, .. substance.Codes, .. substance.Brands, .. substance.TopicalProducts, .. substance.Aliases])
            {
                var expected = new { Key = substance.Name.ToUpperInvariant(), Rule = NameRule.Catalogue };
                Assert.Equal(expected, new { Key = Only(Normalise(name)), Normalise(name).Rule });
                Assert.Equal(expected, new { Key = Only(Normalise("", name)), Normalise("", name).Rule });
                Assert.Equal(expected.Key, Only(Bundled.AsGiven.Normalise(name, null)));
            }
    }

    [Fact]
    public void Case_spaces_dots_strengths_and_forms_do_not_change_the_substance()
    {
        const int seed = 20260309;
        var random = new Random(seed);
        var names = Bundled.Catalogue.Drugs.Substances.SelectMany(substance => (string[])[substance.Name, .. substance.Salts, .. substance.Codes, .. substance.Brands])
            .Concat(["SITAGLIPTIN PHOSPHATE", "METFORMIN", "FISH OIL", "VITAMIN B12", "SODIUM CHLORIDE", "COENZYME Q10", "OPTIRAY 320", "NOVOLOG 70/30"]).ToList();
        for (var round = 0; round < 5000; round++)
        {
            var name = names[random.Next(names.Count)];
            var variation = string.Format(CultureInfo.InvariantCulture, Variations[random.Next(Variations.Length)], ChangeCase(name, random).Replace(" ", random.Next(2) == 0 ? " " : "  \t", StringComparison.Ordinal));
            if (variation[0] == '(' && Normalise(name).Rule != NameRule.Catalogue)
                continue;   // brackets around a whole name are only looked into for catalogue names
            Assert.True(Only(Normalise(name)) == Only(Normalise(variation)), $"seed {seed}, round {round}: '{name}' is {Only(Normalise(name))}, '{variation}' is {Only(Normalise(variation))}");
        }
    }

    private static string ChangeCase(string name, Random random) =>
        string.Concat(name.Select(character => random.Next(2) == 0 ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character)));

    [Theory] // the traps of the list of JAK-inhibitor names
    [InlineData("JAKAFI", "RUXOLITINIB")]
    [InlineData("Jakavi", "RUXOLITINIB")]
    [InlineData("Jakvinus", "TOFACITINIB")]
    [InlineData("JAQUINUS", "TOFACITINIB")]
    [InlineData("JAKTINIB", "JAKTINIB")]
    [InlineData("JAKTINIB HYDROCHLORIDE", "JAKTINIB")]
    [InlineData("DEURUXOLITINIB", "DEURUXOLITINIB")]
    [InlineData("DEURUXOLITINIB PHOSPHATE 8 MG", "DEURUXOLITINIB")]
    [InlineData("D8-RUXOLITINIB", "DEURUXOLITINIB")]
    [InlineData("DEU-RUXOLITINIB", "DEURUXOLITINIB")]
    [InlineData("RUXOLITINIB", "RUXOLITINIB")]
    [InlineData("RUXOLITINIB PHOSPHATE", "RUXOLITINIB")]
    [InlineData("XELJANZ XR 11 MG TABLET", "TOFACITINIB")]
    [InlineData("TOFACITINIB (XELJANZ)", "TOFACITINIB")]
    [InlineData("CP-690,550", "TOFACITINIB")]
    [InlineData("cp 690550", "TOFACITINIB")]
    [InlineData("Rinvoq LQ 1 mg/mL oral solution", "UPADACITINIB")]
    [InlineData("BARICITINIB/OLUMIANT", "BARICITINIB")]
    public void Names_that_look_alike_stay_apart_and_spellings_of_one_drug_merge(string name, string substance)
    {
        Assert.Equal(substance, Only(Normalise(name)));
        Assert.Equal(NameRule.Catalogue, Normalise(name).Rule);
    }

    [Theory]
    [InlineData("D4-RUXOLITINIB")]                  // another chemical
    [InlineData("XRUXOLITINIB")]                    // no word of its own
    [InlineData("PLACEBO (TOFACITINIB)")]           // no evidence that the drug was taken
    [InlineData("Tofacitinib or placebo")]
    [InlineData(@"PLACEBO\TOFACITINIB")]
    [InlineData("XELJANS")]                         // a misspelling is suggested, not merged
    [InlineData("Baricinix")]                       // unverified brand
    [InlineData("RINVO")]
    public void Names_that_are_no_evidence_of_a_catalogue_drug_stay_unmapped(string name)
    {
        Assert.Equal(NameRule.Cleaned, Normalise(name).Rule);
        Assert.Equal(name.ToUpperInvariant(), Only(Normalise(name)));
    }

    [Theory]
    [InlineData("OPZELURA", "RUXOLITINIB PHOSPHATE", true)]
    [InlineData("OPZELURA", "", true)]
    [InlineData("Ruxolitinib cream 1.5%", "RUXOLITINIB", true)]
    [InlineData("INCB018424 CREAM", null, true)]
    [InlineData("RUXOLITINIB PHOSPHATE", "OPZELURA", true)]
    [InlineData("JAKAFI", "RUXOLITINIB PHOSPHATE", false)]
    [InlineData("RUXOLITINIB", null, false)]
    [InlineData("OPZELURA", "METHOTREXATE", false)]     // the ingredient is another drug
    public void Product_is_topical_when_its_name_says_so(string name, string? ingredient, bool topical) =>
        Assert.Equal(topical, Normalise(name, ingredient).Topical);

    [Theory] // the two Xeljanz reports of FAERS 2017Q2, and what the quarters show beside them
    [InlineData("XELJANZ", "TOFACITINIB CITRATE", "TOFACITINIB")]
    [InlineData("JANUVIA", "SITAGLIPTIN PHOSPHATE", "SITAGLIPTIN")]
    [InlineData("LONSURF", @"TIPIRACIL HYDROCHLORIDE\TRIFLURIDINE", "TIPIRACIL|TRIFLURIDINE")]
    [InlineData("GEMCITABINE", @"GEMCITABINE\GEMCITABINE HYDROCHLORIDE", "GEMCITABINE")]
    [InlineData("GAVISCON", @"ALUMINUM HYDROXIDE\MAGNESIUM CARBONATE", "ALUMINUM HYDROXIDE|MAGNESIUM CARBONATE")]
    [InlineData("SPIRIVA", "TIOTROPIUM BROMIDE MONOHYDRATE", "TIOTROPIUM")]
    [InlineData("SIMVASTATIN.", "SIMVASTATIN.", "SIMVASTATIN")]
    [InlineData("VITAMIN E", ".ALPHA.-TOCOPHEROL", ".ALPHA.-TOCOPHEROL")]
    [InlineData("XYZ", @"RUXOLITINIB PHOSPHATE\DEURUXOLITINIB", "DEURUXOLITINIB|RUXOLITINIB")]
    public void Coded_ingredient_decides_and_its_parts_are_taken_singly(string name, string ingredient, string substances) =>
        Assert.Equal(substances.Split('|'), Normalise(name, ingredient).Substances);

    [Theory]
    [InlineData("SODIUM CHLORIDE", "SODIUM CHLORIDE")]
    [InlineData("POTASSIUM CHLORIDE", "POTASSIUM CHLORIDE")]
    [InlineData("LITHIUM CARBONATE", "LITHIUM CARBONATE")]
    [InlineData("CALCIUM CARBONATE", "CALCIUM CARBONATE")]
    [InlineData("FERROUS SULFATE ANHYDROUS", "FERROUS SULFATE")]
    [InlineData("FERRIC CITRATE", "FERRIC CITRATE")]
    [InlineData("MAGNESIUM SULFATE HEPTAHYDRATE", "MAGNESIUM SULFATE")]
    [InlineData("ZINC SULFATE", "ZINC SULFATE")]
    [InlineData("SODIUM BICARBONATE", "SODIUM BICARBONATE")]
    [InlineData("SODIUM PHOSPHATE", "SODIUM PHOSPHATE")]
    [InlineData("SODIUM TETRADECYL SULFATE", "SODIUM TETRADECYL SULFATE")]
    [InlineData("IRON SUCROSE", "IRON SUCROSE")]
    [InlineData("HYDROCHLOROTHIAZIDE", "HYDROCHLOROTHIAZIDE")]
    [InlineData("INSULIN ASPART", "INSULIN ASPART")]
    [InlineData("DIMETHYL FUMARATE", "DIMETHYL FUMARATE")]
    [InlineData("CALCIUM", "CALCIUM")]
    [InlineData("VITAMIN D AND CALCIUM", "VITAMIN D AND CALCIUM")]
    [InlineData("LEVOTHYROXINE SODIUM ANHYDROUS", "LEVOTHYROXINE")]
    [InlineData("CLAVULANATE POTASSIUM", "CLAVULANATE")]
    [InlineData("HYDROCORTISONE SODIUM SUCCINATE", "HYDROCORTISONE")]
    [InlineData("DABIGATRAN ETEXILATE MESYLATE", "DABIGATRAN ETEXILATE")]
    [InlineData("FLUTICASONE FUROATE", "FLUTICASONE FUROATE")]
    public void Salt_is_taken_off_unless_it_is_the_drug(string name, string substance)
    {
        Assert.Equal(substance, Only(Normalise(name)));
        Assert.Equal(substance, Only(Normalise("", name)));
    }

    [Theory] // drug names of FAERS 2004Q1, 2017Q2 and 2022Q4 without a coded ingredient
    [InlineData("PROCYCLIDINE HYDROCHLORIDE 2MG TAB", "PROCYCLIDINE")]
    [InlineData("OXYCODONE HCL", "OXYCODONE")]
    [InlineData("METFORMIN HYDROCHLORIDE ER", "METFORMIN")]
    [InlineData("ACYCLOVIR                          /00587301/", "ACYCLOVIR")]
    [InlineData("TYLENOL (CAPLET)", "TYLENOL")]
    [InlineData("PANTOPRAZOLE (PANTOPRAZOLE)", "PANTOPRAZOLE")]
    [InlineData("PREDNISOLONE EYE DROPS", "PREDNISOLONE")]
    [InlineData("OPTIRAY 320", "OPTIRAY 320")]
    [InlineData("VIT B12", "VIT B12")]
    [InlineData("CARBIDOPA 25MG/100MG", "CARBIDOPA")]
    [InlineData("MONISTAT 3-DAY", "MONISTAT")]
    [InlineData("EYE DROPS", "EYE DROPS")]
    [InlineData("INSULIN (HUMAN)", "INSULIN (HUMAN)")]
    [InlineData("CREAM OF TARTAR", "CREAM OF TARTAR")]
    [InlineData("6-MP", "6-MP")]
    [InlineData(@"AMOXICILLIN\CLAVULANATE POTASSIUM", "AMOXICILLIN|CLAVULANATE")]
    public void Unmapped_name_is_cleaned_at_its_end(string name, string substances)
    {
        Assert.Equal(substances.Split('|'), Normalise(name).Substances);
        Assert.Equal(NameRule.Cleaned, Normalise(name).Rule);
    }

    [Fact]
    public void Ingredient_is_taken_and_the_disagreement_told_when_the_name_is_another_catalogue_drug()
    {
        var drug = Normalise("XELJANZ", "BARICITINIB");

        Assert.Equal("BARICITINIB", Only(drug));
        Assert.True(drug.NameDisagrees);
        Assert.False(Normalise("XELJANZ", "TOFACITINIB CITRATE").NameDisagrees);
        Assert.False(Normalise("ENBREL", "ETANERCEPT").NameDisagrees);
    }

    [Theory]
    [InlineData("RINVOQ", "UNSPECIFIED INGREDIENT", "UPADACITINIB", NameRule.Catalogue)]
    [InlineData("DIURETIC", "Unspecified Ingredient", "DIURETIC", NameRule.Cleaned)]
    [InlineData("", "UNSPECIFIED INGREDIENT", "(NOT STATED)", NameRule.Cleaned)]
    [InlineData("", @"UNKNOWN\UNSPECIFIED INGREDIENT", "(NOT STATED)", NameRule.Cleaned)]
    [InlineData("RINVOQ", @"UNKNOWN\UNSPECIFIED INGREDIENT", "UPADACITINIB", NameRule.Catalogue)]
    [InlineData("XYZ", @"METFORMIN\UNSPECIFIED INGREDIENT", "METFORMIN", NameRule.Ingredient)]
    [InlineData("UNKNOWN", null, "UNKNOWN", NameRule.Cleaned)]
    [InlineData("", null, "(NOT STATED)", NameRule.Cleaned)]
    [InlineData(" ", @" \ ", "(NOT STATED)", NameRule.Ingredient)]
    public void Name_decides_when_the_ingredient_says_nothing(string name, string? ingredient, string substance, NameRule rule)
    {
        Assert.Equal(substance, Only(Normalise(name, ingredient)));
        Assert.Equal(rule, Normalise(name, ingredient).Rule);
    }

    [Theory]
    [InlineData("xeljanz XR ", "TOFACITINIB", NameRule.Catalogue)]
    [InlineData("Xeljanz XR 11 mg", "XELJANZ XR 11 MG", NameRule.AsGiven)]
    [InlineData("Metformin hydrochloride", "METFORMIN HYDROCHLORIDE", NameRule.AsGiven)]
    [InlineData(@"Hydrocortisone\neomycin", @"HYDROCORTISONE\NEOMYCIN", NameRule.AsGiven)]
    [InlineData("Aspirin.", "ASPIRIN.", NameRule.AsGiven)]
    [InlineData("", "(NOT STATED)", NameRule.AsGiven)]
    public void Name_stays_as_given_but_for_whole_catalogue_names(string name, string substance, NameRule rule)
    {
        Assert.Equal(substance, Only(Bundled.AsGiven.Normalise(name, null)));
        Assert.Equal(rule, Bundled.AsGiven.Normalise(name, null).Rule);
    }

    [Fact]
    public void Opzelura_as_given_is_topical_ruxolitinib()
    {
        Assert.True(Bundled.AsGiven.Normalise("Opzelura", null).Topical);
        Assert.True(Bundled.AsGiven.Normalise("Opzelura", "Ruxolitinib").Topical);
        Assert.False(Bundled.AsGiven.Normalise("Jakafi", null).Topical);
    }

    [Theory] // placebo and vehicle, in the languages that names come in
    [InlineData("PLACÉBO TOFACITINIB")]
    [InlineData("Plazebo (Xeljanz)")]
    [InlineData("PLASEBO RINVOQ")]
    [InlineData("PLACEBO-CONTROLLED TOFACITINIB")]
    [InlineData("TOFACITINIB PLACEBO5MG")]
    [InlineData("RUXOLITINIB VEHICLE CREAM")]
    [InlineData("VÉHICULE (OPZELURA)")]
    [InlineData("SHAM UPADACITINIB")]
    [InlineData("TOFACITINIB DOUBLE-DUMMY")]
    [InlineData("ゼルヤンツ錠プラセボ")]
    [InlineData("托法替布安慰剂")]
    [InlineData("Плацебо тофацитиниб")]
    public void Placebo_and_vehicle_are_not_the_drug(string name)
    {
        foreach (var drug in new[] { Normalise(name), Normalise(name, "TOFACITINIB CITRATE") })
        {
            Assert.Equal(NameRule.Cleaned, drug.Rule);
            Assert.DoesNotContain(drug.Substances, Bundled.Catalogue.Drugs.Has);
        }
    }

    [Theory]
    [InlineData("SHAMPOO KETOCONAZOLE", "SHAMPOO KETOCONAZOLE")]    // no sham
    [InlineData("VEHICLEX", "VEHICLEX")]
    public void Words_that_only_look_like_placebo_are_none(string name, string substance) => Assert.Equal(substance, Only(Normalise(name)));

    [Theory]
    [InlineData("AURO-TOFACITINIB", "TOFACITINIB")]
    [InlineData("PMS-Tofacitinib 5 mg", "TOFACITINIB")]
    [InlineData("TARO-TOFACITINIB", "TOFACITINIB")]
    [InlineData("apo\u2011tofacitinib", "TOFACITINIB")]
    [InlineData("SANDOZ RUXOLITINIB", "RUXOLITINIB")]
    [InlineData("JAMP-TOFACITINIB XR", "TOFACITINIB")]
    [InlineData("XELJANZ-OLUMIANT", "BARICITINIB|TOFACITINIB")]
    [InlineData("INCB18424", "RUXOLITINIB")]
    [InlineData("INCB-018424", "RUXOLITINIB")]
    [InlineData("INC-424", "RUXOLITINIB")]
    [InlineData("INCB 18424 PHOSPHATE", "RUXOLITINIB")]
    [InlineData("INCB-0184-24", "RUXOLITINIB")]
    [InlineData("CP690,550", "TOFACITINIB")]
    [InlineData("CP-690550-10", "TOFACITINIB")]
    [InlineData("C.P. 690,550", "TOFACITINIB")]
    [InlineData("ABT 494", "UPADACITINIB")]
    [InlineData("LY-3009104", "BARICITINIB")]
    [InlineData("LY 3009104", "BARICITINIB")]
    [InlineData("GLPG 0634", "FILGOTINIB")]
    [InlineData("GLPG634", "FILGOTINIB")]
    [InlineData("PF 4965842", "ABROCITINIB")]
    [InlineData("RINVOQ15MG", "UPADACITINIB")]
    [InlineData("XELJANZXR", "TOFACITINIB")]
    [InlineData("XELJANZXR11MG", "TOFACITINIB")]
    [InlineData("XELJANZXR11MGTABLET", "TOFACITINIB")]
    [InlineData("OLUMIANT4MG", "BARICITINIB")]
    [InlineData("OLUMIANT4", "BARICITINIB")]
    [InlineData("Rinvoq15MGTABLET", "UPADACITINIB")]
    [InlineData("XELJANZ\t5 MG", "TOFACITINIB")]
    [InlineData("ＸＥＬＪＡＮＺ", "TOFACITINIB")]
    [InlineData("XÉLJANZ", "TOFACITINIB")]
    [InlineData("ゼルヤンツ", "TOFACITINIB")]
    [InlineData("ｾﾞﾙﾔﾝﾂ錠5mg", "TOFACITINIB")]
    [InlineData("オルミエント錠４ｍｇ", "BARICITINIB")]
    [InlineData("リンヴォック", "UPADACITINIB")]
    [InlineData("ジャカビ", "RUXOLITINIB")]
    [InlineData("Ксельянз", "TOFACITINIB")]
    [InlineData("ЯКВИНУС", "TOFACITINIB")]
    [InlineData("Джакави", "RUXOLITINIB")]
    [InlineData("枸橼酸托法替布片", "TOFACITINIB")]
    [InlineData("젤잔즈정5밀리그램", "TOFACITINIB")]
    [InlineData("tofacitinibe", "TOFACITINIB")]
    [InlineData("ADALIMUMAB-ADAZ", "ADALIMUMAB")]
    [InlineData("HEFIYA", "ADALIMUMAB")]
    [InlineData("BENDRYL/HUMIRA/IBUPROFEN", "ADALIMUMAB|BENDRYL|IBUPROFEN")]
    [InlineData("METHOTREXATE SODIUM + XELJANZ", "METHOTREXATE|TOFACITINIB")]
    [InlineData("Humira and methotrexate", "ADALIMUMAB|METHOTREXATE")]
    [InlineData("ENBREL, METHOTREXATE; PREDNISONE", "ETANERCEPT|METHOTREXATE|PREDNISONE")]
    [InlineData("CP-690, 550", "TOFACITINIB")]                  // one code
    [InlineData("XELJANZ TABLET, FILM COATED, 5 MG", "TOFACITINIB")]
    [InlineData("HUMIRA 40 MG/0.8 ML PEN", "ADALIMUMAB")]       // a strength is no drug
    [InlineData("XELJANZ / PFIZER", "TOFACITINIB")]             // nor a manufacturer
    [InlineData("XELJANZ (TOFACITINIB\\CITRATE)", "TOFACITINIB")]
    public void Names_of_catalogue_drugs_are_found_however_they_are_written(string name, string substances)
    {
        Assert.Equal(substances.Split('|'), Normalise(name).Substances);
        Assert.Equal(NameRule.Catalogue, Normalise(name).Rule);
    }

    [Theory] // false matches that were thought of
    [InlineData("XELJANZE")]                    // a misspelling is suggested
    [InlineData("RINVOQUE15MG")]
    [InlineData("INCB184245")]                  // another number
    [InlineData("LY300910")]
    [InlineData("DEMO-TOFACITINIB")]            // no manufacturer
    [InlineData("XJAKAFI5MG")]
    [InlineData("ジャカビンス")]                 // a longer word
    [InlineData("JANUVIA")]
    [InlineData("JAKA")]
    public void Names_that_are_near_stay_what_they_are(string name)
    {
        Assert.Equal(NameRule.Cleaned, Normalise(name).Rule);
        Assert.DoesNotContain(Normalise(name).Substances, Bundled.Catalogue.Drugs.Has);
    }

    [Theory]
    [InlineData("RUXOLITINIBCREAM", true)]
    [InlineData("コレクチム軟膏", true)]
    [InlineData("JAKAFI5MG", false)]
    public void Glued_name_says_whether_it_is_topical(string name, bool topical) => Assert.Equal(topical, Normalise(name).Topical);

    [Theory] // a backslash within brackets parts nothing
    [InlineData(@"VACCINE (A\B)", @"VACCINE (A\B)")]
    [InlineData(@"IRON (FERRIC\FERROUS)\ZINC", @"IRON (FERRIC\FERROUS)|ZINC")]
    [InlineData(@"BROKEN (A\B", @"B|BROKEN (A")]
    public void Backslash_within_brackets_does_not_split_a_name(string name, string substances) =>
        Assert.Equal(substances.Split('|'), Normalise(name).Substances);

    [Fact]
    public void Result_does_not_depend_on_what_was_asked_before()
    {
        string[] names = ["XELJANZ", "OPZELURA", "METFORMIN HCL", "XELJANZ"];
        var forward = names.Select(name => Only(Normalise(name))).ToList();
        var backward = names.Reverse().Select(name => Only(Normalise(name))).Reverse().ToList();
        Assert.Equal(forward, backward);
    }
}
