using System.Buffers;
using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

public sealed class RunLengthBitPackingTests
{
    [Fact] // parquet-format, Encodings.md: "the numbers 1 through 7 ... bit width 3 ... 10001000 11000110 11111010"; header: one group, (1 << 1) | 1
    public void Packed_values_lie_as_the_example_of_the_format_has_them() =>
        Assert.Equal([0x03, 0b1000_1000, 0b1100_0110, 0b1111_1010], Encoded([0, 1, 2, 3, 4, 5, 6, 7], 3));

    [Fact] // by hand: header 200 << 1 = 400 = 0x90 0x03 as a varint; the value 300 in the two bytes that 9 bits need, lowest first
    public void Run_is_its_length_and_its_value() => Assert.Equal([0x90, 0x03, 0x2C, 0x01], Encoded([.. Enumerable.Repeat(300, 200)], 9));

    [Fact]
    public void Values_come_back_whatever_the_runs()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var bitWidth = random.Next(1, 21);
            var values = new List<int>();
            for (var runs = random.Next(12); runs > 0; runs--)
                values.AddRange(Enumerable.Repeat(random.Next(1 << bitWidth), random.Next(1, random.Next(2, 30))));
            var decoded = new int[values.Count];
            var cursor = new ByteCursor(Encoded([.. values], bitWidth), "byte", 0);
            RunLengthBitPacking.Decode(cursor, bitWidth, decoded);
            Assert.True(values.SequenceEqual(decoded) && cursor.Left == 0, $"seed {seed}, width {bitWidth}: {string.Join(' ', values)} became {string.Join(' ', decoded)}");
        }
    }

    private static byte[] Encoded(int[] values, int bitWidth)
    {
        var page = new ArrayBufferWriter<byte>();
        RunLengthBitPacking.Encode(values, bitWidth, page);
        return page.WrittenSpan.ToArray();
    }
}
