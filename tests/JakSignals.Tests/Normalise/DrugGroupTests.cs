using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

public class DrugGroupTests
{
    private static readonly IReadOnlyList<DrugGroup> Groups = Bundled.Catalogue.Drugs.Groups;
    private static readonly Dictionary<string, int> Ids = Bundled.Catalogue.Drugs.Substances.Index().ToDictionary(one => one.Item.Key, one => one.Index + 1);
    private static readonly DrugGroupMatcher Matcher = new(Groups, Ids, Bundled.Catalogue.Indications);

    private static string[] Of(string substance, bool topical)
    {
        var keys = new List<string>();
        foreach (var group in Matcher.GroupsOf(Ids[substance], topical))
            keys.Add(Groups[group].Key);
        return [.. keys];
    }

    [Fact]
    public void Topical_ruxolitinib_is_apart_from_oral()
    {
        Assert.Equal(["jak_inhibitors", "ruxolitinib_oral"], Of("RUXOLITINIB", topical: false));
        Assert.Equal(["jak_inhibitors", "ruxolitinib_topical"], Of("RUXOLITINIB", topical: true));
    }

    [Fact]
    public void Tofacitinib_is_in_its_classes()
    {
        Assert.Equal(["jak_inhibitors", "jak_inhibitors_oral_boxed", "tofacitinib"], Of("TOFACITINIB", topical: false));
        Assert.Equal(["jak_inhibitors", "tofacitinib"], Of("TOFACITINIB", topical: true));
    }

    [Fact]
    public void Deucravacitinib_is_a_JAK_inhibitor_without_boxed_warning() =>
        Assert.Equal(["jak_inhibitors", "deucravacitinib"], Of("DEUCRAVACITINIB", topical: false));

    [Theory]
    [InlineData("OCLACITINIB", "Apoquel")]
    [InlineData("ILUNOCITINIB", "Zenrelia")]
    [InlineData("ATINVICITINIB", "Numelvi")]
    public void Veterinary_drug_is_its_own_substance_in_no_group(string substance, string brand)
    {
        Assert.Equal([substance], Bundled.General.Normalise(brand, null).Substances);
        Assert.Empty(Of(substance, topical: false));
        Assert.Empty(Of(substance, topical: true));
    }

    [Fact]
    public void Every_substance_that_is_not_excluded_is_a_JAK_inhibitor_with_a_group_of_its_own_or_compared_with()
    {
        var compared = Groups.Where(group => group.Comparator).SelectMany(group => group.Substances).ToHashSet();
        Assert.Equal(["ADALIMUMAB", "CERTOLIZUMAB PEGOL", "ETANERCEPT", "GOLIMUMAB", "INFLIXIMAB"], compared.Order());
        foreach (var substance in Bundled.Catalogue.Drugs.Substances.Where(substance => substance.Excluded is null && !compared.Contains(substance.Key)))
        {
            var groups = Of(substance.Key, topical: false);
            Assert.Equal("jak_inhibitors", groups[0]);
            Assert.Contains(groups, key => key == substance.Name || key == substance.Name + "_oral");
        }
    }

    [Fact]
    public void A_comparator_is_in_its_group_alone() => Assert.Equal(["tnf_inhibitors"], Of("ETANERCEPT", topical: false));

    [Fact]
    public void Unknown_substance_is_in_no_group()
    {
        Assert.True(Matcher.GroupsOf(100_000, topical: false).IsEmpty);
        Assert.True(Matcher.GroupsOf(-1, topical: true).IsEmpty);
        Assert.True(new DrugGroupMatcher(Groups, new Dictionary<string, int>(), Bundled.Catalogue.Indications).GroupsOf(0, topical: false).IsEmpty);
    }
}
