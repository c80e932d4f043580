using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

public sealed class ThriftCompactTests
{
    [Fact] // by hand from thrift-compact-protocol.md: (id delta << 4 | type), zigzag varints, (count << 4 | element type), 0 ends a struct
    public void Fields_lie_as_the_protocol_describes_them()
    {
        var thrift = new ThriftCompactWriter();
        thrift.Struct(() =>
        {
            thrift.I32Field(1, -1);
            thrift.I64Field(3, 150);
            thrift.BoolField(4, true);
            thrift.TextField(5, "é");
            thrift.I32ListField(7, [0, 8]);
            thrift.StructField(8, () => thrift.BoolField(1, false));
        });
        Assert.Equal([0x15, 0x01, 0x26, 0xAC, 0x02, 0x11, 0x18, 0x02, 0xC3, 0xA9, 0x29, 0x25, 0x00, 0x10, 0x1C, 0x12, 0x00, 0x00], thrift.Written.ToArray());
    }

    [Fact]
    public void Lists_within_lists_without_end_are_refused() => // 0x19: field 1, a list; then lists of one list each
        Assert.Equal("Parquet file, offset 132: expected at most 32 nested Thrift structs and lists.", Refusal([.. Enumerable.Repeat((byte)0x19, 5000)]));

    [Fact]
    public void Field_id_beyond_16_bits_is_refused() => // 0x05: an i32 whose id follows as a zigzag varint: 0x80 0x80 0x04 is 2^16, so id 2^15
        Assert.Equal("Parquet file, offset 104: expected a Thrift field id, found 32768.", Refusal([0x05, 0x80, 0x80, 0x04, 0x00, 0x00]));

    private static string Refusal(byte[] bytes)
    {
        var thrift = new ThriftCompactReader(new ByteCursor(bytes, "offset", 100));
        return Assert.Throws<InvalidDataException>(() => thrift.Struct(_ => thrift.Skip())).Message;
    }
}
