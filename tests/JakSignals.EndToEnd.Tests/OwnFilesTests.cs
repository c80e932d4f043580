using System.Diagnostics;
using JakSignals.App.Commands;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Store, logs, quarantine, snapshots and reports hold patient data: whatever the machine's habits, they are for the user of the process, and to read for its group.</summary>
public sealed class OwnFilesTests
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("000", UnixFileMode.GroupRead, UnixFileMode.GroupRead | UnixFileMode.GroupExecute)]      // files 0640, folders 0750
    [InlineData("022", UnixFileMode.GroupRead, UnixFileMode.GroupRead | UnixFileMode.GroupExecute)]
    [InlineData("077", UnixFileMode.None, UnixFileMode.None)]                                            // a stricter mask stays: 0600, 0700
    public async Task Everything_a_run_makes_is_kept_from_others(string mask, UnixFileMode groupOfFiles, UnixFileMode groupOfFolders)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no masks: folders hand down their rights.");
        using var place = new Place();
        var store = place.Path("made/store.db");
        var data = place.Path("made/data");
        await RunAsync(mask, ["weekly", .. SmallWeeks.Feeds, "--as-of", "2026-01-31", "--config", place.Settings, "--store", "sqlite:" + store, "--data", data]);

        var files = Directory.GetFiles(place.Path("made"), "*", SearchOption.AllDirectories);
        foreach (var part in new[] { "store.db", "logs", "quarantine", "manifest.json", "cases.parquet", ".html", ".csv" })
            Assert.Contains(files, file => file.Contains(part, StringComparison.Ordinal));
        var expected = OwnFile | groupOfFiles;
        Assert.All(files.Where(file => file != store), file => Assert.True(ModeOf(file) == expected, $"{file}: {ModeOf(file)}"));
        Assert.Equal(OwnFile, ModeOf(store));
        Assert.All(Directory.GetDirectories(place.Path("made"), "*", SearchOption.AllDirectories).Append(place.Path("made")), folder =>
        {
            var mode = ModeOf(folder);
            Assert.True((mode & Others) == 0 && (mode & ~(OwnFile | UnixFileMode.UserExecute)) == groupOfFolders, $"{folder}: {mode}");
        });
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static async Task RunAsync(string mask, string[] args)
    {
        string[] command = ["-c", $"umask {mask}; exec dotnet \"$@\"", "sh", Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll"), .. args];
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == ExitCodes.Done, await output + error);
    }
}
