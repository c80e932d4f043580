namespace JakSignals.Normalise;

/// <summary>A small set of codes for each case; each distinct set is kept once.</summary>
/// <remarks>Twenty million cases have few distinct sets of drug groups or event classes, so a case costs one number.</remarks>
public sealed class SetColumn
{
    private SetColumn(int[] of, IReadOnlyList<int[]> sets) => (Of, Sets) = (of, sets);

    /// <summary>Index of the set of each case.</summary>
    public int[] Of { get; }

    /// <summary>The distinct sets, codes ascending; the first is the empty one.</summary>
    public IReadOnlyList<int[]> Sets { get; }

    /// <summary>Collects the sets of cases, in the order they are given.</summary>
    public sealed class Builder
    {
        private readonly int[] _of;
        private readonly List<int[]> _sets = [[]];
        private readonly Dictionary<int[], int> _indexes = new(new SameCodes());
        private readonly Dictionary<int[], int>.AlternateLookup<ReadOnlySpan<int>> _find;

        /// <summary>A builder for so many cases, all without a code.</summary>
        public Builder(int caseCount)
        {
            _of = new int[caseCount];
            _find = _indexes.GetAlternateLookup<ReadOnlySpan<int>>();
        }

        /// <summary>Sets the codes of a case: ascending, each once. A case that is never set has none.</summary>
        public void Set(int row, ReadOnlySpan<int> codes)
        {
            if (codes.IsEmpty)
                return;
            if (!_find.TryGetValue(codes, out var index))
            {
                index = _sets.Count;
                _sets.Add(codes.ToArray());
                _indexes.Add(_sets[index], index);
            }
            _of[row] = index;
        }

        /// <summary>The column.</summary>
        public SetColumn ToColumn() => new(_of, _sets);
    }

    private sealed class SameCodes : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] codes) => GetHashCode(codes.AsSpan());

        public bool Equals(ReadOnlySpan<int> codes, int[] other) => codes.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<int> codes)
        {
            var hash = new HashCode();
            foreach (var code in codes)
                hash.Add(code);
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> codes) => codes.ToArray();
    }
}
