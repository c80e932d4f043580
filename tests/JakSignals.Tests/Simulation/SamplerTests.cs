using JakSignals.Simulation;

namespace JakSignals.Tests.Simulation;

public class SamplerTests
{
    [Theory] // binomial: five standard deviations, √(n·p·(1−p)), n = 200,000
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 2, 3, 4 })]
    [InlineData(new[] { 0, 5, 0, 95 })]
    [InlineData(new[] { 1_000_000, 1, 400_000, 250_000, 3 })]
    [InlineData(new[] { 7, 7, 7, 7, 7, 7, 7 })]
    public void Sampler_draws_in_proportion_to_the_weights(int[] weights)
    {
        const int draws = 200_000;
        var (random, sampler, counts) = (new Prng(3), new Sampler(weights), new int[weights.Length]);
        for (var i = 0; i < draws; i++)
            counts[sampler.Draw(random)]++;
        for (var i = 0; i < weights.Length; i++)
        {
            var p = weights[i] / (double)weights.Sum();
            Assert.InRange(counts[i], draws * p - 5 * Math.Sqrt(draws * p * (1 - p)), draws * p + 5 * Math.Sqrt(draws * p * (1 - p)) + (p > 0 ? 1 : 0));
        }
    }

    [Fact]
    public void Sampler_refuses_a_negative_weight() => Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler([3, -1]));

    [Fact]
    public void Sampler_refuses_weights_that_add_up_to_nothing() => Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler([0, 0]));
}
