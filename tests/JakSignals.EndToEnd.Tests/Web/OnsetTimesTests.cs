using JakSignals.App.Reading;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Quartiles by R: quantile(c(2, 9, 30, 400), type = 7) is 2, 7.25, 19.5, 122.5, 400.</summary>
public sealed class OnsetTimesTests
{
    [Fact]
    public void Quartiles_are_those_of_R_and_each_known_day_is_in_one_bin()
    {
        var onset = OnsetTimes.Of([30, null, 2, 400, 9, null]);

        Assert.Equal((4, 2), (onset.Known, onset.Unknown));
        Assert.Equal((7.25, 19.5, 122.5), onset.Quartiles);
        Assert.Equal([1, 2, 0, 0, 0, 1], onset.Bins.Select(bin => bin.Cases));
    }

    [Theory] // the last day of a bin belongs to it
    [InlineData(0, 0)]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(365, 4)]
    [InlineData(366, 5)]
    public void A_day_at_an_edge_is_in_the_bin_its_words_say(long day, int bin) => Assert.Equal(1, OnsetTimes.Of([day]).Bins[bin].Cases);

    [Fact]
    public void Without_a_known_day_there_are_no_quartiles() => Assert.Null(OnsetTimes.Of([null]).Quartiles);
}
