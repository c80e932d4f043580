
namespace JakSignals.EndToEnd.Tests;

public sealed class WithoutComparisonTests
{
    [Fact]
    public async Task A_pair_whose_event_no_other_drug_has_is_listed_because_no_rule_can_judge_it()
    {
        using var place = new Place();
        // Maculopathy: cases 1 to 4, all on pentosan; 5 has another event, 6 another drug. So a = 4, b = 1, c = 0, d = 1.
        var cases = place.Write("cases.csv", ["case_id,drug,event", "1,PENTOSAN,Maculopathy", "2,PENTOSAN,Maculopathy", "3,PENTOSAN,Maculopathy", "4,PENTOSAN,Maculopathy", "5,PENTOSAN,Headache", "6,ASPIRIN,Headache"]);

        var snapshot = await place.WeekAsync("2026-01-31", [cases]);

        var (signals, quality) = (snapshot.Table("signals"), snapshot.Table("data_quality"));
        var row = signals.Of("PENTOSAN", "MACULOPATHY");
        Assert.Equal((4, 1, 0, 1), signals.Cells(row));
        Assert.Null(signals.Measure("ror", row));
        Assert.Equal("none", signals.Text("status", row));
        var listed = Assert.Single(Enumerable.Range(0, quality.RowCount), r => quality.Text("check", r) == "pair_without_comparison");
        Assert.Equal(("PENTOSAN × Maculopathy", 4), (quality.Text("subject", listed), quality.Count("rows", listed)));
        var report = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(place.Data, "reports"), "*.html")));
        Assert.Contains("PENTOSAN × Maculopathy", report, StringComparison.Ordinal);
    }
}
