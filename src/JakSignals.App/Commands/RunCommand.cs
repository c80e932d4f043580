using JakSignals.Jobs;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>run ENTRY</c></summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(Settings settings, string entry, CancellationToken cancel)
    {
        using var workplace = new Workplace(settings);
        workplace.Database.Prepare(TimeProvider.System);
        var outcome = await new ProgressLine(Output.Console)
            .RunAsync(progress => workplace.Timetable.RunByHand(entry, TimeProvider.System.GetUtcNow(), progress, cancel)).ConfigureAwait(false);
        Output.Console.WriteLine($"{outcome.JobKey}: {(outcome.End == JobEnd.LeftToAnother ? "left alone, " : "done; ")}{outcome.Message}");
        return ExitCodes.Done;
    }
}
