using JakSignals.Signals;

namespace JakSignals.Tests.Signals;

/// <summary>The order of GVP Module IX: validation, confirmation, assessment; and what keeps a reviewed pair out of what is new.</summary>
public sealed class ReviewStateTests
{
    [Fact]
    public void States_follow_each_other_as_signal_management_has_them()
    {
        ReviewState[] order = [ReviewState.New, ReviewState.UnderValidation, ReviewState.Validated, ReviewState.Confirmed, ReviewState.UnderAssessment, ReviewState.Closed];
        Assert.All(order.Zip(order.Skip(1)), step => Assert.True(step.First.Allows(step.Second), $"{step.First} to {step.Second}"));
        Assert.False(ReviewState.New.Allows(ReviewState.Confirmed));             // nothing is confirmed that was not validated
        Assert.False(ReviewState.Validated.Allows(ReviewState.Closed));          // nor closed that was not assessed
        Assert.False(ReviewState.Refuted.Allows(ReviewState.Validated));         // it is opened again first
        Assert.All(Enum.GetValues<ReviewState>(), state => Assert.False(state.Allows(ReviewState.New)));
    }

    [Fact]
    public void Codes_are_read_back_and_anything_else_is_none()
    {
        Assert.All(Enum.GetValues<ReviewState>(), state => Assert.Equal(state, ReviewStates.Parse(state.Code())));
        Assert.Null(ReviewStates.Parse("Validated"));
        Assert.Null(ReviewStates.Parse(null));
    }

    [Theory] // factor 1.2: 2.0 seen is stronger from 2.4 on
    [InlineData(ReviewState.Refuted, 2.0, 2.39, true)]
    [InlineData(ReviewState.Refuted, 2.0, 2.40, false)]
    [InlineData(ReviewState.Closed, 2.0, 1.00, true)]
    [InlineData(ReviewState.Closed, 2.0, null, true)]
    [InlineData(ReviewState.Refuted, null, null, true)]
    [InlineData(ReviewState.Refuted, null, 0.50, false)]       // it could not be estimated then and can be now: somebody must look
    [InlineData(ReviewState.Validated, 2.0, 1.00, false)]
    public void A_refuted_or_closed_pair_is_kept_out_until_its_lower_limit_rises_by_the_factor(ReviewState state, double? seen, double? now, bool held) =>
        Assert.Equal(held, Suppression.Holds(state, seen, now, new SignalOptions().StatesSuppressed, 1.2));
}
