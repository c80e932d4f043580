using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace JakSignals.Tests.Ingest;

/// <summary>Zip archives made in code, as other programs and attackers make them.</summary>
internal static class MadeZip
{
    private const int LocalFlags = 6;
    private const int LocalMethod = 8;
    private const int CentralFlags = 8;
    private const int CentralMethod = 10;
    private const int CentralLength = 24;

    /// <summary>Members by name; a name that ends with a slash is a folder.</summary>
    public static byte[] Of(params (string Name, string Text)[] members) => Of([.. members.Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Text)))]);

    public static byte[] Of(params (string Name, byte[] Bytes)[] members)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
            foreach (var (name, content) in members)
                using (var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open())
                    entry.Write(content);
        return bytes.ToArray();
    }

    /// <summary>The tables of base_modern as members of a folder, and what else is wanted.</summary>
    public static (string Name, string Text)[] Quarter(string folder = "ASCII/", params (string Name, string Text)[] others) =>
    [
        .. Directory.GetFiles(Path.Combine(Shared.RepoRoot, "tests", "feeds", "faers", "base_modern")).Order(StringComparer.Ordinal)
            .Select(table => ($"{folder}{Path.GetFileNameWithoutExtension(table)}26Q1.txt", File.ReadAllText(table))),
        .. others,
    ];

    /// <summary>The same archive whose headers say that each member wants a password (APPNOTE 4.4.4, bit 0).</summary>
    public static byte[] Encrypted(byte[] zip) => Patched(zip, LocalFlags, CentralFlags, flags => (ushort)(flags | 1));

    /// <summary>The same archive whose headers say another method of packing (APPNOTE 4.4.5).</summary>
    public static byte[] PackedBy(byte[] zip, ushort method) => Patched(zip, LocalMethod, CentralMethod, _ => method);

    /// <summary>The same archive whose central directory says that each member unpacks to so many bytes.</summary>
    public static byte[] Declaring(byte[] zip, uint length)
    {
        var patched = zip.ToArray();
        foreach (var at in Places(zip, "PK\u0001\u0002"u8))
            BinaryPrimitives.WriteUInt32LittleEndian(patched.AsSpan(at + CentralLength), length);
        return patched;
    }

    /// <summary>The same archive with a name of a member replaced by one as long, wherever it stands.</summary>
    public static byte[] Renamed(byte[] zip, string name, string other)
    {
        Assert.Equal(name.Length, other.Length);
        var patched = zip.ToArray();
        foreach (var at in Places(zip, Encoding.ASCII.GetBytes(name)))
            Encoding.Latin1.GetBytes(other).CopyTo(patched, at);
        return patched;
    }

    private static byte[] Patched(byte[] zip, int local, int central, Func<ushort, ushort> change)
    {
        var patched = zip.ToArray();
        foreach (var at in Places(zip, "PK\u0003\u0004"u8).Select(at => at + local).Concat(Places(zip, "PK\u0001\u0002"u8).Select(at => at + central)))
            BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan(at), change(BinaryPrimitives.ReadUInt16LittleEndian(patched.AsSpan(at))));
        return patched;
    }

    private static List<int> Places(byte[] bytes, ReadOnlySpan<byte> what)
    {
        var places = new List<int>();
        for (var from = 0; bytes.AsSpan(from).IndexOf(what) is var at and >= 0; from += at + what.Length)
            places.Add(from + at);
        return places;
    }
}
