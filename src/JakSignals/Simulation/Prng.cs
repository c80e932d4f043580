namespace JakSignals.Simulation;

/// <summary>Pseudo-random numbers that are the same on every machine: xoshiro256**, seeded through splitmix64.</summary>
/// <remarks>
/// <see cref="Random"/> does not promise its algorithm. Source: Blackman and Vigna 2018, "Scrambled linear pseudorandom number generators",
/// and their reference implementations; PrngTests holds both to published outputs. Not for cryptography; not for several threads at once.
/// </remarks>
public sealed class Prng
{
    private ulong _a, _b, _c, _d;

    /// <summary>The numbers of one <paramref name="stream"/> (a purpose) and <paramref name="number"/> (such as a case) under a seed; they do not depend on what other streams drew.</summary>
    public Prng(ulong seed, ulong stream = 0, ulong number = 0) => Reseed(seed, stream, number);

    private Prng(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>A generator in a given state, to compare with published outputs.</summary>
    public static Prng FromState(ulong a, ulong b, ulong c, ulong d) => new(a, b, c, d);

    /// <summary>Starts over as if constructed with these values.</summary>
    public void Reseed(ulong seed, ulong stream = 0, ulong number = 0)
    {
        SplitMix(ref seed);
        var state = seed ^ SplitMix(ref stream);
        state = SplitMix(ref state) ^ SplitMix(ref number);
        (_a, _b, _c, _d) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        unchecked   // the algorithm is defined modulo 2^64
        {
            var result = ulong.RotateLeft(_b * 5, 7) * 9;
            var t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = ulong.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1; uneven by less than bound / 2^32.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>True with probability <paramref name="perMillion"/> / 1,000,000.</summary>
    public bool Chance(int perMillion) => Below(1_000_000) < perMillion;

    /// <summary>A number from 0 (included) to 1 (excluded), in steps of 2^−53.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>One step of splitmix64: the next output; <paramref name="state"/> moves on.</summary>
    public static ulong SplitMix(ref ulong state)
    {
        unchecked   // the algorithm is defined modulo 2^64
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
