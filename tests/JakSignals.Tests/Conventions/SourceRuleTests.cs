using System.Globalization;
using System.Text.RegularExpressions;

namespace JakSignals.Tests.Conventions;

public sealed class SourceRuleTests
{
    private const int LargestFile = 1 << 20;

    [Fact]
    public void Log_events_have_ids_of_their_own_in_the_range_of_their_stage()
    {
        var events = SourceTree.CSharp("src", "jobs").SelectMany(file => Regex.Matches(file.Text, @"EventId\s*=\s*(\d+)").Select(match => (file.Path, Id: int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)))).ToList();
        Assert.NotEmpty(events);
        Assert.Empty(events.GroupBy(one => one.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => one.Path))}"));
        Assert.All(events, one => Assert.True(one.Id is >= 1000 and < 6000 or >= 9000 and < 10000, $"{one.Path}: {one.Id}"));   // 1 ingest, 2 normalise, 3 signals, 4 incidence, 5 snapshots and reports, 9 host
    }

    [Fact]
    public void Log_lines_are_declared_with_an_id()
    {
        var faults = SourceTree.CSharp("src", "jobs").SelectMany(file => Regex.Matches(file.Text, @"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(|\[LoggerMessage\((?!EventId)").Select(match => $"{file.Path}: {match.Value}"));
        Assert.Empty(faults);
    }

    [Fact]
    public void Migrations_are_numbered_from_1_without_gaps_and_alike_in_every_engine()
    {
        var engines = new[] { "sqlite", "sqlserver" }.Select(engine => Path.Combine(Shared.RepoRoot, "sql", engine)).Where(Directory.Exists).Select(Numbers).ToList();
        Assert.NotEmpty(engines);
        Assert.All(engines, numbers => Assert.Equal(Enumerable.Range(1, numbers.Count), numbers));
        Assert.All(engines, numbers => Assert.Equal(engines[0], numbers));
        Assert.NotEmpty(engines[0]);
    }

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bDateTime\.Today\b", "take a TimeProvider or an as-of date")]
    [InlineData(@"\bnew Random\(|\bRandom\.Shared\b", "take a seed")]
    [InlineData(@"\bcatch\s*\{(?![^}]*\bthrow;)", "say what is caught, and let the rest pass")]
    [InlineData(@"\bThread\.Sleep\b", "wait for what is waited for")]
    public void Source_is_free_of(string pattern, string instead)
    {
        var faults = SourceTree.CSharp("src", "jobs").SelectMany(file => Regex.Matches(file.Text, pattern).Select(match => $"{file.Path}: {match.Value}: {instead}"));
        Assert.Empty(faults);
    }

    [Fact]
    public void No_file_of_the_repository_is_large()
    {
        var faults = SourceTree.Tracked().Select(file => (file, new FileInfo(Path.Combine(Shared.RepoRoot, file)).Length)).Where(file => file.Length > LargestFile).Select(file => $"{file.file}: {file.Length} bytes");
        Assert.Empty(faults);
    }

    [Fact]
    public void No_text_of_the_repository_names_a_place_of_one_machine()
    {
        var place = new Regex(@"(?<![\w.~}/-])/(" + string.Join('|', "work", "root", "tmp", "home") + @")/\w");
        var faults = SourceTree.Tracked().SelectMany(file => place.Matches(File.ReadAllText(Path.Combine(Shared.RepoRoot, file))).Select(match => $"{file}: {match.Value}"));
        Assert.Empty(faults);
    }

    private static List<int> Numbers(string folder) =>
        [.. Directory.GetFiles(folder, "*.sql").Where(path => Path.GetFileName(path) != "roles.sql").Select(path => Regex.Match(Path.GetFileName(path), @"^(\d{4})_[a-z0-9_]+\.sql$")).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Order()];
}
