namespace JakSignals.Reports;

/// <summary>Where the rate of a cohort lies beside the published one, by the limits of both.</summary>
internal enum RatePosition
{
    Below,
    Compatible,
    Above,
}

/// <summary>Whether a pair is reported more or less often than expected, by the limits of its ROR.</summary>
internal enum Reporting
{
    LessOften,
    AsExpected,
    MoreOften,
}

/// <summary>A rate of a cohort, the published one and the disproportionality of the same drug and event, side by side.</summary>
/// <remarks>Limits decide, not estimates. docs/methods.md has the rule.</remarks>
internal sealed record Discordance(Incidence Row, Interval Ror, RatePosition Position, Reporting Reporting)
{
    /// <summary>Cohorts with a published rate, of pairs of the matrix with an estimable ROR.</summary>
    public static IReadOnlyList<Discordance> Of(Week week)
    {
        var rors = week.Domain.Where(s => s.Ror is not null).ToDictionary(s => s.Pair, s => s.Ror!.Value);
        return [.. week.Incidence.Where(i => rors.ContainsKey(i.Pair) && PositionOf(i) is not null).Select(i => new Discordance(i, rors[i.Pair], PositionOf(i)!.Value, ReportingOf(rors[i.Pair])))];
    }

    /// <summary>Whether one of the two is raised and the other is not.</summary>
    public bool IsDiscordant => (Position == RatePosition.Above) != (Reporting == Reporting.MoreOften);

    public string Words => (Position, Reporting) switch
    {
        (RatePosition.Compatible, Reporting.MoreOften) => "reported more often than expected, but the cohort rate is compatible with the published one",
        (RatePosition.Below, Reporting.MoreOften) => "reported more often than expected, but the cohort rate is below the published one",
        (RatePosition.Above, Reporting.MoreOften) => "reported more often than expected, and the cohort rate is above the published one",
        (RatePosition.Above, Reporting.LessOften) => "cohort rate above the published one, but reported less often than expected",
        (RatePosition.Above, _) => "cohort rate above the published one, but not reported more often than expected",
        _ => "neither is raised",
    };

    /// <summary>Above where the lower limit exceeds the published upper limit, below where the upper limit is under the published lower one, otherwise compatible; a published rate without limits stands for both.</summary>
    /// <returns>Null where there is no published rate, or no rate.</returns>
    public static RatePosition? PositionOf(Incidence row) => row.Rate is not { } rate || row.PublishedRate is not { } published ? null
        : rate.Lower > (row.Published?.Upper ?? published) ? RatePosition.Above
        : rate.Upper < (row.Published?.Lower ?? published) ? RatePosition.Below : RatePosition.Compatible;

    public static Reporting ReportingOf(Interval ror) => ror.Lower > 1 ? Reporting.MoreOften : ror.Upper < 1 ? Reporting.LessOften : Reporting.AsExpected;
}
