using System.Globalization;
using JakSignals.App.Commands;
using JakSignals.Snapshots;

namespace JakSignals.EndToEnd.Tests;

/// <summary>A week whose prior ends on a bound of its fit: no EBGM, and every place where one would be looked for says why.</summary>
public sealed class WithoutPriorTests
{
    private const int Seed = 4;

    [Fact]
    public async Task A_fit_on_its_bound_gives_no_EBGM_and_every_output_says_why()
    {
        using var place = new Place();
        var cases = place.Write("cases.csv", [.. Cases()]);

        var ran = (await place.RunAsync("weekly", cases, "--as-of", "2026-01-31", "--names", "as-given")).Require(ExitCodes.Done);

        var folder = Assert.Single(Directory.GetDirectories(Assert.Single(Directory.GetDirectories(Path.Combine(place.Data, "snapshots")))));
        var snapshot = SnapshotPublisher.Read(folder);
        var signals = snapshot.Table("signals");
        Assert.True(signals.RowCount > 100);
        foreach (var column in new[] { "ebgm", "eb05", "eb95", "sdr_ebgm" })
            Assert.All(Enumerable.Range(0, signals.RowCount), row => Assert.True(signals.Columns.Single(c => c.Name == column).IsNull(row)));

        var quality = snapshot.Table("data_quality");
        var told = Assert.Single(Enumerable.Range(0, quality.RowCount), row => quality.Text("check", row) == "ebgm_not_fitted");
        var reason = quality.Text("detail", told)!;
        Assert.StartsWith("The best prior within the bounds is on a bound of the fit: ", reason, StringComparison.Ordinal);
        Assert.Equal((null, reason), (snapshot.Manifest.Prior.Alpha1, snapshot.Manifest.Prior.Note));
        Assert.Contains("EBGM none in this run, nor EB05 and EB95; their rule takes no part. " + reason, OneLine(ran.Output), StringComparison.Ordinal);
        var report = OneLine(File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(place.Data, "reports"), "*.html"))));
        Assert.Contains("There is no EBGM in this run, and its rule takes no part: " + reason, report, StringComparison.Ordinal);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // 4,000 cases of 40 drugs and 50 terms without any association but for eight pairs of five times what chance brings: one component is as narrow as the bound allows, as nothing spreads the rest.
    private static IEnumerable<string> Cases()
    {
        var random = new Random(Seed);
        yield return "case_id,drug,event";
        for (var id = 1; id <= 4_000; id++)
        {
            var drug = random.Next(40);
            var term = drug < 8 && random.Next(12) == 0 ? drug : random.Next(50);
            yield return string.Create(CultureInfo.InvariantCulture, $"{id},DRUG{drug:00},TERM{term:00}");
        }
    }
}
