using JakSignals.App.Commands;
using JakSignals.Snapshots;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Tables of the user, from the file to what is published.</summary>
public sealed class TablesTests
{
    private static IEnumerable<string> Background(int from) => Enumerable.Range(from, 20).Select(id => $"{id},ASPIRIN,Nausea,2026-01-15");

    [Fact]
    public async Task A_receipt_known_to_the_month_stays_so_in_every_output()
    {
        using var place = new Place();
        var cases = place.Write("cases.csv", ["case_id,drug,event,received_on", "1,XELJANZ,Herpes zoster,2026-03", "2,XELJANZ,Herpes zoster,2026",
            "3,XELJANZ,Herpes zoster,2026-03-31", .. Background(100)]);

        var early = (await place.WeekAsync("2026-03-30", [cases])).Table("cases");
        var snapshot = await place.WeekAsync("2026-12-31", []);

        Assert.Equal(0, early.RowCount);        // "in March" may be the 31st: it counts from that day on
        var table = snapshot.Table("cases");
        var rows = Enumerable.Range(0, table.RowCount).Where(row => table.Text("event_key", row) == "herpes_zoster").ToDictionary(row => table.Text("case_id", row)!);
        Assert.Equal(("2026-03", null), (table.Text("received", rows["1"]), table.Date("received_on", rows["1"])));
        Assert.Equal(("2026", null), (table.Text("first_received", rows["2"]), table.Date("first_received_on", rows["2"])));
        Assert.Equal(("2026-03-31", new DateOnly(2026, 3, 31)), (table.Text("received", rows["3"]), table.Date("received_on", rows["3"])!.Value));
        var written = string.Concat(Directory.GetFiles(Path.Combine(place.Data, "reports"), "*", SearchOption.AllDirectories).Where(file => file.Contains("2026-12-31", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.Contains("2026-03", written, StringComparison.Ordinal);
        var listing = Directory.GetFiles(Path.Combine(place.Data, "reports"), "new-cases.csv", SearchOption.AllDirectories).Single(file => file.Contains("2026-12-31", StringComparison.Ordinal));
        Assert.Equal(["2026-03", "2026", "2026-03-31"], File.ReadLines(listing).Skip(1).Select(line => line.Split(',')).OrderBy(fields => fields[0], StringComparer.Ordinal).Select(fields => fields[3]));
        var trend = snapshot.Table("trend");
        var last = trend.Where(("drug_key", "TOFACITINIB"), ("event_key", "herpes_zoster"), ("quarter", "2026Q1"));
        Assert.Equal((2L, 3L), (trend.Count("a", last)!.Value, trend.Count("cumulative_a", last)!.Value));       // of 2026 alone no quarter is known
    }

    [Fact]
    public async Task Values_of_the_dashboard_each_count()
    {
        using var place = new Place();
        var cases = place.Write("cases.csv", ["case_id,drug,event,received_on",
            .. Enumerable.Range(1, 6).Select(id => $"{id},Tofacitinib Citrate;Methotrexate,Herpes Zoster;Pyrexia,2026-01-15"), .. Background(100)]);

        var signals = (await place.WeekAsync("2026-06-30", [cases])).Table("signals");

        foreach (var (drug, @event) in new[] { ("TOFACITINIB", "herpes_zoster"), ("METHOTREXATE", "HERPES ZOSTER"), ("TOFACITINIB", "PYREXIA"), ("METHOTREXATE", "PYREXIA") })
            Assert.Equal(6, signals.Count("a", signals.Where(("drug_key", drug), ("event_key", @event), ("role_scope", "suspect"), ("stratum", "all"))));
    }

    [Fact]
    public async Task Cohorts_are_the_same_by_their_keys_and_a_shared_day_counts_once()
    {
        using var place = new Place();
        var cases = place.Write("cases.csv", ["case_id,drug,event,received_on", "1,tofacitinib,Herpes zoster,2025-03-01", "2,tofacitinib,Herpes zoster,2025-03-01",
            .. Enumerable.Range(3, 5).Select(id => $"{id},tofacitinib,Herpes zoster,2025-06-30"), "8,tofacitinib,Herpes zoster,2025-09-01", "9,tofacitinib,Herpes zoster,", .. Background(100)]);
        var cohorts = place.Write("cohorts.csv", ["cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source",
            "shared day,tofacitinib,,,herpes_zoster,,,1000,2025-01-01,2025-06-30,sales,x", "shared day,Xeljanz,,,Herpes zoster,,,1000,2025-06-30,2025-12-31,sales,x",
            "B alias,tofacitinib,5 mg twice daily,rheumatoid arthritis,herpes_zoster,10,100,500,2024-01-01,2024-12-31,registry,x",
            "B alias,Xeljanz,5 mg BID,RA,herpes_zoster,10,100,500,2024-01-01,2024-12-31,registry,x",
            "abbreviated,baricitinib,2 mg daily,RA,serious_infection,30,,500,,,registry,x", "decimal,upadacitinib,1.5 mg daily,rheumatoid arthritis,herpes_zoster,10,,500,,,registry,x",
            "later,tofacitinib,5 mg,RA,herpes_zoster,10,100,150,2030-01-01,2031-12-31,trial,x"]);

        var snapshot = await place.WeekAsync("2026-06-30", [cases, cohorts]);

        var incidence = snapshot.Table("incidence");
        var found = Enumerable.Range(0, incidence.RowCount).ToDictionary(row => incidence.Text("cohort", row)!, row => (incidence.Count("events", row), incidence.Measure("patient_years", row), incidence.Measure("published_rate", row)));
        // 2 + 5 + 1 cases in 2025, the five of the shared day once; the undated one came before the first period
        Assert.Equal([("B alias", (10L, 500.0, null)), ("abbreviated", (30L, 500.0, null)), ("decimal", (10L, 500.0, null)), ("shared day", (8L, 2000.0, null))],
            found.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, ((long?, double?, double?))one.Value)));
        var quality = snapshot.Table("data_quality");
        Assert.Equal(1, quality.Count("rows", quality.Where(("check", "rows_quarantined"), ("source_file", "cohorts.csv"))));
        Assert.Equal("the period ends after the as-of date", quality.Text("detail", quality.Where(("check", "cohort_rejected"), ("subject", "later: tofacitinib × herpes_zoster"))));
        Assert.Equal("B alias: tofacitinib × herpes_zoster", quality.Text("subject", quality.Where(("check", "cohort_follow_up_long"))));
    }

    [Fact]
    public async Task A_named_table_that_gives_nothing_is_never_exit_code_0()
    {
        using var place = new Place();
        foreach (var (name, text) in new[] { ("ids.csv", "case_id,drug,event\n1.23E+07,XELJANZ,Rash\n"), ("empty.csv", "case_id;drug;event\n"), ("cases.xls", "\u00D0\u00CF\u0011\u00E0"), ("cases.xlsx", "PK\u0003\u0004") })
        {
            var path = place.Path(name);
            File.WriteAllText(path, text, System.Text.Encoding.Latin1);
            Assert.NotEqual(ExitCodes.Done, (await place.RunAsync("ingest", path)).Code);
        }
    }
}
