using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace JakSignals.Tests.Conventions;

/// <summary>The folder list is the data flow: what stands later may use what stands before it, never the other way round.</summary>
public sealed class LayerTests
{
    private static readonly string[] Stages = ["Cases", "Ingest", "Normalise", "Signals", "Incidence", "Evidence", "Snapshots", "Reports"];

    private static readonly string[] Projects = ["JakSignals.Statistics", "JakSignals", "JakSignals.Store", "JakSignals.Jobs", "JakSignals.App"];

    [Fact]
    public void A_stage_uses_only_stages_before_it()
    {
        var faults = SourceTree.CSharp("src/JakSignals").Where(file => Stages.Contains(StageOf(file.Path)))
            .SelectMany(file => Used(file.Text).Where(used => Array.IndexOf(Stages, used) > Array.IndexOf(Stages, StageOf(file.Path))).Select(used => $"{file.Path} uses {used}"));
        Assert.Empty(faults);
    }

    [Fact]
    public void The_simulator_uses_only_cases()
    {
        var faults = SourceTree.CSharp("src/JakSignals/Simulation").SelectMany(file => Used(file.Text).Where(used => used is not ("Cases" or "Simulation")).Select(used => $"{file.Path} uses {used}"));
        Assert.Empty(faults);
    }

    [Fact]
    public void No_stage_uses_the_simulator() =>
        Assert.Empty(SourceTree.CSharp([.. Stages.Select(stage => $"src/JakSignals/{stage}").Where(folder => Directory.Exists(Path.Combine(Shared.RepoRoot, folder)))])
            .Where(file => file.Text.Contains("JakSignals.Simulation", StringComparison.Ordinal)).Select(file => file.Path));

    [Fact]
    public void Every_folder_of_the_pipeline_is_a_known_stage() =>
        Assert.Empty(SourceTree.CSharp("src/JakSignals").Select(file => StageOf(file.Path)).Distinct().Except([.. Stages, "Simulation"]));

    [Theory]
    [InlineData("src/JakSignals.Statistics", 0)]
    [InlineData("src/JakSignals", 1)]
    [InlineData("src/JakSignals.Store", 2)]
    [InlineData("jobs/JakSignals.Jobs", 3)]
    [InlineData("src/JakSignals.App", 4)]
    public void A_project_depends_only_on_those_before_it(string folder, int place)
    {
        var project = XDocument.Load(Path.Combine(Shared.RepoRoot, folder, Projects[place] + ".csproj"));
        var used = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))).ToList();
        Assert.All(used, name => Assert.Contains(name, Projects[..place]));
        if (place > 0)
            Assert.Contains(Projects[place - 1], used);      // one line, without gaps
    }

    [Theory]
    [InlineData("using JakSignals.Reports;", "Reports")]
    [InlineData("var x = Snapshots.Table.Empty; JakSignals.Snapshots.Table y;", "Snapshots")]
    [InlineData("// JakSignalsReports", "")]
    public void Uses_are_found_in_usings_and_full_names(string text, string expected) => Assert.Equal(expected, string.Join(",", Used(text)));

    private static string StageOf(string path) => path.Split('/')[2];

    private static IEnumerable<string> Used(string text) => Regex.Matches(text, @"\bJakSignals\.([A-Z]\w+)").Select(match => match.Groups[1].Value)
        .Where(name => Stages.Contains(name) || name == "Simulation").Distinct();
}
