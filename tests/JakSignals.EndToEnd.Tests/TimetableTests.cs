using System.Globalization;
using JakSignals.App;
using JakSignals.App.Commands;
using JakSignals.Jobs;

namespace JakSignals.EndToEnd.Tests;

public sealed class TimetableTests
{
    [Theory] // Europe/Berlin is UTC+1 in winter and UTC+2 in summer; 2026-11-23 and 2026-07-06 are Mondays
    [InlineData("0 6 * * 1", "UTC", "2026-11-24T02:00:00Z", "2026-11-23T06:00:00Z", "2026-11-23")]
    [InlineData("0 6 * * 1", "UTC", "2026-11-23T06:00:00Z", "2026-11-23T06:00:00Z", "2026-11-23")]
    [InlineData("0 6 * * 1", "UTC", "2026-11-23T05:59:59Z", "2026-11-16T06:00:00Z", "2026-11-16")]
    [InlineData("0 6 * * 1", "Europe/Berlin", "2026-11-24T02:00:00Z", "2026-11-23T05:00:00Z", "2026-11-23")]
    [InlineData("0 6 * * 1", "Europe/Berlin", "2026-07-08T02:00:00Z", "2026-07-06T04:00:00Z", "2026-07-06")]
    [InlineData("30 0 * * 1", "Europe/Berlin", "2026-11-23T12:00:00Z", "2026-11-22T23:30:00Z", "2026-11-23")]      // Sunday in UTC, Monday's week all the same
    [InlineData("0 3 1 * *", "UTC", "2026-11-24T02:00:00Z", "2026-11-01T03:00:00Z", "2026-11-01")]
    public void An_occurrence_is_the_last_due_one_and_its_day_is_the_local_day_it_was_due(string cron, string zone, string now, string due, string day)
    {
        var entry = new TimetableEntry { Id = "weekly", Cron = cron, TimeZone = zone, Step = TimetableStep.Weekly };
        var last = entry.LastDue(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

        Assert.Equal("weekly " + due, entry.JobKey(last));
        Assert.Equal(day, entry.DayOf(last).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("""{ "Id": "a", "Cron": "61 * * * *", "Step": "ingest" }""", "Timetable:0:Cron is '61 * * * *'")]
    [InlineData("""{ "Id": "a", "Cron": "0 5 1 * 1", "Step": "ingest" }""", "Timetable:0:Cron is '0 5 1 * 1', which names days of the month and days of the week")]
    [InlineData("""{ "Id": "a", "Cron": "@daily", "Step": "ingest" }""", "Timetable:0:Cron is '@daily', expected five cron fields")]
    [InlineData("""{ "Id": "a", "Cron": "0 0 30 2 *", "Step": "ingest" }""", "Timetable:0:Cron is '0 0 30 2 *', which is never due")]
    [InlineData("""{ "Id": "a", "Cron": "0 5 * * *", "TimeZone": "Mars/Olympus", "Step": "ingest" }""", "Timetable:0:TimeZone is 'Mars/Olympus'")]
    [InlineData("""{ "Id": "a", "Cron": "0 5 * * *", "Step": "bake" }""", "Timetable:0:Step")]
    [InlineData("""{ "Id": "a", "Cron": "0 5 * * *", "Step": "7" }""", "Timetable:0:Step is '7'")]
    [InlineData("""{ "Id": "A b", "Cron": "0 5 * * *", "Step": "ingest" }""", "Timetable:0:Id is 'A b'")]
    [InlineData("""{ "Id": "a", "Cron": "0 5 * * *", "Step": "ingest", "Zone": "UTC" }""", "Timetable:0:Zone is unknown")]
    [InlineData("""{ "Id": "a", "Cron": "0 5 * * *", "Step": "ingest" }, { "Id": "a", "Cron": "0 6 * * *", "Step": "verify" }""", "Timetable:1:Id is 'a'")]
    public async Task An_entry_that_cannot_be_used_is_named_by_its_key(string entries, string said) =>
        await RequireFaultAsync($$"""{ "Store": "sqlite:x.db", "Data": "d", "Timetable": [ {{entries}} ] }""", said);

    [Theory]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Leases": { "LeaseSeconds": 20, "HeartbeatSeconds": 20 } }""", "Leases:HeartbeatSeconds is 20")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "QualityGate": { "MaximumCaseLossPercent": 101 } }""", "QualityGate:MaximumCaseLossPercent is '101'")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Retention": { "JobDays": 1 } }""", "Retention:JobDays is '1'")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Schedule": { "Workers": 0 } }""", "Schedule:Workers is '0'")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Schedule": { "HangfireSchema": "a b" } }""", "Schedule:HangfireSchema is 'a b'")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Ingest": { "DropFolder": "" } }""", "Ingest:DropFolder is ''")]
    public async Task Settings_of_the_jobs_are_checked_at_the_start(string settings, string said) => await RequireFaultAsync(settings, said);

    [Fact]
    public void The_timetable_of_the_settings_file_is_the_one_that_holds_without_it()
    {
        Assert.Equal(TimetableEntry.Defaults, Settings.Read(null, null, null).Timetable!);
        using var place = new Place();
        Assert.Equal(TimetableEntry.Defaults, Settings.Read(place.Write("s.json", ["""{ "Store": "sqlite:x.db", "Data": "d" }"""]), null, null).Entries);
    }

    [Fact]
    public async Task A_drop_folder_that_is_not_there_is_no_fault()
    {
        using var place = PlaceWithDrop();

        Assert.Contains("is not there or empty", (await place.RunAsync("run", "ingest")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
        Assert.Equal(("finished", 0L), (Assert.Single(place.Ledger.LatestJobs(10)).State, Assert.Single(place.Ledger.LatestJobs(10)).Rows!.Value));
    }

    [Fact]
    public async Task An_occurrence_is_done_once_and_by_hand_as_often_as_asked()
    {
        using var place = PlaceWithDrop();
        Directory.CreateDirectory(place.Path("drop"));
        File.Copy(SmallWeeks.Feeds[1], place.Path("drop/cases.csv"));
        File.SetLastWriteTimeUtc(place.Path("drop/cases.csv"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));   // what is younger than a minute is left
        (await place.RunAsync("migrate")).Require(ExitCodes.Done);
        var now = new DateTimeOffset(2026, 2, 2, 7, 0, 0, TimeSpan.Zero);

        var first = Jobs(place).Run("ingest", now, NoProgress.Instance, CancellationToken.None);
        var again = Jobs(place).Run("ingest", now.AddHours(21), NoProgress.Instance, CancellationToken.None);
        var next = Jobs(place).Run("ingest", now.AddHours(22), NoProgress.Instance, CancellationToken.None);
        var byHand = Jobs(place).RunByHand("ingest", now, NoProgress.Instance, CancellationToken.None);

        Assert.Equal([JobEnd.Done, JobEnd.DoneBefore, JobEnd.Done, JobEnd.Done], new[] { first, again, next, byHand }.Select(outcome => outcome.End));
        Assert.Equal(["1 loaded, 0 loaded before, 0 refused", "0 loaded, 1 loaded before, 0 refused"], new[] { first, next }.Select(outcome => outcome.Message));
        Assert.Equal(["ingest 2026-02-02T05:00:00Z", "ingest 2026-02-03T05:00:00Z", "ingest 2026-02-02T07:00:00Z by hand"], new[] { first, next, byHand }.Select(outcome => outcome.JobKey));
        Assert.Equal(3, place.Ledger.LatestJobs(10).Count);
        Assert.True(File.Exists(place.Path("drop/cases.csv")));
    }

    [Fact]
    public async Task A_weekly_job_counts_to_the_day_it_was_due_and_a_monthly_one_proves_the_snapshots()
    {
        using var place = PlaceWithDrop();
        (await place.RunAsync(["ingest", .. SmallWeeks.Feeds])).Require(ExitCodes.Done);
        var tuesday = new DateTimeOffset(2026, 2, 3, 1, 0, 0, TimeSpan.Zero);

        var week = Jobs(place).Run("weekly", tuesday, NoProgress.Instance, CancellationToken.None);
        var proof = Jobs(place).Run("verify", tuesday, NoProgress.Instance, CancellationToken.None);

        Assert.Equal(JobEnd.Done, week.End);
        Assert.Equal("2026-02-02", Assert.Single(place.Ledger.Latest(10)).Run.AsOf);
        Assert.True(File.Exists(Path.Combine(place.SnapshotFolder("2026-02-02"), "manifest.json")));
        Assert.Equal("1 verified, 0 of another program or other settings passed over", proof.Message);
        Assert.Equal(JobEnd.DoneBefore, Jobs(place).Run("weekly", tuesday.AddDays(5), NoProgress.Instance, CancellationToken.None).End);
        Assert.Contains("weekly 2026-02-02T06:00:00Z", (await place.RunAsync("status")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_fails_says_why_in_the_ledger_and_can_be_tried_again()
    {
        using var place = PlaceWithDrop();
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        var now = new DateTimeOffset(2026, 2, 2, 7, 0, 0, TimeSpan.Zero);
        var signals = Path.Combine(place.SnapshotFolder("2026-01-31"), "signals.parquet");
        var bytes = File.ReadAllBytes(signals);
        File.WriteAllBytes(signals, [.. bytes, 0]);
        Assert.Throws<InvalidDataException>(() => Jobs(place).Run("verify", now, NoProgress.Instance, CancellationToken.None));

        var failed = Assert.Single(place.Ledger.LatestJobs(10));
        Assert.Equal(("failed", 1), (failed.State, failed.Attempt));
        Assert.Contains("signals.parquet", failed.Message, StringComparison.Ordinal);

        File.WriteAllBytes(signals, bytes);
        Assert.Equal(JobEnd.Done, Jobs(place).Run("verify", now, NoProgress.Instance, CancellationToken.None).End);
        Assert.Equal(("finished", 2), (Assert.Single(place.Ledger.LatestJobs(10)).State, Assert.Single(place.Ledger.LatestJobs(10)).Attempt));
    }

    [Fact]
    public async Task An_entry_nobody_knows_is_refused_with_those_there_are()
    {
        using var place = PlaceWithDrop();
        Assert.Contains("expected one of: ingest, weekly, verify, retention", (await place.RunAsync("run", "bake")).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026Q2", "2026-10-31", false, "2026Q3 is due by 2026-10-31")]
    [InlineData("2026Q2", "2026-11-01", true, "2026Q3 has been due since 2026-10-31")]
    [InlineData("2026Q4", "2027-05-01", true, "2027Q1 has been due since 2027-04-30")]
    public void A_quarter_is_overdue_a_month_after_its_end(string newest, string today, bool overdue, string said)
    {
        var (text, isOverdue) = Expected.Quarter(newest, DateOnly.ParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(overdue, isOverdue);
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_is_overdue_twelve_hours_after_it_was_due_until_it_is_published()
    {
        using var place = PlaceWithDrop();
        await place.WeekAsync("2026-01-26", SmallWeeks.Feeds);     // a Monday
        string[] Overdue(string now) => [.. new Expected(place.Database, TimetableEntry.Defaults).Overdue(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).Where(text => text.Contains("weekly run", StringComparison.Ordinal))];

        Assert.Empty(Overdue("2026-02-02T17:59:00Z"));
        Assert.Contains("was due at 2026-02-02 06:00 UTC; the newest published one is as of 2026-01-26", Assert.Single(Overdue("2026-02-02T18:00:00Z")), StringComparison.Ordinal);
        await place.WeekAsync("2026-02-02", []);
        Assert.Empty(Overdue("2026-02-02T18:00:00Z"));
    }

    /// <summary>The jobs of a place, as the program puts them together.</summary>
    internal static TimetableJobs Jobs(Place place) => new Workplace(Settings.Read(place.Settings, place.Store, place.Data)).Timetable;

    private static async Task RequireFaultAsync(string settings, string said)
    {
        using var place = new Place();
        var ran = (await place.RunAsync("status", "--config", place.Write("s.json", [settings]))).Require(ExitCodes.Failed);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
    }

    /// <summary>Its drop folder is its own.</summary>
    internal static Place PlaceWithDrop()
    {
        var place = new Place();
        var text = File.ReadAllText(place.Settings).Replace("\"DropFolder\": \"drop\"", $"\"DropFolder\": \"{place.Path("drop").Replace('\\', '/')}\"", StringComparison.Ordinal);
        File.WriteAllText(place.Settings, text);
        return place;
    }
}
