using System.Globalization;
using JakSignals.Simulation;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>simulate --reports N --seed S --out DIR</c></summary>
internal static class SimulateCommand
{
    public static async Task<int> RunAsync(string folder, int reports, int seed, CancellationToken cancel)
    {
        var result = await new ProgressLine(Output.Console).RunAsync(progress => Write(folder, reports, seed, progress, cancel)).ConfigureAwait(false);
        foreach (var quarter in result.Quarters)
            Output.Console.WriteLine($"{quarter.Quarter}: {quarter.Path}");
        Output.Console.WriteLine($"Planted effects: {result.TruthFile}");
        Output.Console.WriteLine($"Exposure table:  {result.ExposureFile}");
        return ExitCodes.Done;
    }

    public static SimulationResult Write(string folder, int reports, int seed, ProgressLine progress, CancellationToken cancel)
    {
        progress.Step(string.Create(CultureInfo.InvariantCulture, $"Simulating {reports:N0} reports"));
        return new FaersSimulation(new SimulationOptions { Reports = reports, Seed = (ulong)seed }).Write(folder, progress.Counting("reports"), cancel);
    }
}
