using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>Whose report a DEMO record in quarantine is, as far as it says so beyond doubt.</summary>
internal static class FaersIdentity
{
    /// <summary>Of a record whose fields are in their places, but one of number, case, version or receipt is not what it must be.</summary>
    /// <remarks>In FAERS the number is case and version written together, so that each can stand in for one of the others.</remarks>
    internal static IEnumerable<UnreadableReport> OfRecord(FaersTableReader row, bool isLegacy)
    {
        var hasId = FaersFields.TryNumber(row[FaersColumn.Id], out var id);
        var hasCase = FaersFields.TryNumber(row[FaersColumn.CaseId], out var caseId);
        var hasVersion = FaersFields.TryNumber(row[FaersColumn.Version], out var version) && version <= int.MaxValue;
        version = hasVersion ? version : 0;
        if (!isLegacy && hasId && hasCase && !hasVersion)
            version = After(row[FaersColumn.Id], row[FaersColumn.CaseId]);
        if (!isLegacy && hasId && !hasCase && hasVersion)
            hasCase = TryBefore(row[FaersColumn.Id], row[FaersColumn.Version], out caseId);
        if (!isLegacy && !hasId && hasCase && hasVersion)
            id = Together(row[FaersColumn.CaseId], row[FaersColumn.Version]);
        if (!hasCase)
            return [];
        var received = FaersFields.TryDate(row[FaersColumn.ReceivedOn], out var date) ? date?.Exact : null;
        return [new(caseId, id, (int)version, received)];
    }

    /// <summary>Of a line with too many or too few fields: every report that number, case and version, which stand together, agree on.</summary>
    /// <remarks>
    /// Of two FAERS records on one line the number of the second runs together with the last field of the first; its case and version tell how it ends.
    /// In AERS nothing can be held against anything: only a line that begins with a number and a case is taken for one.
    /// </remarks>
    internal static IEnumerable<UnreadableReport> OfBrokenLine(FaersTableReader line, bool isLegacy)
    {
        var (id, @case, version) = (line.PlaceOf(FaersColumn.Id), line.PlaceOf(FaersColumn.CaseId), line.PlaceOf(FaersColumn.Version));
        if (isLegacy)
            return OfFirstFields(line, id, @case);
        var found = new List<UnreadableReport>();
        var highest = Math.Max(id, Math.Max(@case, version));
        for (var shift = 0; highest + shift < line.FieldCount; shift++)
            if (TryAgree(line.Field(id + shift), line.Field(@case + shift), line.Field(version + shift), shift == 0, out var report))
                found.Add(report);
        return found;
    }

    private static IEnumerable<UnreadableReport> OfFirstFields(FaersTableReader line, int id, int @case)
    {
        var isThere = Math.Max(id, @case) < line.FieldCount;
        return isThere && FaersFields.TryNumber(line.Field(id), out var number) && FaersFields.TryNumber(line.Field(@case), out var caseId)
            ? [new(caseId, number, 0, null)] : [];
    }

    private static bool TryAgree(ReadOnlySpan<byte> id, ReadOnlySpan<byte> @case, ReadOnlySpan<byte> version, bool isFirst, out UnreadableReport report)
    {
        const int fewestDigits = 5;     // within a line a case must look like one
        report = default;
        var areNumbers = FaersFields.TryNumber(@case, out var caseId) && FaersFields.TryNumber(version, out var number) && number <= int.MaxValue;
        if (!areNumbers || !isFirst && @case.Length < fewestDigits || @case.Length + version.Length > 18)
            return false;
        var length = @case.Length + version.Length;
        var agree = id.Length >= length && id[^version.Length..].SequenceEqual(version) && id[^length..^version.Length].SequenceEqual(@case);
        if (!agree || isFirst && id.Length != length)
            return false;
        _ = FaersFields.TryNumber(version, out number);
        report = new(caseId, Together(@case, version), (int)number, null);
        return true;
    }

    private static long Together(ReadOnlySpan<byte> @case, ReadOnlySpan<byte> version)
    {
        Span<byte> text = stackalloc byte[@case.Length + version.Length];
        @case.CopyTo(text);
        version.CopyTo(text[@case.Length..]);
        return FaersFields.TryNumber(text, out var id) ? id : 0;
    }

    private static int After(ReadOnlySpan<byte> id, ReadOnlySpan<byte> @case) =>
        id.StartsWith(@case) && FaersFields.TryNumber(id[@case.Length..], out var version) && version <= int.MaxValue ? (int)version : 0;

    private static bool TryBefore(ReadOnlySpan<byte> id, ReadOnlySpan<byte> version, out long caseId)
    {
        caseId = 0;
        return id.Length > version.Length && id.EndsWith(version) && FaersFields.TryNumber(id[..^version.Length], out caseId);
    }
}
