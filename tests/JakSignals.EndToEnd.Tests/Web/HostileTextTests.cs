using System.Net;
using JakSignals.App.Commands;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Whatever a source calls its files, cases, drugs, events and cohorts is shown as text.</summary>
public sealed class HostileTextTests
{
    private const string Hostile = "<script>alert(1)</script>\"' onmouseover=x";
    private const string InCsv = "\"<script>alert(1)</script>\"\"' onmouseover=x\"";

    [Fact]
    public async Task Script_in_names_is_shown_as_text_on_every_page()
    {
        await using var server = await Server.StartAsync();
        var cases = server.Place.Write("<script>alert(2)<_script>.csv", [
            "case_id,drug,event,role,received_on,sex,age_years,country,serious,fatal",
            $"{InCsv},XELJANZ,Herpes zoster,PS,2026-01-05,F,61,US,yes,no", $"{InCsv},{InCsv},{InCsv},C,2026-01-05,F,61,US,yes,no",
            .. Enumerable.Range(1, 5).Select(id => $"{id},XELJANZ,Herpes zoster,PS,2026-01-05,F,61,US,yes,no"), .. Enumerable.Range(6, 5).Select(id => $"{id},Aspirin,Headache,PS,2026-01-05,F,61,US,yes,no"),
            $"99,XELJANZ,Herpes zoster,{InCsv},2026-01-05,F,61,US,yes,no",
        ]);
        var exposure = server.Place.Write("exposure.csv", [
            "cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source",
            $"{InCsv},Xeljanz,{InCsv},{InCsv},herpes_zoster,3,90,150,,,registry,{InCsv}", $"{InCsv},{InCsv},,,{InCsv},3,90,150,,,sales,{InCsv}",
        ]);
        (await server.Place.RunAsync("weekly", cases, exposure, "--as-of", "2026-01-31")).Require(ExitCodes.Done);
        using var browser = await server.OpenAsync(Role.Operator);
        var run = new RunStore(server.Place.Database).Published().Single().RunId;
        var search = Uri.EscapeDataString(Hostile);
        foreach (var (path, shows) in new[]
        {
            ("/cases", true), ("/cases?find=" + search, true), ("/cases?sort=" + search, true), ($"/cases/tables/{Uri.EscapeDataString("<script>alert(1)<")}/{Uri.EscapeDataString("script>\"' onmouseover=x")}", true), ("/incidence", true), ("/incidence?drug=" + search, false),
            ("/evidence", true), ("/quality", true), ("/quality?name=" + search, true), ("/quality/name?name=" + Uri.EscapeDataString(Hostile.ToUpperInvariant()), true), ("/quality/quarantine", true), ("/quality/quarantine?text=" + search, true), ("/snapshots/" + run, false), ("/snapshots", false),
            ("/catalogues?find=" + search, true), ($"/catalogues/diff?from={search}&to={search}", true),
        })
        {
            var answer = await browser.GetAsync(path);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status}");
            Assert.DoesNotContain("<script", answer.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("<[^<>]*\"' onmouseover", answer.Body);     // within a tag; between tags a quotation mark has no meaning
            Assert.True(!shows || answer.Body.Contains("&lt;script&gt;alert(1)", StringComparison.OrdinalIgnoreCase), $"{path} does not show the text");
        }
    }
}
