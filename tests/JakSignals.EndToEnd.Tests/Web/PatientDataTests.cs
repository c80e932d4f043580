using System.Net;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>What shows single cases or their records is kept by no browser, and leaves an audit line without patient data.</summary>
[Collection(TwoWeeks.Name)]
public sealed class PatientDataTests(ConsoleOfTwoWeeks console)
{
    private string Run => console.Second.Manifest.RunId;

    [Theory]
    [InlineData("/api/v1/cases?case_id=104", "read the line listing by the API from 127.0.0.1")]
    [InlineData("/cases?find=104", "read the line listing from 127.0.0.1")]
    [InlineData("/cases/tables/104", "read a case from 127.0.0.1")]
    [InlineData("/pair?drug=TOFACITINIB&event=herpes_zoster", "read the cases of a pair from 127.0.0.1")]
    [InlineData("/quality/quarantine", "read quarantined records from 127.0.0.1")]
    [InlineData("/snapshots/{run}/report", "read the report of {run} from 127.0.0.1")]
    [InlineData("/snapshots/{run}/report/download", "read the report of {run} from 127.0.0.1")]
    [InlineData("/snapshots/{run}/files/cases.parquet", "read a file of {run} from 127.0.0.1")]
    public async Task A_read_of_single_cases_is_not_kept_and_is_told(string path, string said)
    {
        var line = "Audit: reader " + said.Replace("{run}", Run, StringComparison.Ordinal);
        var before = Times(line);
        var answer = await console.Reader.GetAsync(path.Replace("{run}", Run, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.DoesNotContain("ETag", answer.Headers.Keys.Where(_ => path.StartsWith("/api/", StringComparison.Ordinal)));
        Assert.Equal(before + 1, Times(line));
        Assert.DoesNotContain("104", string.Concat(console.Server.Place.Log().Split('\n').Where(one => one.Contains(" read ", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_or_is_not_there_was_not_read()
    {
        var before = Times("read a file");
        using var nobody = console.Server.Open();
        Assert.Equal(HttpStatusCode.Found, (await nobody.GetAsync($"/snapshots/{Run}/files/cases.parquet")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await console.Reader.GetAsync($"/snapshots/{Run}/files/none.parquet")).Status);
        Assert.Equal(before, Times("read a file"));
    }

    [Theory] // each kind of address: page, redirection, API with and without an ETag, problem, download, report, style sheet, health
    [InlineData("/signals")]
    [InlineData("/")]
    [InlineData("/pair?drug=TOFACITINIB&event=herpes_zoster")]
    [InlineData("/api/v1/cases")]
    [InlineData("/api/v1/signals")]
    [InlineData("/api/v1/openapi.json")]
    [InlineData("/api/v1/signals?wrong=1")]
    [InlineData("/api/v1/no-such-read")]
    [InlineData("/snapshots/{run}/files/manifest.json")]
    [InlineData("/snapshots/{run}/files/cases.parquet")]
    [InlineData("/snapshots/{run}/report")]
    [InlineData("/snapshots/{run}/report/download")]
    [InlineData("/snapshots/{run}/report/tables/changes.csv")]
    [InlineData("/console.css?v=1")]
    [InlineData("/icon.svg")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/no-such-page")]
    public async Task HEAD_is_answered_like_GET_without_the_body(string path)
    {
        var address = path.Replace("{run}", Run, StringComparison.Ordinal);
        var read = await console.Reader.GetAsync(address);
        var head = await console.Reader.SendAsync(HttpMethod.Head, address, null);
        Assert.Equal((read.Status, read.Location, ""), (head.Status, head.Location, head.Body));
        string[] same = ["Content-Type", "ETag", "Cache-Control", "Content-Security-Policy", "Content-Disposition", "Accept-Ranges"];
        Assert.All(same, header => Assert.Equal(read.Headers.GetValueOrDefault(header), head.Headers.GetValueOrDefault(header)));
    }

    private int Times(string line) => console.Server.Place.Log().Split('\n').Count(one => one.Contains(line, StringComparison.Ordinal));
}
