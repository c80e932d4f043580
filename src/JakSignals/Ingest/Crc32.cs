using System.Buffers.Binary;

namespace JakSignals.Ingest;

/// <summary>CRC-32 as zip archives store it (polynomial 0xEDB88320, reflected), eight bytes at a step.</summary>
/// <remarks>ZipArchive does not compare a member with its checksum, and a damaged download must not become a wrong figure.</remarks>
internal struct Crc32
{
    private static readonly uint[] Tables = MakeTables();
    private uint _state;

    /// <summary>The checksum of everything appended so far.</summary>
    internal readonly uint Value => _state;

    /// <summary>Takes further bytes into the checksum.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_state;
        var tables = Tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[1792 + (low & 255)] ^ tables[1536 + ((low >> 8) & 255)] ^ tables[1280 + ((low >> 16) & 255)] ^ tables[1024 + (low >> 24)]
                ^ tables[768 + (high & 255)] ^ tables[512 + ((high >> 8) & 255)] ^ tables[256 + ((high >> 16) & 255)] ^ tables[high >> 24];
        }
        foreach (var b in bytes)
            crc = tables[(crc ^ b) & 255] ^ (crc >> 8);
        _state = ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];   // tables[256·k + b]: byte b followed by k zero bytes
        for (var i = 0; i < tables.Length; i++)
        {
            var crc = i < 256 ? (uint)i : tables[i - 256];
            if (i >= 256)
                crc = tables[crc & 255] ^ (crc >> 8);
            else
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            tables[i] = crc;
        }
        return tables;
    }
}
