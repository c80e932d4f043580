using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JakSignals.Normalise;

/// <summary>An unmapped name that a reviewer approved as a spelling of a substance of the catalogue.</summary>
/// <param name="Name">The name, cleaned, as the snapshot has it.</param>
/// <param name="Substance">Substance key.</param>
/// <param name="Topical">Whether it is a name of a product for the skin, whatever route is reported.</param>
public sealed record ApprovedName(string Name, string Substance, bool Topical)
{
    /// <summary>What it counts as, in words.</summary>
    public string CountsAs => Topical ? $"{Substance}, for the skin" : Substance;

    /// <summary>SHA-256 of names in lower-case hexadecimal; each text with its length before it, so that none can move from one name into the next.</summary>
    internal static string Digest(IEnumerable<ApprovedName> names) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name.Name.Length}:{name.Name}{name.Substance.Length}:{name.Substance}{(name.Topical ? 1 : 0)}"))))));
}
