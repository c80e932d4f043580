using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JakSignals.Store;

/// <summary>Names processes as holders of leases, <c>host:process:start</c>, so that a process that is gone can be told from one that is silent.</summary>
public static class LeaseOwner
{
    private const int MarkLength = 6;

    /// <summary>This process.</summary>
    public static string Current { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}:{MachineMark()}{ProcessMark(Environment.ProcessId)}");

    /// <summary>Whether a holder was a process of this machine that has ended: its lease need not be waited for. False where that cannot be told.</summary>
    public static bool IsGone(string? owner) =>
        owner?.Split(':') is [var host, var process, { Length: 2 * MarkLength } marks]
        && host == Environment.MachineName && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && marks[..MarkLength] == MachineMark() && marks[MarkLength..] != ProcessMark(id);

    /// <summary>Tells apart what may share a host name: restarts of the machine, and containers, which cannot see each other's processes.</summary>
    private static string MachineMark() => Mark(OperatingSystem.IsLinux()
        ? File.ReadAllText("/proc/sys/kernel/random/boot_id") + File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name
        : Environment.MachineName);

    /// <summary>Tells apart processes that had the same number; empty when there is no such process.</summary>
    private static string ProcessMark(int id)
    {
        if (OperatingSystem.IsLinux())
            return StartOnLinux(id) is { } start ? Mark(start) : "";
        try
        {
            using var process = Process.GetProcessById(id);
            return Mark(process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or Win32Exception)   // the system's way to say that it is gone, or not ours to see
        {
            return fault is Win32Exception ? Mark(id.ToString(CultureInfo.InvariantCulture)) : "";
        }
    }

    /// <summary>Field 22 of proc(5)'s stat: ticks since the machine started. A process that waits only for its parent to notice its end (state Z) has ended.</summary>
    private static string? StartOnLinux(int id)
    {
        var path = $"/proc/{id}/stat";
        try
        {
            var text = File.ReadAllText(path);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');     // after the name, which may hold spaces: state is field 3
            return fields[0] is "Z" or "X" ? null : fields[22 - 3];
        }
        catch (IOException)     // no such process
        {
            return null;
        }
    }

    private static string Mark(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..MarkLength];
}
