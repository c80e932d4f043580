using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

public sealed class CaseCoderTests
{
    [Fact]
    public void A_drug_and_an_event_stand_once_in_a_case_however_often_they_are_reported()
    {
        var coded = Code([One.Of(["XELJANZ", "Tofacitinib citrate", "tofacitinib"], ["Herpes zoster", "HERPES ZOSTER", "Ophthalmic herpes zoster"])]).Coded;
        Assert.Equal(["TOFACITINIB", "jak_inhibitors", "jak_inhibitors_oral_boxed"], Drugs(coded, 0));
        Assert.Equal(1, Events(coded, 0).Count(key => key == "HERPES ZOSTER"));
        Assert.Equal(1, Events(coded, 0).Count(key => key == "herpes_zoster"));
        Assert.Equal(Events(coded, 0).Distinct(), Events(coded, 0));
    }

    [Theory]
    [InlineData("Opzelura", AdministrationRoute.Unknown, "ruxolitinib_topical")]
    [InlineData("Ruxolitinib 1.5% cream", AdministrationRoute.Unknown, "ruxolitinib_topical")]
    [InlineData("ruxolitinib", AdministrationRoute.Topical, "ruxolitinib_topical")]
    [InlineData("Jakafi", AdministrationRoute.Oral, "ruxolitinib_oral")]
    [InlineData("ruxolitinib", AdministrationRoute.Unknown, "ruxolitinib_oral")]
    public void Ruxolitinib_goes_by_its_route(string name, AdministrationRoute route, string group)
    {
        var coded = Code([One.Of([name], ["Acne"]) with { Route = route }]).Coded;
        Assert.Equal(["RUXOLITINIB", "jak_inhibitors", group], Drugs(coded, 0));
    }

    [Fact]
    public void A_case_of_both_routes_is_in_both_groups() =>
        Assert.Equal(["RUXOLITINIB", "jak_inhibitors", "ruxolitinib_oral", "ruxolitinib_topical"], Drugs(Code([One.Of(["Opzelura", "Jakafi"], ["Acne"])]).Coded, 0));

    [Theory]
    [InlineData(RoleScope.Primary, DrugRole.SecondarySuspect, false)]
    [InlineData(RoleScope.Suspect, DrugRole.SecondarySuspect, true)]
    [InlineData(RoleScope.Primary, DrugRole.Interacting, false)]
    [InlineData(RoleScope.Suspect, DrugRole.Interacting, true)]
    [InlineData(RoleScope.Suspect, DrugRole.Concomitant, false)]
    [InlineData(RoleScope.Any, DrugRole.Concomitant, true)]
    [InlineData(RoleScope.Suspect, DrugRole.NotAdministered, false)]
    [InlineData(RoleScope.Any, DrugRole.NotAdministered, false)]
    public void Roles_count_by_the_scope(RoleScope scope, DrugRole role, bool counts) =>
        Assert.Equal(counts, Drugs(Code([One.Of(["Olumiant"], ["Acne"]) with { Role = role }], scope).Coded, 0).Contains("BARICITINIB"));

    [Theory]
    [InlineData(RoleScope.Primary, false)]
    [InlineData(RoleScope.Suspect, false)]
    [InlineData(RoleScope.Any, true)]
    public void An_interacting_drug_counts_in_any_role_alone_where_it_is_no_suspect(RoleScope scope, bool counts)
    {
        var coded = Code([One.Of(["Olumiant"], ["Acne"]) with { Role = DrugRole.Interacting }], scope, interactingIsSuspect: false).Coded;
        Assert.Equal(counts, Drugs(coded, 0).Contains("BARICITINIB"));
    }

    [Theory] // bit 0 primary, bit 1 suspect, bit 2 any, as DomainCases.GroupsIn reads them
    [InlineData(DrugRole.PrimarySuspect, true, 0b111)]
    [InlineData(DrugRole.SecondarySuspect, true, 0b110)]
    [InlineData(DrugRole.Interacting, true, 0b110)]
    [InlineData(DrugRole.Interacting, false, 0b100)]
    [InlineData(DrugRole.Concomitant, true, 0b100)]
    [InlineData(DrugRole.NotAdministered, true, 0)]
    public void A_group_is_in_the_scopes_of_its_role(DrugRole role, bool interactingIsSuspect, int scopes) =>
        Assert.Equal(5 << 3 | scopes, DomainCases.Code(5, role, interactingIsSuspect));

    [Theory]
    [InlineData("Cardiac arrest", Outcomes.Hospitalisation, false)]
    [InlineData("Cardiac arrest", Outcomes.Death, true)]
    [InlineData("Myocardial infarction", Outcomes.None, true)]
    public void A_composite_asks_of_each_part_what_the_part_asks(string term, Outcomes outcomes, bool isMace) =>
        Assert.Equal(isMace, Events(Code([One.Of(["x"], [term]) with { Outcomes = outcomes }]).Coded, 0).Contains("mace"));

    [Theory]
    [InlineData(Outcomes.None, false)]
    [InlineData(Outcomes.Death, true)]
    [InlineData(Outcomes.OtherSerious, true)]
    public void A_serious_infection_is_one_of_a_serious_case(Outcomes outcomes, bool expected) =>
        Assert.Equal(expected, Events(Code([One.Of(["x"], ["Pneumonia"]) with { Outcomes = outcomes }]).Coded, 0).Contains("serious_infection"));

    [Fact]
    public void The_spelling_shown_is_the_commonest_that_is_not_all_capitals()
    {
        var coded = Code([One.Of(["x"], ["HERPES ZOSTER"]), One.Of(["x"], ["HERPES ZOSTER"]), One.Of(["x"], ["Herpes zoster"]), One.Of(["x"], ["herpes Zoster"]), One.Of(["x"], ["Herpes zoster"]), One.Of(["x"], ["NAUSEA"])]).Coded;
        Assert.Equal("Herpes zoster", Assert.Single(coded.Events, e => e.Key == "HERPES ZOSTER").Name);
        Assert.Equal("Nausea", Assert.Single(coded.Events, e => e.Key == "NAUSEA").Name);
    }

    [Fact]
    public void An_American_spelling_is_shown_as_the_term_it_stands_for()
    {
        var coded = Code([One.Of(["x"], ["Anemia"])]).Coded;
        Assert.Equal("Anaemia", Assert.Single(coded.Events, e => e.Key == "ANAEMIA").Name);
        Assert.Contains("haem_labs_cytopenia", Events(coded, 0));
    }

    [Fact]
    public void Names_and_terms_that_no_current_case_carries_get_no_index()
    {
        var (names, terms) = (new List<string> { "never seen", "XELJANZ" }, new List<string> { "Never seen", "Acne" });
        var normalised = Code([One.Of(["XELJANZ"], ["Acne"])], RoleScope.Suspect, names, terms);
        Assert.Equal("XELJANZ", Assert.Single(normalised.Names).Name);
        Assert.Null(normalised.SubstancesOfName[0]);
        Assert.Equal(-1, normalised.EventOfTerm[0]);
        Assert.Equal("ACNE", Assert.Single(normalised.Coded.Events, e => !e.IsClass).Key);
        Assert.DoesNotContain(normalised.Coded.Drugs, d => d.Key == "NEVER SEEN");
    }

    [Fact]
    public void Drug_groups_and_classes_are_there_without_a_case()
    {
        var coded = Code([]).Coded;
        Assert.Equal(0, coded.CaseCount);
        Assert.Contains(coded.Drugs, d => d is { Key: "TOFACITINIB", IsGroup: true });
        Assert.Contains(coded.Drugs, d => d is { Key: "ruxolitinib_topical", Kind: "route", IsGroup: true });
        Assert.Contains(coded.Events, e => e is { Key: "mace", IsClass: true });
    }

    private static IEnumerable<string> Drugs(CodedCases coded, int row) => coded.DrugsOf(row).ToArray().Select(d => coded.Drugs[d].Key);

    private static IEnumerable<string> Events(CodedCases coded, int row) => coded.EventsOf(row).ToArray().Select(e => coded.Events[e].Key);

    private static NormalisedCases Code(IReadOnlyList<One> cases, RoleScope scope = RoleScope.Suspect, List<string>? names = null, List<string>? terms = null,
        bool interactingIsSuspect = true)
    {
        (names, terms) = (names ?? [], terms ?? []);
        var columns = Columns(cases, names, terms);
        return new CaseCoder(Bundled.Catalogue, NameRules.General, scope, interactingIsSuspect).Code(columns, Columns([], names, terms), id => (names[id], ""), id => terms[id], TestContext.Current.CancellationToken);
    }

    private static CaseColumns Columns(IReadOnlyList<One> cases, List<string> names, List<string> terms)
    {
        var drugs = cases.SelectMany(c => c.Drugs.Select(name => (c.Role, c.Route, Id: IdOf(names, name)))).ToArray();
        return new CaseColumns
        {
            CaseKey = [.. Enumerable.Range(1, cases.Count).Select(i => (long)i)], CaseNames = new Dictionary<long, string>(), Source = new CaseSource[cases.Count],
            ReportId = new long[cases.Count], Version = new int[cases.Count], ReceivedOn = new int[cases.Count], FirstReceivedOn = new int[cases.Count], EventOn = new int[cases.Count],
            AgeYears = new double[cases.Count], Sex = new Sex[cases.Count], Country = new string?[cases.Count], Reporter = new ReporterType[cases.Count],
            Outcomes = [.. cases.Select(c => c.Outcomes)], IsNew = new bool[cases.Count], IsFollowedUp = new bool[cases.Count],
            DrugStart = Starts(cases.Select(c => c.Drugs.Length)), DrugSequence = new long[drugs.Length], DrugNameId = [.. drugs.Select(d => d.Id)], Role = [.. drugs.Select(d => d.Role)],
            Route = [.. drugs.Select(d => d.Route)], Dechallenge = new Challenge[drugs.Length], Rechallenge = new Challenge[drugs.Length],
            EventStart = Starts(cases.Select(c => c.Terms.Length)), TermId = [.. cases.SelectMany(c => c.Terms).Select(term => IdOf(terms, term))], IndicationStart = new int[cases.Count + 1], IndicationSequence = [], IndicationTermId = [],
        };
    }

    private static int IdOf(List<string> texts, string text)
    {
        if (!texts.Contains(text))
            texts.Add(text);
        return texts.IndexOf(text);
    }

    private static int[] Starts(IEnumerable<int> lengths)
    {
        var starts = new List<int> { 0 };
        foreach (var length in lengths)
            starts.Add(starts[^1] + length);
        return [.. starts];
    }

    private sealed record One(string[] Drugs, string[] Terms, DrugRole Role, AdministrationRoute Route, Outcomes Outcomes)
    {
        public static One Of(string[] drugs, string[] terms) => new(drugs, terms, DrugRole.PrimarySuspect, AdministrationRoute.Unknown, Outcomes.None);
    }
}
