using System.Globalization;
using JakSignals.App.Scheduling;
using JakSignals.EndToEnd.Tests.Web;
using JakSignals.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace JakSignals.EndToEnd.Tests.Scheduling;

[Collection("Scheduler")]
public sealed class QuartzScheduleTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory] // by hand, from a calendar: 2026-01-01 is a Thursday; Berlin is UTC+1 until 2026-03-29, 01:00 UTC
    [InlineData("0 5 * * *", "UTC", "2026-01-01T05:00:00Z", "2026-01-02T05:00:00Z")]
    [InlineData("0 6 * * 1", "UTC", "2026-01-05T06:00:00Z", "2026-01-12T06:00:00Z")]      // 1 is Monday; Quartz itself calls it 2
    [InlineData("0 6 * * 0", "UTC", "2026-01-04T06:00:00Z", "2026-01-11T06:00:00Z")]
    [InlineData("0 6 * * 7", "UTC", "2026-01-04T06:00:00Z", "2026-01-11T06:00:00Z")]
    [InlineData("0 6 * * SUN", "UTC", "2026-01-04T06:00:00Z", "2026-01-11T06:00:00Z")]
    [InlineData("0 6 * * 5-6", "UTC", "2026-01-02T06:00:00Z", "2026-01-03T06:00:00Z")]
    [InlineData("0 3 1 * *", "UTC", "2026-01-01T03:00:00Z", "2026-02-01T03:00:00Z")]
    [InlineData("0 6 * * 1", "Europe/Berlin", "2026-01-05T05:00:00Z", "2026-01-12T05:00:00Z")]
    public void An_entry_is_due_when_a_calendar_says_so(string cron, string zone, string first, string second) =>
        Assert.Equal([first, second], Occurrences(Entry(cron, zone), NewYear).Take(2).Select(Iso));

    [Theory]
    [InlineData("0 5 * * *")]
    [InlineData("0 6 * * 1")]
    [InlineData("0 3 1 * *")]
    [InlineData("30 2 * * *")]      // in Berlin and New York, an hour that is missing in spring and comes twice in autumn
    [InlineData("59 1 * * 0")]
    [InlineData("0 2 29 2 *")]
    [InlineData("15 6,18 * * 1-5")]
    [InlineData("0 7 * * MON,WED,FRI")]
    [InlineData("0 7 * * 5-7")]
    [InlineData("0 7 * 1-3,9 0,6")]
    [InlineData("0 7 31 * *")]
    [InlineData("0 7 L * *")]
    [InlineData("0 7 1,15 */2 *")]
    [InlineData("10 22-23 * DEC *")]
    [InlineData("0 */6 * * *")]
    [InlineData("5 8 * * 1#2")]
    [InlineData("5 8 * * 5L")]
    [InlineData("0 4 * * 2/2")]
    public void Every_occurrence_of_a_year_is_the_one_by_which_the_ledger_names_its_jobs(string cron)
    {
        foreach (var zone in new[] { "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata" })
        {
            var (entry, end) = (Entry(cron, zone), NewYear.AddYears(cron.Contains("29 2", StringComparison.Ordinal) ? 4 : 1));
            var expected = new List<string>();
            for (var due = entry.NextDue(NewYear); due < end; due = entry.NextDue(due.Value))
                expected.Add(Iso(due.Value));
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Occurrences(entry, NewYear).TakeWhile(due => due < end).Select(Iso));
        }
    }

    [Fact]
    public async Task The_timetable_is_registered_and_what_is_off_is_not()
    {
        await using var server = await Server.StartAsync(settings => ScheduleTests.On(settings) with
        {
            Timetable = [Entry("0 6 * * 1", "Europe/Berlin"), Entry("0 5 * * *", "UTC") with { Id = "off", Enabled = false }],
        });
        var scheduler = await server.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(TestContext.Current.CancellationToken);
        Assert.Null(await scheduler.GetTrigger(new TriggerKey("off"), TestContext.Current.CancellationToken));
        var trigger = Assert.IsAssignableFrom<ICronTrigger>(await scheduler.GetTrigger(new TriggerKey("entry"), TestContext.Current.CancellationToken));
        Assert.Equal("Europe/Berlin", trigger.TimeZone.Id);
        Assert.Equal((int)CronTriggerMisfireInstruction.FireAndProceed, trigger.MisfireInstructionCode);
        Assert.Contains("Quartz.NET keeps the timetable: entry (0 6 * * 1 Europe/Berlin)", server.Place.Log(), StringComparison.Ordinal);
    }

    private static TimetableEntry Entry(string cron, string zone) => new() { Id = "entry", Cron = cron, TimeZone = zone, Step = TimetableStep.Weekly };

    private static IEnumerable<DateTimeOffset> Occurrences(TimetableEntry entry, DateTimeOffset after)
    {
        var cron = QuartzTimetable.Cron(entry);
        for (var due = cron.GetNextValidTimeAfter(after); due is not null; due = cron.GetNextValidTimeAfter(due.Value))
            yield return due.Value;
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
