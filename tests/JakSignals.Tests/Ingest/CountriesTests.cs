using JakSignals.Ingest;
using JakSignals.Signals;

namespace JakSignals.Tests.Ingest;

public class CountriesTests
{
    [Theory]
    [InlineData("JPN", "JP", Region.Japan)]
    [InlineData("日本", "JP", Region.Japan)]
    [InlineData("Nippon", "JP", Region.Japan)]
    [InlineData("ＪＰ", "JP", Region.Japan)]
    [InlineData("DEU", "DE", Region.Europe)]
    [InlineData("Deutschland", "DE", Region.Europe)]
    [InlineData("españa", "ES", Region.Europe)]
    [InlineData("ESPANA", "ES", Region.Europe)]
    [InlineData("Österreich", "AT", Region.Europe)]
    [InlineData("Suisse", "CH", Region.Europe)]
    [InlineData("EL", "GR", Region.Europe)]
    [InlineData("Ελλάδα", "GR", Region.Europe)]
    [InlineData("UK", "GB", Region.Europe)]
    [InlineData("U.K.", "GB", Region.Europe)]
    [InlineData("XI", "GB", Region.Europe)]
    [InlineData("ENGLAND", "GB", Region.Europe)]
    [InlineData("Scotland", "GB", Region.Europe)]
    [InlineData("WALES", "GB", Region.Europe)]
    [InlineData("Northern Ireland", "GB", Region.Europe)]
    [InlineData("GB-SCT", "GB", Region.Europe)]
    [InlineData("GBR", "GB", Region.Europe)]
    [InlineData("EU", "EU", Region.Europe)]
    [InlineData("GP", "GP", Region.Europe)]
    [InlineData("MTQ", "MQ", Region.Europe)]
    [InlineData("La Réunion", "RE", Region.Europe)]
    [InlineData("GF", "GF", Region.Europe)]
    [InlineData("Mayotte", "YT", Region.Europe)]
    [InlineData("NC", "NC", Region.Other)]          // overseas territory, not of the Union
    [InlineData("USA", "US", Region.UnitedStates)]
    [InlineData("U.S.A.", "US", Region.UnitedStates)]
    [InlineData("PRI", "PR", Region.UnitedStates)]
    [InlineData("Guam", "GU", Region.UnitedStates)]
    [InlineData("Brasil", "BR", Region.Other)]
    [InlineData("KOREA, REPUBLIC OF", "KR", Region.Other)]
    [InlineData("中国", "CN", Region.Other)]
    [InlineData("COTE D^IVOIRE", "CI", Region.Other)]
    [InlineData("NA", "NA", Region.Other)]          // Namibia, by its code
    public void Country_is_read(string text, string code, Region region)
    {
        Assert.Equal(code, Countries.Resolve(text));
        Assert.Equal(region, Traits.RegionOf(text));
        Assert.Equal(region, Traits.RegionOf(code));
    }

    [Theory]
    [InlineData("COUNTRY NOT SPECIFIED")]
    [InlineData("Unknown")]
    [InlineData("N/A")]
    [InlineData("-")]
    [InlineData("?")]
    [InlineData("")]
    public void Nothing_is_stated(string text)
    {
        Assert.Null(Countries.Resolve(text));
        Assert.Equal(Region.Unknown, Traits.RegionOf(text));
    }

    [Theory]
    [InlineData("Atlantis")]
    [InlineData("ZZ")]
    [InlineData("QQQ")]
    [InlineData("392")]
    [InlineData("California")]
    public void Text_that_is_no_country_is_kept_and_its_region_unknown(string text)
    {
        Assert.Equal(text, Countries.Resolve(text));
        Assert.Null(Countries.CodeOf(text));
        Assert.Equal(Region.Unknown, Traits.RegionOf(text));
    }

    [Fact] // 27 members of the Union, 3 of the European Economic Area, GB, CH, EU; AX, and GF GP MF MQ RE YT
    public void Europe_has_forty_codes()
    {
        var codes = from first in Enumerable.Range('A', 26) from second in Enumerable.Range('A', 26) select $"{(char)first}{(char)second}";
        Assert.Equal(27 + 3 + 3 + 1 + 6, codes.Count(code => Countries.CodeOf(code) == code && Traits.RegionOf(code) == Region.Europe));
    }
}
