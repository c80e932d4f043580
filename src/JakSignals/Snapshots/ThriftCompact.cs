using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace JakSignals.Snapshots;

/// <summary>Field types of Thrift's compact protocol.</summary>
internal enum ThriftType { True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12 }

/// <summary>Writes Thrift's compact protocol, as far as Parquet's page headers and footer need it.</summary>
/// <remarks>Source: Apache Thrift, doc/specs/thrift-compact-protocol.md.</remarks>
internal sealed class ThriftCompactWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _lastField;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>A struct that stands alone or is an element of a list.</summary>
    public void Struct(Action fields)
    {
        var outer = _lastField;
        _lastField = 0;
        fields();
        Byte(0);
        _lastField = outer;
    }

    public void StructField(int id, Action fields)
    {
        Header(id, ThriftType.Struct);
        Struct(fields);
    }

    public void I16Field(int id, short value) => Integer(id, ThriftType.I16, value);

    public void I32Field(int id, int value) => Integer(id, ThriftType.I32, value);

    public void I64Field(int id, long value) => Integer(id, ThriftType.I64, value);

    public void BoolField(int id, bool value) => Header(id, value ? ThriftType.True : ThriftType.False);

    public void BinaryField(int id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        Binary(value);
    }

    public void TextField(int id, string value) => BinaryField(id, Encoding.UTF8.GetBytes(value));

    /// <summary>A list of structs.</summary>
    public void StructListField<T>(int id, IReadOnlyList<T> items, Action<T> fields)
    {
        ListHeader(id, ThriftType.Struct, items.Count);
        foreach (var item in items)
            Struct(() => fields(item));
    }

    public void I32ListField(int id, IReadOnlyList<int> items)
    {
        ListHeader(id, ThriftType.I32, items.Count);
        foreach (var item in items)
            _bytes.WriteVarint(ZigZag(item));
    }

    public void TextListField(int id, IReadOnlyList<string> items)
    {
        ListHeader(id, ThriftType.Binary, items.Count);
        foreach (var item in items)
            Binary(Encoding.UTF8.GetBytes(item));
    }

    private void Integer(int id, ThriftType type, long value)
    {
        Header(id, type);
        _bytes.WriteVarint(ZigZag(value));
    }

    private void Header(int id, ThriftType type)
    {
        var delta = id - _lastField;   // Parquet's ids ascend by less than 16, so the long form of the header never occurs
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, 1, nameof(id));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delta, 15, nameof(id));
        Byte((byte)(delta << 4 | (int)type));
        _lastField = id;
    }

    private void ListHeader(int id, ThriftType element, int count)
    {
        Header(id, ThriftType.List);
        Byte((byte)(Math.Min(count, 15) << 4 | (int)element));
        if (count >= 15)
            _bytes.WriteVarint((ulong)count);
    }

    private void Binary(ReadOnlySpan<byte> value)
    {
        _bytes.WriteVarint((ulong)value.Length);
        _bytes.Write(value);
    }

    private void Byte(byte value) => _bytes.Write([value]);

    private static ulong ZigZag(long value) => unchecked((ulong)(value << 1 ^ value >> 63));
}

/// <summary>Little-endian and variable-length integers on a growing buffer.</summary>
internal static class BufferWriting
{
    /// <summary>Seven bits a byte, lowest first.</summary>
    public static void WriteVarint(this ArrayBufferWriter<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Write([(byte)(value & 0x7F | 0x80)]);
        bytes.Write([(byte)value]);
    }

    public static void WriteInt32(this ArrayBufferWriter<byte> bytes, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }
}

/// <summary>Reads Thrift's compact protocol; anything else at a place is an error that names the place.</summary>
internal sealed class ThriftCompactReader(ByteCursor bytes)
{
    private const int Deepest = 32;   // Parquet's own go 10 deep
    private ThriftType _type = ThriftType.Struct;
    private int _depth;

    /// <summary>Calls back for each field of the struct here, by id; the callback reads the value or skips it.</summary>
    public void Struct(Action<int> field)
    {
        Expect(ThriftType.Struct);
        Enter();
        long id = 0;
        for (var header = bytes.Byte("a Thrift field header"); header != 0; header = bytes.Byte("a Thrift field header"))
        {
            id = header >> 4 != 0 ? id + (header >> 4) : ZigZag();
            _type = (ThriftType)(header & 0x0F);
            field(id is > 0 and <= short.MaxValue ? (int)id : throw bytes.Error("a Thrift field id", id));
        }
        _depth--;
    }

    public List<T> List<T>(Func<T> element)
    {
        Expect(ThriftType.List);
        Enter();
        var header = bytes.Byte("a Thrift list header");
        var count = header >> 4 < 15 ? header >> 4 : Length();
        var items = new List<T>();
        for (; count > 0; count--)
        {
            _type = (ThriftType)(header & 0x0F);
            items.Add(element());
        }
        _depth--;
        return items;
    }

    public int I32()
    {
        Expect(ThriftType.I32);
        var value = ZigZag();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw bytes.Error("a 32-bit integer", value);
    }

    public long I64()
    {
        Expect(ThriftType.I64);
        return ZigZag();
    }

    public byte[] Binary()
    {
        Expect(ThriftType.Binary);
        return bytes.Take(Length(), "a byte string").ToArray();
    }

    public string Text() => Encoding.UTF8.GetString(Binary());

    /// <summary>Passes over the value here, whatever it is.</summary>
    public void Skip()
    {
        switch (_type)
        {
            case ThriftType.True or ThriftType.False: break;
            case ThriftType.Byte: bytes.Take(1, "a byte"); break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64: ZigZag(); break;
            case ThriftType.Double: bytes.Take(8, "a double"); break;
            case ThriftType.Binary: Binary(); break;
            case ThriftType.List: List(SkipElement); break;
            case ThriftType.Struct: Struct(_ => Skip()); break;
            default: throw bytes.Error("a Thrift type that Parquet uses", _type);
        }
    }

    private void Enter()
    {
        if (++_depth > Deepest)
            throw bytes.Error($"at most {Deepest} nested Thrift structs and lists");
    }

    private bool SkipElement()
    {
        if (_type is ThriftType.True or ThriftType.False)
            bytes.Take(1, "a boolean");   // within a list a boolean has a byte of its own
        else
            Skip();
        return true;
    }

    private void Expect(ThriftType type)
    {
        if (_type != type)
            throw bytes.Error($"a Thrift {type}", _type);
    }

    private int Length()
    {
        var length = bytes.Varint();
        return length <= (ulong)bytes.Left ? (int)length : throw bytes.Error($"a length up to the {bytes.Left} bytes left", length);
    }

    private long ZigZag()
    {
        var value = bytes.Varint();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }
}
