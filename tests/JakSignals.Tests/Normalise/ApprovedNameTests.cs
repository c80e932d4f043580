using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

/// <summary>Names that reviewers approved: "Xeljans" as tofacitinib, "Opzellura" as ruxolitinib for the skin, "Rinvok" as a substance that is gone.</summary>
public sealed class ApprovedNameTests
{
    private static readonly Catalogue Approved = Bundled.Catalogue.WithApproved([new("XELJANS", "TOFACITINIB", false), new("OPZELLURA", "RUXOLITINIB", true)]);
    private static readonly DrugNormaliser General = new(Approved.Drugs, NameRules.General);

    [Theory]
    [InlineData("XELJANS", "TOFACITINIB", NameRule.Approved)]
    [InlineData(" Xeljans® 5 mg tablets.", "TOFACITINIB", NameRule.Approved)]         // cleaned it is the name that was approved
    [InlineData("XELJANS FORTE", "XELJANS FORTE", NameRule.Cleaned)]                  // another name, on which nobody decided
    [InlineData("XELJANS AND METHOTREXATE", "XELJANS AND METHOTREXATE", NameRule.Cleaned)]
    [InlineData("XELJANS PLACEBO", "XELJANS PLACEBO", NameRule.Cleaned)]
    [InlineData("XELJANZ", "TOFACITINIB", NameRule.Catalogue)]
    [InlineData("RINVOK", "RINVOK", NameRule.Cleaned)]
    public void An_approved_name_counts_as_its_substance_and_no_other_name_does(string reported, string substance, NameRule rule)
    {
        var drug = General.Normalise(reported, null);
        Assert.Equal((substance, rule), (Assert.Single(drug.Substances), drug.Rule));
        Assert.Equal(rule == NameRule.Approved ? ["XELJANS"] : [], drug.Approved);
    }

    [Fact]
    public void The_coded_ingredient_decides_against_an_approved_name()
    {
        Assert.Equal(["BARICITINIB"], General.Normalise("XELJANS", "BARICITINIB").Substances);
        Assert.Equal(["XELJANS"], General.Normalise("tablets", "XELJANS").Substances);        // approved was the name that reporters typed, not what the source codes
        Assert.Equal(["TOFACITINIB"], General.Normalise("XELJANS", "UNSPECIFIED INGREDIENT").Substances);
    }

    [Fact]
    public void Each_part_of_a_name_of_several_drugs_is_looked_up()
    {
        var drug = General.Normalise(@"Opzellura\Xeljans\Aspirin", null);
        Assert.Equal(["ASPIRIN", "RUXOLITINIB", "TOFACITINIB"], drug.Substances);
        Assert.Equal(["OPZELLURA", "XELJANS"], drug.Approved);
    }

    [Fact]
    public void A_name_of_a_product_for_the_skin_is_topical_whatever_the_route()
    {
        Assert.True(General.Normalise("Opzellura", null).Topical);
        Assert.False(General.Normalise("Xeljans", null).Topical);
    }

    [Fact]
    public void Names_as_given_are_not_asked() => Assert.Equal(["XELJANS"], new DrugNormaliser(Approved.Drugs, NameRules.AsGiven).Normalise("XELJANS", null).Substances);

    /// <summary>SHA-256 by Python's hashlib over the texts as ApprovedName.Digest describes them.</summary>
    [Fact]
    public void The_digest_of_the_names_stands_among_the_files_in_whatever_order_they_came()
    {
        Assert.Equal("4fc16cc9e8d75561b67e6e1fe7b5b8855feaf238d006488ce2bdab9f70a8cce0", Approved.Sha256ByFile["approved names"]);
        Assert.Equal("a2106f5aa404c30d825c7f89c29d16e02313e353c1cb7d52ca76ed0fa0ffc43c", Bundled.Catalogue.WithApproved([new("XELJANS", "TOFACITINIB", false)]).Sha256ByFile["approved names"]);
        Assert.Equal(Approved.Sha256ByFile, Bundled.Catalogue.WithApproved([new("OPZELLURA", "RUXOLITINIB", true), new("XELJANS", "TOFACITINIB", false)]).Sha256ByFile);
        Assert.Equal(8, Approved.Sha256ByFile.Count);
        Assert.Equal("4fc16cc9e8d7", Approved.VersionByFile["approved names"]);
        Assert.False(Bundled.Catalogue.Sha256ByFile.ContainsKey("approved names"));
    }

    [Fact]
    public void Without_an_approved_name_the_catalogue_is_the_same()
    {
        Assert.Same(Bundled.Catalogue, Bundled.Catalogue.WithApproved([]));
        Assert.Same(Bundled.Catalogue, Bundled.Catalogue.WithApproved([new("RINVOK", "GONE", false)]));
    }

    [Theory]
    [InlineData("RINVOK", "UPADACITINIB", null)]
    [InlineData("RINVOK", "GONE", "the catalogue has no substance GONE")]
    [InlineData("RINVOK", "upadacitinib", "no substance upadacitinib")]
    [InlineData("(NOT STATED)", "UPADACITINIB", "not known")]
    [InlineData("UNKNOWN", "UPADACITINIB", "not known")]
    [InlineData("TOFACITINIB OR PLACEBO", "TOFACITINIB", "placebo")]
    public void What_cannot_be_approved_says_why(string name, string substance, string? says)
    {
        var fault = Bundled.Catalogue.Drugs.ApprovalFault(name, substance);
        if (says is null)
            Assert.Null(fault);
        else
            Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_have_the_approved_names_and_a_comparison_shows_them()
    {
        var facts = CatalogueFacts.Of(Approved);
        Assert.Contains(new CatalogueFact("approved_name", "XELJANS", "XELJANS", "4fc16cc9e8d7", 2, "substance", "TOFACITINIB"), facts);
        Assert.Contains(new CatalogueFact("approved_name", "OPZELLURA", "OPZELLURA", "4fc16cc9e8d7", 1, "topical", "yes"), facts);
        Assert.Equal([("OPZELLURA", EntryChange.Added), ("XELJANS", EntryChange.Added)], CatalogueDifference.Between(CatalogueFacts.Of(Bundled.Catalogue), facts).Select(one => (one.Key, one.Change)));
    }
}
