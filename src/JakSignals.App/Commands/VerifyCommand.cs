using JakSignals.Jobs;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>verify SNAPSHOT</c></summary>
internal static class VerifyCommand
{
    public static async Task<int> RunAsync(Settings settings, string folder, CancellationToken cancel)
    {
        // Where the database counts, it writes what it counts with.
        using var workplace = new Workplace(settings, toRead: !settings.Counting.InDatabase);
        workplace.Database.RequireCurrentSchema();
        var found = await new ProgressLine(Output.Console).RunAsync(progress => workplace.Verify.Verify(folder, progress, cancel)).ConfigureAwait(false);
        Show(found);
        return found.Differences.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Show(Verification found)
    {
        foreach (var difference in found.Differences)
            Output.Console.WriteLine(difference);
        foreach (var note in found.Notes)
            Output.Console.WriteLine($"Note: {note}");
        Output.Console.WriteLine(found.Differences.Count == 0
            ? $"Verified: {found.RunId} is what the store gives, bit for bit ({found.Files} files, manifest {found.ManifestSha256}), and its report is what these files give."
            : $"Not verified: {found.RunId} is not what the store gives now, or something beside it was changed.");
    }
}
