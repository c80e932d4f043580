using System.Runtime.InteropServices;

namespace JakSignals.App;

/// <summary>Whom the files this process makes are for.</summary>
internal static partial class OwnFiles
{
    private const uint GroupWriteAndOthers = 0b000_010_111;      // 027

    /// <summary>
    /// Whatever this process makes from now on (store, logs, quarantine, snapshots, reports, folders) is for its user, to read for its group, and for nobody else:
    /// files 0640, folders 0750. A stricter mask that the process was started with stays in force. On Windows folders hand down their rights instead.
    /// </summary>
    public static void KeepFromOthers()
    {
        if (OperatingSystem.IsWindows())
            return;
        var given = Mask(GroupWriteAndOthers);      // there is no way to ask but to set
        _ = Mask(given | GroupWriteAndOthers);
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Mask(uint mask);
}
