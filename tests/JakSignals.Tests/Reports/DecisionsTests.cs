using System.Xml.Linq;
using static JakSignals.Tests.Reports.WeeklyReportTests;

namespace JakSignals.Tests.Reports;

public class DecisionsTests
{
    private static readonly Lazy<XDocument> Reviewed = new(() => Page(SampleWeek.Snapshot(decisions: SampleWeek.Decisions())));

    [Fact]
    public void Register_shows_the_open_and_overdue_first_and_every_part_of_a_decision()
    {
        var rows = Rows(Section(Reviewed.Value, "decisions"));
        Assert.Equal(["Abrocitinib × Herpes zoster", "Ruxolitinib, oral × MACE (composite)", "Tofacitinib × MACE (composite)"], rows.Select(row => row.Element("th")!.Value));
        Assert.Equal(["review: ◐ under validation", "high", "a.reviewer", "▲ overdue, 2026-11-15", "yes", "Two cases with a plausible time to onset.Label 4.4", "39 3.21", "a.reviewer2026-11-10T09:30:00Z2026-W46-91aa03d22 decisions"],
            rows[0].Elements("td").Select(td => td.Value));
        Assert.Contains("One is overdue at the data cut-off.", Section(Reviewed.Value, "decisions").Value, StringComparison.Ordinal);
    }

    [Theory] // as-of date 16 November 2026: due on that day is not overdue; what is refuted or closed never is
    [InlineData("validated", "2026-11-15", true)] [InlineData("validated", "2026-11-16", false)] [InlineData("closed", "2026-11-15", false)] [InlineData("refuted", "2026-11-15", false)] [InlineData("new", "2026-11-15", true)]
    public void Overdue_is_what_was_due_before_the_cut_off_and_is_not_over(string state, string due, bool overdue)
    {
        var page = Page(SampleWeek.Snapshot(decisions: [SampleWeek.Decisions()[0] with { State = state, Due = DateOnly.Parse(due, null) }]));
        Assert.Equal(overdue, Section(page, "decisions").Descendants("td").Any(td => td.Value.Contains("overdue", StringComparison.Ordinal)));
    }

    [Fact]
    public void State_stands_beside_the_pair_in_what_changed_and_in_its_class()
    {
        Assert.StartsWith("● NewAbrocitinib × Herpes zoster review: ◐ under validation", Rows(Section(Reviewed.Value, "changes"))[0].Element("th")!.Value, StringComparison.Ordinal);
        var row = Rows(Section(Reviewed.Value, "class-herpes_zoster")).Single(r => r.Element("th")!.Value == "Abrocitinib");
        Assert.EndsWith("● Newreview: ◐ under validation", row.Elements("td").Last().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Suppressed_pair_is_folded_up_and_counted_but_not_among_what_changed()
    {
        var changes = Section(Reviewed.Value, "changes");
        Assert.DoesNotContain("Ruxolitinib, oral × MACE", Rows(changes).Select(row => row.Element("th")!.Value[..^0]).Aggregate(string.Concat), StringComparison.Ordinal);
        var folded = changes.Elements("details").Single();
        Assert.Equal("Reviewed before, and not stronger since (1)", folded.Element("summary")!.Value);
        Assert.Equal("Ruxolitinib, oral × MACE (composite)", Rows(folded).Single().Element("th")!.Value);
        var figures = Reviewed.Value.Descendants("ul").Single(ul => (string?)ul.Attribute("class") == "figures").Elements().Select(li => li.Value);
        Assert.Contains("0 cleared pairs", figures);
        Assert.Contains("1 reviewed pair not counted here, as not stronger since", Reviewed.Value.Descendants("main").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Week_without_decisions_says_so() => Assert.Contains("No decision is recorded.", Section(Page(SampleWeek.Snapshot()), "decisions").Value, StringComparison.Ordinal);

    [Fact]
    public void Unknown_state_is_refused_with_those_that_are_known()
    {
        var error = Assert.Throws<InvalidDataException>(() => Page(SampleWeek.Snapshot(decisions: [SampleWeek.Decisions()[0] with { State = "maybe" }])));
        Assert.Contains("register.state is 'maybe', expected one of new, under_validation", error.Message, StringComparison.Ordinal);
    }
}
