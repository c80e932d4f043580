using System.Net;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Rates as SmallFeedTests has them, from tests/feeds/small/exposure.csv.</summary>
[Collection(TwoWeeks.Name)]
public sealed class RatePageTests(ConsoleOfTwoWeeks console)
{
    [Fact]
    public async Task Cohorts_stand_with_events_years_rate_and_published_rate_and_sales_stand_apart()
    {
        var page = await console.PageAsync("/incidence");
        Assert.Matches(">62<.*?>5,491<.*?<b>1.13</b> <small>0.87–1.45</small>", page);      // ORAL Surveillance: 62 in 5,491 years, as published
        Assert.Contains("Registry of the north", page, StringComparison.Ordinal);
        var (rates, sales) = (page.Split("Reporting rates from sales")[0], page.Split("Reporting rates from sales")[^1]);
        Assert.DoesNotContain("Sold in January", rates, StringComparison.Ordinal);
        Assert.Matches("Sold in January.*?<b>4.00</b> <small>0.48–14.4</small>", sales);    // 2 in 50 years: Garwood 0.484 to 14.449
        Assert.Contains("<svg class=\"forest\"", rates, StringComparison.Ordinal);
    }

    [Fact] // 0.87–1.45 of 1.13 is the published range, and no report pairs tofacitinib with the class: there is no ROR to compare with
    public async Task Cohorts_without_an_estimable_ror_are_said_not_to_be_compared()
    {
        var page = await console.PageAsync("/incidence?class=malignancy_excl_nmsc");
        Assert.Contains("Rates beside disproportionality", page, StringComparison.Ordinal);
        Assert.Contains("1 cohort rate has no published rate or no estimable ROR to be compared with.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class=vte", "Registry of the north", "ORAL Surveillance")]
    [InlineData("drug=UPADACITINIB", "Claims of one year", "Registry of the north")]
    [InlineData("kind=trial", "ORAL Surveillance", "Claims of one year")]
    [InlineData("kind=sales", "Sold in January", "ORAL Surveillance")]
    public async Task Filters_keep_the_rates_that_are_so(string query, string shown, string hidden)
    {
        var page = await console.PageAsync("/incidence?" + query);
        Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden, page, StringComparison.Ordinal);
        Assert.Contains("No rate is like that.", await console.PageAsync("/incidence?class=none"), StringComparison.Ordinal);
    }

    [Fact] // published-rates.csv: abrocitinib, 200 mg daily, herpes zoster 4.34 (3.15 to 5.82)
    public async Task Published_rates_stand_with_citation_and_address_and_with_the_ror_of_the_week()
    {
        var page = await console.PageAsync("/evidence?class=herpes_zoster");
        Assert.Matches("Abrocitinib.*?200 mg daily; atopic dermatitis · trial.*?<b>4.34</b> <small>3.15–5.82</small>", page);
        Assert.Contains("href=\"https://pmc.ncbi.nlm.nih.gov/articles/PMC8370859/table/Tab4\" rel=\"noreferrer\"", page, StringComparison.Ordinal);
        Assert.Matches("Tofacitinib.*?<b>1.59</b> <small>0.32–7.80</small>.*?3 cases", page);       // ROR 78/49 of SmallFeedTests
        Assert.DoesNotContain("200 mg daily", await console.PageAsync("/evidence?class=herpes_zoster&drug=TOFACITINIB"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cohort_of_the_store_stands_beside_the_published_rates_of_its_drug_and_class()
    {
        var page = await console.PageAsync("/evidence?class=malignancy_excl_nmsc&drug=TOFACITINIB");
        Assert.Matches("this store</span><small>5 mg BID; rheumatoid arthritis; ORAL Surveillance · trial</small>.*?<b>1.13</b> <small>0.87–1.45</small>", page);
        Assert.DoesNotContain("Registry of the north", await console.PageAsync("/evidence?class=herpes_zoster"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_published_rate_is_shown_once()
    {
        var page = await console.PageAsync("/evidence");
        var rates = JakSignals.Normalise.Catalogue.Load(Path.Combine(JakSignals.Tests.Shared.RepoRoot, "src", "JakSignals", "Normalise", "Catalogue")).PublishedRates.Rates;
        Assert.Equal(rates.Count, page.Split("aria-label=\"Published rate ").Length - 1);
    }

    [Fact]
    public async Task Without_a_published_week_the_pages_say_why_and_what_to_do()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        foreach (var path in new[] { "/cases", "/cases/faers/1", "/incidence", "/evidence", "/quality" })
            Assert.Contains("No week has been published yet.", WebUtility.HtmlDecode((await browser.GetAsync(path)).Body), StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Published rate ", (await browser.GetAsync("/evidence")).Body, StringComparison.Ordinal);
        Assert.Contains("No run is published yet.", (await browser.GetAsync("/snapshots")).Body, StringComparison.Ordinal);
        Assert.Contains("No record is in quarantine", (await browser.GetAsync("/quality/quarantine")).Body, StringComparison.Ordinal);
    }
}
