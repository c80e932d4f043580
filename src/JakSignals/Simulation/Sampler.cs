namespace JakSignals.Simulation;

/// <summary>Draws an index with probability proportional to its weight, in constant time.</summary>
/// <remarks>The alias method (Walker 1977; Vose 1991) in integers throughout, so that no machine's rounding shows.</remarks>
public sealed class Sampler
{
    private readonly uint[] _keep;    // probability, in 2^-32, of staying in the column drawn
    private readonly int[] _alias;

    /// <summary>A sampler over indices 0 … <paramref name="weights"/>.Length − 1.</summary>
    /// <param name="weights">Relative frequencies, 0 or more; their sum from 1 to 2^31 − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, or the sum is out of range.</exception>
    public Sampler(ReadOnlySpan<int> weights)
    {
        long total = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            total += weight;
        }
        if (total is < 1 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(weights), total, "The weights of a sampler must add up to a number from 1 to 2147483647.");
        _keep = new uint[weights.Length];
        _alias = new int[weights.Length];
        Fill(weights, total);
    }

    /// <summary>An index, drawn with the numbers of <paramref name="random"/>.</summary>
    public int Draw(Prng random)
    {
        var bits = random.Next();
        var column = (int)(((bits >> 32) * (ulong)_keep.Length) >> 32);
        return (uint)(bits & uint.MaxValue) < _keep[column] ? column : _alias[column];
    }

    private void Fill(ReadOnlySpan<int> weights, long total)
    {
        var scaled = new long[weights.Length];      // a column is full at `total`
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < weights.Length; i++)
        {
            scaled[i] = (long)weights[i] * weights.Length;
            (scaled[i] < total ? small : large).Push(i);
        }
        while (small.TryPop(out var lesser))
        {
            var greater = large.Peek();             // the columns average `total`, so a short one leaves a long one
            _keep[lesser] = (uint)((scaled[lesser] << 32) / total);
            _alias[lesser] = greater;
            scaled[greater] -= total - scaled[lesser];
            if (scaled[greater] < total)
                small.Push(large.Pop());
        }
        foreach (var full in large)
            (_keep[full], _alias[full]) = (uint.MaxValue, full);
    }
}
