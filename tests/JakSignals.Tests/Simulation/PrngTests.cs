using JakSignals.Simulation;

namespace JakSignals.Tests.Simulation;

public class PrngTests
{
    [Fact] // Published for splitmix64 with seed 1234567: rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
    public void SplitMix_gives_the_published_numbers()
    {
        var state = 1234567UL;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => Prng.SplitMix(ref state)));
    }

    [Fact] // Published for xoshiro256** in state 1, 2, 3, 4: test of the crate rand_xoshiro, made with the authors' C code. The first two also by hand:
           // rotl(2·5, 7)·9 = 11520; then s1 = 2 ^ (3 ^ 1) = 0, so the second is 0.
    public void Xoshiro_gives_the_published_numbers()
    {
        var random = Prng.FromState(1, 2, 3, 4);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576];
        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }

    [Fact]
    public void Streams_and_numbers_of_one_seed_differ()
    {
        var first = new HashSet<ulong>();
        for (var stream = 0UL; stream < 30; stream++)
            for (var number = 0UL; number < 30; number++)
                Assert.True(first.Add(new Prng(5, stream, number).Next()), $"stream {stream}, number {number} repeats another");
    }

    [Fact]
    public void Reseed_starts_over()
    {
        var random = new Prng(7, 1, 2);
        var first = random.Next();
        random.Reseed(7, 1, 2);
        Assert.Equal(first, random.Next());
    }

    [Fact] // 100,000 draws of 10 values: each 10,000 ± 5·√9,000 = ± 474
    public void Below_reaches_every_value_equally_often()
    {
        var random = new Prng(11);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
            counts[random.Below(10)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_526, 10_474));
    }
}
