using JakSignals.App.Commands;
using JakSignals.Snapshots;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Whether interacting drugs are suspect ones, through a whole week.</summary>
public sealed class InteractingDrugTests
{
    // Herpes zoster with Xeljanz: case 1 as primary suspect, 2 as secondary suspect, 3 and 4 as interacting, 5 as concomitant, 6 named but not administered.
    private static readonly string[] Cases =
    [
        "case_id,drug,event,role,received_on", "1,Xeljanz,Herpes zoster,PS,2026-01-05", "2,Xeljanz,Herpes zoster,SS,2026-01-05", "3,Xeljanz,Herpes zoster,I,2026-01-05",
        "4,Xeljanz,Herpes zoster,I,2026-01-05", "5,Xeljanz,Herpes zoster,C,2026-01-05", "6,Xeljanz,Herpes zoster,DN,2026-01-05", "7,Aspirin,Nausea,PS,2026-01-05",
    ];

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task The_setting_decides_which_cases_count_wherever_they_are_counted_and_listed(bool interactingIsSuspect, bool inDatabase)
    {
        using var place = new Place();
        var week = await WeekAsync(place, interactingIsSuspect, inDatabase);
        var suspect = interactingIsSuspect ? 4 : 2;
        Assert.Equal([("any", 5L), ("primary", 1L), ("suspect", suspect)], Counts(week, "TOFACITINIB", "herpes_zoster"));
        Assert.Equal(suspect, Counts(week, "jak_inhibitors", "herpes_zoster").Single(one => one.Scope == "suspect").A);
        Assert.Equal(suspect, Counts(week, "TOFACITINIB", "HERPES ZOSTER").Single().A);

        var lines = week.Table("cases");
        string[] listed = [.. Enumerable.Range(0, lines.RowCount).Select(row => lines.Text("case_id", row)!)];
        Assert.Equal(["1", "2", "3", "4"], listed.Append("3").Append("4").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(suspect, listed.Length);

        Assert.Equal(interactingIsSuspect ? "true" : "false", week.Manifest.Configuration["Signals:InteractingIsSuspect"]);
        var report = File.ReadAllText(Directory.GetFiles(Path.Combine(place.Data, "reports"), "*.html").Single());
        Assert.Equal(interactingIsSuspect, report.Contains("secondary suspect and interacting drugs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_setting_is_part_of_the_runs_id()
    {
        using var place = new Place();
        var on = await WeekAsync(place, interactingIsSuspect: true, inDatabase: false);
        using var other = new Place();
        var off = await WeekAsync(other, interactingIsSuspect: false, inDatabase: false);
        Assert.NotEqual(on.Manifest.RunId, off.Manifest.RunId);
    }

    private static async Task<Snapshot> WeekAsync(Place place, bool interactingIsSuspect, bool inDatabase)
    {
        const string on = "\"InteractingIsSuspect\": true", off = "\"InteractingIsSuspect\": false";
        var text = File.ReadAllText(place.Settings).Replace("\"MinimumReports\": 3", "\"MinimumReports\": 1", StringComparison.Ordinal);
        Assert.Contains(on, text, StringComparison.Ordinal);
        File.WriteAllText(place.Settings, interactingIsSuspect ? text : text.Replace(on, off, StringComparison.Ordinal));
        string[] count = inDatabase ? ["--count-in-database"] : [];
        (await place.RunAsync(["weekly", place.Write("cases.csv", Cases), "--as-of", "2026-01-31", .. count])).Require(ExitCodes.Done);
        return SnapshotPublisher.Read(place.SnapshotFolder("2026-01-31"));
    }

    /// <summary>Cases of a pair over all cases, by scope.</summary>
    private static List<(string Scope, long A)> Counts(Snapshot week, string drug, string @event)
    {
        var table = week.Table("signals");
        return [.. Enumerable.Range(0, table.RowCount)
            .Where(row => table.Text("drug_key", row) == drug && table.Text("event_key", row) == @event && table.Text("stratum", row) == "all")
            .Select(row => (table.Text("role_scope", row)!, table.Count("a", row)!.Value)).Order()];
    }
}
