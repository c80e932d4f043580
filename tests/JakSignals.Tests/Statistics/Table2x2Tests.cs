using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class Table2x2Tests
{
    [Fact]
    public void Margins_and_total_are_sums_of_the_cells()
    {
        var table = new Table2x2(20, 80, 100, 9800);
        Assert.Equal((100, 120, 10_000), (table.Drug, table.Event, table.Total));
    }

    [Fact]
    public void Margins_give_the_cells() =>
        Assert.Equal(new Table2x2(20, 80, 100, 9800), Table2x2.FromMargins(both: 20, drug: 100, @event: 120, total: 10_000));

    [Theory]
    [InlineData(11, 10, 20, 100)]    // more cases with both than with the drug: b = -1
    [InlineData(11, 20, 10, 100)]    // more cases with both than with the event: c = -1
    [InlineData(1, 60, 60, 100)]     // margins that overlap less than they must: d = -19
    [InlineData(-1, 10, 20, 100)]
    public void Margins_that_leave_a_negative_cell_are_refused_with_their_values(long both, long drug, long @event, long total)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Table2x2.FromMargins(both, drug, @event, total));
        Assert.Contains($"(drug {drug}, event {@event}, total {total})", error.Message, StringComparison.Ordinal);
        Assert.Equal(both, error.ActualValue);
    }

    [Theory]
    [InlineData(-1, 0, 0, 0, "A")]
    [InlineData(0, -1, 0, 0, "B")]
    [InlineData(0, 0, -1, 0, "C")]
    [InlineData(0, 0, 0, -1, "D")]
    public void A_negative_cell_is_refused_by_name(long a, long b, long c, long d, string cell)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Table2x2(a, b, c, d));
        Assert.Equal((cell, -1L), (error.ParamName, error.ActualValue));
    }

    [Fact]
    public void A_total_beyond_a_64_bit_integer_is_an_error_and_not_a_negative_number() =>
        Assert.Throws<OverflowException>(() => new Table2x2(long.MaxValue, 1, 0, 0).Total);
}
