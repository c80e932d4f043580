using JakSignals.Jobs;
using JakSignals.Normalise;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>demo</c>: the whole of JakSignals in one command, on simulated reports.</summary>
internal static class DemoCommand
{
    private const int Seed = 20261116;
    private static readonly string[] Folders = ["feeds", "snapshots", "reports", "quarantine"];
    private static readonly string[] Files = ["jaksignals.db", "jaksignals.db-wal", "jaksignals.db-shm"];

    public static async Task<int> RunAsync(string folder, int reports, string? config, CancellationToken cancel)
    {
        folder = Path.GetFullPath(folder);
        if (Directory.Exists(folder))
            Clear(folder);
        var settings = Settings.Read(config, "sqlite:" + Path.Combine(folder, "jaksignals.db"), folder);
        using var workplace = new Workplace(settings);
        workplace.Database.Prepare(TimeProvider.System);
        var (ingested, week) = await new ProgressLine(Output.Console).RunAsync(progress => Run(workplace, folder, reports, progress, cancel)).ConfigureAwait(false);
        IngestCommand.Show(ingested);
        WeeklyCommand.Show(week);
        Output.Console.WriteLine($"Planted   {Path.Combine(folder, "feeds", "truth.csv")}");
        return ExitCodes.Done;
    }

    /// <summary>Two weeks, so that the report has something to compare with.</summary>
    private static (IngestResult, WeeklyResult) Run(Workplace workplace, string folder, int reports, ProgressLine progress, CancellationToken cancel)
    {
        var simulated = SimulateCommand.Write(Path.Combine(folder, "feeds"), reports, Seed, progress, cancel);
        var ingested = workplace.Ingest.Run([.. simulated.Quarters.Select(q => q.Path), simulated.ExposureFile], progress, cancel);
        var lastDay = simulated.Quarters[^1].LastDay;
        var weekly = workplace.Weekly(NameRules.General);
        weekly.Run(lastDay.AddDays(-7), folder, new WeekBefore(progress), cancel);
        return (ingested, weekly.Run(lastDay, folder, progress, cancel));
    }

    private sealed class WeekBefore(ProgressLine progress) : IJobProgress
    {
        public void Step(string title) => progress.Step("Week before: " + title);

        public void Rows(long done, long? total) => progress.Rows(done, total);

        public void Line(string text) => progress.Line(text);
    }

    /// <summary>Removes what an earlier demo left, and nothing else.</summary>
    private static void Clear(string folder)
    {
        if (Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, "jaksignals.db")))
            throw new ArgumentException($"{folder} is not empty and was not made by a demo; give another folder with --out.");
        foreach (var name in Folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
            Directory.Delete(name, recursive: true);
        foreach (var name in Files)
            File.Delete(Path.Combine(folder, name));
    }
}
