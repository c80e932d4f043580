using System.Security.Cryptography;
using System.Text.Json;

namespace JakSignals.Snapshots;

/// <summary>What a manifest of any contract version says that a store can be held to.</summary>
/// <param name="Path">Where it was found.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="RunId">Its run.</param>
/// <param name="AsOf">As-of date of the run, ISO.</param>
/// <param name="PreviousRunId">Run the statuses compare with; null for the first run.</param>
/// <param name="Decisions">Number of decisions the run knows of; 0 before there was a register.</param>
/// <param name="AuditHead">Hash of the last of them; 64 zeros when there is none.</param>
/// <param name="HasRegister">Whether its contract has a register: contract 1 has none.</param>
/// <param name="Files">SHA-256 of each published file by its name.</param>
public sealed record ManifestCopy(
    string Path, string Sha256, string RunId, string AsOf, string? PreviousRunId, long Decisions, string AuditHead, bool HasRegister, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Longest file that is taken for a manifest, in bytes: some 400,000 source files.</summary>
    public const long LargestBytes = 64 << 20;

    private const int FirstContractWithRegister = 2;
    private static readonly string NoHead = new('0', 64);

    /// <summary>Reads a manifest. What cannot be read is no exception but a finding.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fault">Why it is no manifest, in a sentence; null when it is one.</param>
    /// <returns>Null when there is a fault.</returns>
    public static ManifestCopy? Read(string path, out string? fault)
    {
        fault = PublishedFile.FaultOf(path);
        if (fault is not null)
            return null;
        if (new FileInfo(path).Length is var length && length > LargestBytes)
        {
            fault = $"{path} has {length} bytes, expected at most {LargestBytes}: it is no manifest.";
            return null;
        }
        try
        {
            var bytes = File.ReadAllBytes(path);
            using var json = JsonDocument.Parse(bytes);
            var copy = Of(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), json.RootElement);
            fault = FaultOf(copy);
            return fault is null ? copy : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            fault = $"{path} is no manifest: {unreadable.Message}";     // the ways of the library and of the system to say so
            return null;
        }
    }

    private static ManifestCopy Of(string path, string sha256, JsonElement root)
    {
        var hasRegister = root.TryGetProperty("contract_version", out var version) && version.GetInt32() >= FirstContractWithRegister;
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in root.GetProperty("files").EnumerateArray())
            files[file.GetProperty("name").GetString() ?? ""] = file.GetProperty("sha256").GetString() ?? "";
        return new ManifestCopy(path, sha256, root.GetProperty("run_id").GetString() ?? "", root.GetProperty("as_of").GetString() ?? "",
            root.TryGetProperty("previous_run_id", out var previous) ? previous.GetString() : null,
            hasRegister ? root.GetProperty("decisions").GetInt64() : 0, hasRegister ? root.GetProperty("audit_head").GetString() ?? "" : NoHead, hasRegister, files);
    }

    /// <summary>A head of no hash would agree with nothing, and none at all would pass for "no decisions".</summary>
    private static string? FaultOf(ManifestCopy copy)
    {
        if (copy.RunId.Length == 0)
            return $"{copy.Path} is no manifest: run_id is empty.";
        if (copy.Decisions < 0)
            return $"{copy.Path} is no manifest: decisions is {copy.Decisions}, expected 0 or more.";
        var isHash = copy.AuditHead.Length == NoHead.Length && copy.AuditHead.All(char.IsAsciiHexDigitLower);
        if (!isHash)
            return $"{copy.Path} is no manifest: audit_head is '{copy.AuditHead}', expected 64 lower-case hex digits.";
        return (copy.Decisions == 0) == (copy.AuditHead == NoHead) ? null
            : $"{copy.Path} is no manifest: decisions is {copy.Decisions}, but audit_head is {copy.AuditHead}; only 0 decisions have a head of zeros.";
    }
}
