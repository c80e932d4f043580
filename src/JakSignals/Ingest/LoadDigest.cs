using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JakSignals.Ingest;

/// <summary>The identity of a load: the same files give the same digest, from whatever folder or archive, in whatever order.</summary>
public static class LoadDigest
{
    /// <summary>SHA-256, in lower-case hexadecimal, over the sorted kinds and hashes of the files.</summary>
    public static string Of(IEnumerable<SourceFile> files)
    {
        var lines = files.Select(f => string.Create(CultureInfo.InvariantCulture, $"{(int)f.Kind}:{f.Sha256}")).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', lines))));
    }
}
