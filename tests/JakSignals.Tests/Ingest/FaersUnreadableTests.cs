using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Tests.Ingest;

/// <summary>Optional values that are wrong, and DEMO records in quarantine whose case is known all the same.</summary>
public sealed class FaersUnreadableTests : IDisposable
{
    private const int Version = 2, EventOn = 4, FirstReceivedOn = 6, ReceivedOn = 7, Age = 13, Sex = 16, Occupation = 22;     // fields of DEMO

    private readonly string _folder = Directory.CreateTempSubdirectory("unreadable-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_optional_value_that_is_none_is_unknown_and_counted_and_its_record_is_loaded()
    {
        var text = QuarterText.Of(10).Set("DEMO", 0, EventOn, "20260230").Set("DEMO", 1, FirstReceivedOn, "x").Set("DEMO", 2, FirstReceivedOn, "20260116")
            .Set("DEMO", 3, Age, "131").Set("DEMO", 4, Sex, "Q").Set("DEMO", 5, Occupation, "ZZ").Set("DEMO", 6, EventOn, "20261301")
            .Set("DRUG", 0, 2, "one").Set("DRUG", 1, 11, "?").Set("DRUG", 2, 12, "yes").Set("THER", 0, 3, "20260199").Set("THER", 0, 4, "soon");
        var quarter = Read(text);

        Assert.Empty(quarter.Defects);
        Assert.Equal((null, null), (quarter.Reports[0].EventOn, quarter.Reports[1].FirstReceivedOn));
        Assert.Null(quarter.Reports[2].FirstReceivedOn);      // the first version of a case cannot come after this one, received on 2026-01-15
        Assert.Null(quarter.Reports[3].AgeYears);
        Assert.Equal(10, quarter.Drugs.Count);
        Assert.Equal((0L, Challenge.Unknown), (quarter.Drugs[0].Sequence, quarter.Drugs[1].Dechallenge));
        Assert.Equal((null, null), (quarter.Therapies[0].StartedOn, quarter.Therapies[0].EndedOn));
        Assert.Equal(
            [("DEMO26Q1.txt", "event_dt", 2, 2, "20260230"), ("DEMO26Q1.txt", "init_fda_dt", 2, 3, "x"), ("DEMO26Q1.txt", "age", 1, 5, "131"),
                ("DEMO26Q1.txt", "sex", 1, 6, "Q"), ("DEMO26Q1.txt", "occp_cod", 1, 7, "ZZ"), ("DRUG26Q1.txt", "drug_seq", 1, 2, "one"),
                ("DRUG26Q1.txt", "dechal", 1, 3, "?"), ("DRUG26Q1.txt", "rechal", 1, 4, "yes"), ("THER26Q1.txt", "start_dt", 1, 2, "20260199"), ("THER26Q1.txt", "end_dt", 1, 2, "soon")],
            quarter.Findings!.LeftOut.Select(left => (left.File, left.Column, left.Rows, left.FirstLine, left.FirstValue)));
    }

    [Theory]
    [InlineData("2026", "2026")]        // no 31 December
    [InlineData("202601", "2026-01")]
    [InlineData("20260115", "2026-01-15")]
    [InlineData("2027", null)]          // after this version was received
    [InlineData("202602", null)]
    public void A_first_receipt_stays_as_precise_as_it_is(string init, string? read)
    {
        Assert.Equal(read, Read(QuarterText.Of(1).Set("DEMO", 0, FirstReceivedOn, init)).Reports[0].FirstReceivedOn?.ToString());
    }

    [Theory] // the quarter ends on 31 March
    [InlineData("2026", "2026-03-31")]
    [InlineData("202602", "2026-02-28")]
    [InlineData("20260214", "2026-02-14")]
    [InlineData("202605", "2026-05-31")]    // not of this quarter: taken at its word
    public void A_partial_receipt_counts_from_the_last_day_it_can_be_within_its_quarter(string received, string day)
    {
        Assert.Equal(DateOnly.ParseExact(day, "yyyy-MM-dd", null), Read(QuarterText.Of(1).Set("DEMO", 0, ReceivedOn, received).Set("DEMO", 0, FirstReceivedOn, "")).Reports[0].ReceivedOn);
    }

    [Theory] // case 10050003, version 2, number 100500032, in the fourth line
    [InlineData(ReceivedOn, "20260230", 100500032L, 2, "2026-03-31")]   // its day is not known: the end of the quarter
    [InlineData(ReceivedOn, "", 100500032L, 2, "2026-03-31")]
    [InlineData(Version, "two", 100500032L, 2, "2026-02-01")]           // the version is the rest of the number
    [InlineData(1, "10050003x", 100500032L, 2, "2026-02-01")]           // the case is the number without the version
    [InlineData(0, "x", 100500032L, 2, "2026-02-01")]                   // the number is case and version
    public void A_record_in_quarantine_takes_the_place_of_earlier_versions_of_its_case(int field, string value, long number, int version, string received)
    {
        var text = QuarterText.Of(3).Add(10050003, 2, "20260201", "XELJANZ", "Herpes zoster", "DE").Set("DEMO", 3, field, value);
        var quarter = Read(text);

        Assert.Equal(new LoadTally(4, 3, 0, 1), quarter.Tally("DEMO"));
        var unreadable = Assert.Single(quarter.Reports, report => report.IsUnreadable);
        Assert.Equal((3, "10050003", number, version, received), (unreadable.Report, unreadable.CaseId, unreadable.ReportNumber, unreadable.Version, $"{unreadable.ReceivedOn:yyyy-MM-dd}"));
        Assert.Equal(default, unreadable.Records);
        Assert.Equal(new LoadTally(4, 3, 0, 1), quarter.Tally("DRUG"));
        Assert.Equal(0, quarter.Findings!.Of(SourceFileKind.FaersDrug).Orphans.Count);       // DEMO has it, if only in quarantine
    }

    [Theory]
    [InlineData("$")]       // a field too many at the end
    [InlineData(null)]      // the line ends within it
    public void A_line_with_the_wrong_number_of_fields_still_says_whose_it_is(string? added)
    {
        var text = QuarterText.Of(3).Add(10050003, 12, "20260201", "XELJANZ", "Herpes zoster", "DE");
        text["DEMO"][3] = added is null ? text["DEMO"][3][..40] : text["DEMO"][3] + added;
        var unreadable = Assert.Single(Read(text).Reports, report => report.IsUnreadable);

        Assert.Equal(("10050003", 1005000312L, 12), (unreadable.CaseId, unreadable.ReportNumber, unreadable.Version));
    }

    [Fact] // DRUG18Q1 of the real files has such lines; the number of the second runs together with the country of the first
    public void Two_records_on_one_line_both_take_the_place_of_earlier_versions()
    {
        var text = QuarterText.Of(3).Add(10050003, 2, "20260201", "XELJANZ", "Herpes zoster", "DE").Add(10050004, 3, "20260201", "XELJANZ", "Herpes zoster", "DE");
        text["DEMO"][3] += text["DEMO"][4];
        text["DEMO"].RemoveAt(4);

        Assert.Equal([("10050003", 2), ("10050004", 3)], Read(text).Reports.Where(report => report.IsUnreadable).Select(report => (report.CaseId, report.Version)));
    }

    [Theory] // number, case and version must agree: a shifted line says nothing for sure
    [InlineData("100500032$10050004$2$F$")]
    [InlineData("x$10050003$2$F$")]
    [InlineData("F$$$20260201$20260201$")]
    public void A_broken_line_that_does_not_say_whose_it_is_takes_nobodys_place(string line)
    {
        var text = QuarterText.Of(3);
        text["DEMO"].Add(line);

        Assert.DoesNotContain(Read(text).Reports, report => report.IsUnreadable);
    }

    [Fact] // version 3 was received on 10 February: version 2, whose day is unknown, must not come after it
    public void An_unreadable_record_without_a_day_comes_before_a_higher_version_of_its_own_quarter()
    {
        var text = QuarterText.Of(2).Add(10050003, 2, "bad", "XELJANZ", "Nausea", null).Add(10050003, 3, "20260210", "XELJANZ", "Herpes zoster", null);
        var quarter = Read(text);

        var unreadable = Assert.Single(quarter.Reports, report => report.IsUnreadable);
        Assert.Equal((new DateOnly(2026, 2, 10), 100500032L), (unreadable.ReceivedOn, unreadable.ReportNumber));    // the same day, and a lower number
        Assert.True(unreadable.ReportNumber < quarter.Case("10050003").ReportNumber, "the higher number decides");
    }

    [Fact]
    public void A_record_that_stands_there_once_more_and_can_be_read_is_the_report()
    {
        var text = QuarterText.Of(3);
        text["DEMO"].Add(text["DEMO"][1] + "$");

        Assert.DoesNotContain(Read(text).Reports, report => report.IsUnreadable);
    }

    private LoadedQuarter Read(QuarterText text) => LoadedQuarter.Read(Assert.Single(SourceDiscovery.Find([text.Write(_folder)]).Quarters));
}
