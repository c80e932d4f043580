namespace JakSignals.Normalise;

/// <summary>How far two words are apart, in slips of the pen.</summary>
internal static class Slips
{
    /// <summary>The letters of a word as bits; two words that are n slips apart differ in at most 2n of them.</summary>
    public static uint Letters(ReadOnlySpan<char> word)
    {
        var letters = 0u;
        foreach (var character in word)
            letters |= 1u << (character & 31);
        return letters;
    }

    /// <summary>How many letters were inserted, left out, replaced or exchanged with their neighbour (optimal string alignment).</summary>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var width = right.Length + 1;
        var size = (left.Length + 1) * width;
        Span<int> cells = size <= 4096 ? stackalloc int[size] : new int[size];
        for (var row = 0; row <= left.Length; row++)
            for (var column = 0; column <= right.Length; column++)
                cells[row * width + column] = row == 0 || column == 0 ? row + column : Step(left, right, cells, row, column, width);
        return cells[^1];
    }

    private static int Step(ReadOnlySpan<char> left, ReadOnlySpan<char> right, ReadOnlySpan<int> cells, int row, int column, int width)
    {
        var cell = row * width + column;
        var replaced = cells[cell - width - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
        var best = Math.Min(replaced, Math.Min(cells[cell - 1], cells[cell - width]) + 1);
        var exchanged = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
        return exchanged ? Math.Min(best, cells[cell - 2 * width - 2] + 1) : best;
    }
}
