using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace JakSignals.Snapshots;

/// <summary>How the values of one column type are laid out (encoding PLAIN), compared and summed up.</summary>
internal abstract class ParquetValues<T> where T : notnull
{
    public abstract PhysicalType Type { get; }

    public virtual ConvertedType? Annotation => null;

    /// <summary>Whether a dictionary may pay. Estimates seldom repeat and flags are a bit each.</summary>
    public abstract bool Repeats { get; }

    /// <summary>What stands in a column where the value is null.</summary>
    public virtual T WhenNull => default!;

    /// <summary>Bytes a value takes.</summary>
    public abstract int Length(T value);

    public abstract void Write(ReadOnlySpan<T> values, ArrayBufferWriter<byte> page);

    public abstract void Read(ByteCursor page, Span<T> destination);

    /// <summary>Smallest and largest of at least one value, as statistics give them.</summary>
    public abstract (byte[] Min, byte[] Max) Limits(ReadOnlySpan<T> values);
}

/// <summary>The layouts of the five column types.</summary>
internal static class ParquetValues
{
    public static readonly ParquetValues<long> Counts = new CountValues();
    public static readonly ParquetValues<double> Measures = new MeasureValues();
    public static readonly ParquetValues<bool> Flags = new FlagValues();
    public static readonly ParquetValues<DateOnly> Dates = new DateValues();
    public static readonly ParquetValues<string> Texts = new TextValues();

    private sealed class CountValues : ParquetValues<long>
    {
        public override PhysicalType Type => PhysicalType.Int64;
        public override bool Repeats => true;
        public override int Length(long value) => 8;

        public override void Write(ReadOnlySpan<long> values, ArrayBufferWriter<byte> page)
        {
            var bytes = page.GetSpan(values.Length * 8);
            for (var i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * 8)..], values[i]);
            page.Advance(values.Length * 8);
        }

        public override void Read(ByteCursor page, Span<long> destination)
        {
            var bytes = page.Take(destination.Length * 8L, "INT64 values");
            for (var i = 0; i < destination.Length; i++)
                destination[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * 8)..]);
        }

        public override (byte[] Min, byte[] Max) Limits(ReadOnlySpan<long> values)
        {
            var (min, max) = (values[0], values[0]);
            foreach (var value in values)
                (min, max) = (Math.Min(min, value), Math.Max(max, value));
            return (Bytes(min), Bytes(max));
        }

        private static byte[] Bytes(long value)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            return bytes;
        }
    }

    private sealed class MeasureValues : ParquetValues<double>
    {
        public override PhysicalType Type => PhysicalType.Double;
        public override bool Repeats => false;
        public override int Length(double value) => 8;

        public override void Write(ReadOnlySpan<double> values, ArrayBufferWriter<byte> page)
        {
            var bytes = page.GetSpan(values.Length * 8);
            for (var i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[(i * 8)..], values[i]);
            page.Advance(values.Length * 8);
        }

        public override void Read(ByteCursor page, Span<double> destination)
        {
            var bytes = page.Take(destination.Length * 8L, "DOUBLE values");
            for (var i = 0; i < destination.Length; i++)
            {
                destination[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * 8)..]);
                if (!double.IsFinite(destination[i]))
                    throw page.Error("finite DOUBLE values before here", destination[i]);
            }
        }

        /// <remarks>parquet.thrift, ColumnOrder: a zero limit is written -0.0 below and +0.0 above, for readers that tell them apart.</remarks>
        public override (byte[] Min, byte[] Max) Limits(ReadOnlySpan<double> values)
        {
            var (min, max) = (values[0], values[0]);
            foreach (var value in values)
                (min, max) = (Math.Min(min, value), Math.Max(max, value));
            return (Bytes(min == 0 ? -0.0 : min), Bytes(max == 0 ? 0.0 : max));
        }

        private static byte[] Bytes(double value)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            return bytes;
        }
    }

    /// <summary>One bit a flag, the first in the lowest.</summary>
    private sealed class FlagValues : ParquetValues<bool>
    {
        public override PhysicalType Type => PhysicalType.Boolean;
        public override bool Repeats => false;
        public override int Length(bool value) => 1;

        public override void Write(ReadOnlySpan<bool> values, ArrayBufferWriter<byte> page)
        {
            var length = (values.Length + 7) / 8;
            var bytes = page.GetSpan(length)[..length];
            bytes.Clear();
            for (var i = 0; i < values.Length; i++)
                bytes[i / 8] |= (byte)(values[i] ? 1 << i % 8 : 0);
            page.Advance(length);
        }

        public override void Read(ByteCursor page, Span<bool> destination)
        {
            var bytes = page.Take((destination.Length + 7L) / 8, "BOOLEAN values");
            for (var i = 0; i < destination.Length; i++)
                destination[i] = (bytes[i / 8] >> i % 8 & 1) != 0;
        }

        public override (byte[] Min, byte[] Max) Limits(ReadOnlySpan<bool> values) =>
            ([(byte)(values.Contains(false) ? 0 : 1)], [(byte)(values.Contains(true) ? 1 : 0)]);
    }

    /// <summary>Days since 1 January 1970.</summary>
    private sealed class DateValues : ParquetValues<DateOnly>
    {
        private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

        public override PhysicalType Type => PhysicalType.Int32;
        public override ConvertedType? Annotation => ConvertedType.Date;
        public override bool Repeats => true;
        public override int Length(DateOnly value) => 4;

        public override void Write(ReadOnlySpan<DateOnly> values, ArrayBufferWriter<byte> page)
        {
            foreach (var value in values)
                page.WriteInt32(value.DayNumber - Epoch);
        }

        public override void Read(ByteCursor page, Span<DateOnly> destination)
        {
            foreach (ref var value in destination)
            {
                var day = (long)page.Int32("a DATE") + Epoch;
                value = day >= 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day)
                    : throw page.Error("a day of the years 1 to 9999", day - Epoch);
            }
        }

        public override (byte[] Min, byte[] Max) Limits(ReadOnlySpan<DateOnly> values)
        {
            var (min, max) = (values[0], values[0]);
            foreach (var value in values)
                (min, max) = (value < min ? value : min, value > max ? value : max);
            return (Bytes(min), Bytes(max));
        }

        private static byte[] Bytes(DateOnly value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value.DayNumber - Epoch);
            return bytes;
        }
    }

    /// <summary>UTF-8 after its length in four bytes.</summary>
    private sealed class TextValues : ParquetValues<string>
    {
        public override PhysicalType Type => PhysicalType.ByteArray;
        public override ConvertedType? Annotation => ConvertedType.Utf8;
        public override bool Repeats => true;
        public override string WhenNull => "";
        public override int Length(string value) => 4 + Encoding.UTF8.GetByteCount(value);

        public override void Write(ReadOnlySpan<string> values, ArrayBufferWriter<byte> page)
        {
            foreach (var value in values)
            {
                var bytes = page.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
                var length = Encoding.UTF8.GetBytes(value, bytes[4..]);
                BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
                page.Advance(4 + length);
            }
        }

        public override void Read(ByteCursor page, Span<string> destination)
        {
            foreach (ref var value in destination)
            {
                var bytes = page.Take(page.Int32("the length of a text"), "a text");
                value = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw page.Error("a text in UTF-8 before here");
            }
        }

        public override (byte[] Min, byte[] Max) Limits(ReadOnlySpan<string> values)
        {
            var (min, max) = (values[0], values[0]);
            foreach (var value in values)
            {
                min = CompareUtf8(value, min) < 0 ? value : min;
                max = CompareUtf8(value, max) > 0 ? value : max;
            }
            return (Encoding.UTF8.GetBytes(min), Encoding.UTF8.GetBytes(max));
        }

        /// <summary>Order of the UTF-8 bytes, which is that of the code points; UTF-16 puts the surrogates of U+10000 and above before U+E000.</summary>
        private static int CompareUtf8(string left, string right)
        {
            var same = left.AsSpan().CommonPrefixLength(right);
            if (same == left.Length || same == right.Length)
                return left.Length - right.Length;
            var (l, r) = (left[same], right[same]);
            return char.IsSurrogate(l) == char.IsSurrogate(r) ? l - r : char.IsSurrogate(l) ? 1 : -1;
        }
    }
}
