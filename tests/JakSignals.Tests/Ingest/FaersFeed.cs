using System.Text.RegularExpressions;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Tests.Ingest;

/// <summary>A folder of feed files for one test, deleted after it.</summary>
internal sealed partial class FaersFeed : IDisposable
{
    private const string AnyQuarter = "26Q1";

    public string Folder { get; } = Directory.CreateTempSubdirectory("faers-feed-").FullName;

    public static string FileOf(string name) => System.IO.Path.Combine(Shared.RepoRoot, "tests", "feeds", "faers", name);

    /// <summary>The three reports of base_modern as a quarter, with some of its tables replaced by feed files.</summary>
    public static FaersFeed Modern(params string[] files) => Quarter("base_modern", ".txt", files);

    /// <summary>The three reports of base_legacy as a quarter, with some of its tables replaced by feed files.</summary>
    public static FaersFeed Legacy(params string[] files) => Quarter("base_legacy", ".TXT", files);

    /// <summary>Some feed files and nothing else.</summary>
    public static FaersFeed Only(params string[] files)
    {
        var feed = new FaersFeed();
        foreach (var file in files)
            File.Copy(FileOf(file), System.IO.Path.Combine(feed.Folder, System.IO.Path.GetFileName(file)));
        return feed;
    }

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public DiscoveredSources Find() => SourceDiscovery.Find([Folder]);

    /// <summary>Reads the one quarter of the folder to its end.</summary>
    public LoadedQuarter Load() => LoadedQuarter.Read(Assert.Single(Found(Find()).Quarters));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static DiscoveredSources Found(DiscoveredSources sources)
    {
        Assert.Empty(sources.Refused);
        return sources;
    }

    private static FaersFeed Quarter(string baseFolder, string extension, string[] files)
    {
        var feed = Only(files);
        var quarter = files.Length == 0 ? AnyQuarter : QuarterOf().Match(files[0]).Groups[1].Value;
        foreach (var table in Directory.GetFiles(FileOf(baseFolder)))
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(table);
            if (!files.Any(file => System.IO.Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal)))
                File.Copy(table, feed.Path(name + quarter + extension));
        }
        return feed;
    }

    [GeneratedRegex(@"(\d\dQ\d)\.")]
    private static partial Regex QuarterOf();
}

/// <summary>A quarter read to its end.</summary>
internal sealed record LoadedQuarter(
    IReadOnlyList<DrugRow> Drugs, IReadOnlyList<EventRow> Events, IReadOnlyList<IndicationRow> Indications, IReadOnlyList<TherapyRow> Therapies,
    IReadOnlyList<ReportRow> Reports, IReadOnlyDictionary<SourceFileKind, LoadTally> Tallies, IReadOnlyList<Defect> Defects, Vocabulary Vocabulary,
    LoadFindings? Findings, IReadOnlyList<SourceFile> Files)
{
    public static LoadedQuarter Read(FaersQuarterFiles files, int bufferSize = 1 << 17)
    {
        var vocabulary = new Vocabulary();
        var defects = new List<Defect>();
        using var load = new FaersQuarterLoad(files, vocabulary, defects.Add, bufferSize);
        var drugs = load.Drugs(default).ToList();
        var events = load.Events(default).ToList();
        var indications = load.Indications(default).ToList();
        var therapies = load.Therapies(default).ToList();
        var reports = load.Reports(default).ToList();
        var tallies = load.Files.Zip(load.Tallies).ToDictionary(pair => pair.First.Kind, pair => pair.Second);
        Assert.Equal(tallies.Values.Sum(tally => tally.Quarantined), defects.Count);
        return new(drugs, events, indications, therapies, reports, tallies, defects, vocabulary, load.Findings, load.Files);
    }

    public LoadTally Tally(string table) => Tallies[table switch
    {
        "DEMO" => SourceFileKind.FaersDemo,
        "DRUG" => SourceFileKind.FaersDrug,
        "REAC" => SourceFileKind.FaersReaction,
        "OUTC" => SourceFileKind.FaersOutcome,
        "RPSR" => SourceFileKind.FaersReportSource,
        "THER" => SourceFileKind.FaersTherapy,
        _ => SourceFileKind.FaersIndication,
    }];

    /// <summary>Name and ingredient of each drug row as <c>name|ingredient</c>.</summary>
    public IReadOnlyList<string> DrugNames => [.. Drugs.Select(drug => Vocabulary.DrugNames[drug.NameId].Replace(Vocabulary.Separator, '|'))];

    public IReadOnlyList<string> EventTerms => [.. Events.Select(row => Vocabulary.Terms[row.TermId])];

    public ReportRow Case(string caseId) => Reports.Single(report => report.CaseId == caseId && !report.IsUnreadable);
}
