using System.Text.RegularExpressions;
using JakSignals.App.Commands;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Two published weeks with two decisions between them, made once; each test works on a copy.</summary>
public sealed class PublishedWeeks : IAsyncLifetime
{
    public const string First = "2026-01-12", Second = "2026-01-31";

    private readonly Place _made = new();

    internal string FirstRun { get; private set; } = "";

    internal string SecondRun { get; private set; } = "";

    internal string FirstManifest { get; private set; } = "";

    internal string SecondManifest { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var first = await _made.WeekAsync(First, SmallWeeks.Feeds);
        (FirstRun, FirstManifest) = (first.Manifest.RunId, first.ManifestSha256);
        Decide(_made, ReviewState.UnderValidation, 0, "to be read");
        Decide(_made, ReviewState.Validated, 1, "read the cases");
        var second = await _made.WeekAsync(Second, []);
        (SecondRun, SecondManifest) = (second.Manifest.RunId, second.ManifestSha256);
        Assert.Equal((0, 2), (first.Manifest.Decisions, second.Manifest.Decisions));
        _made.Execute($"UPDATE jaksignals.run SET finished_at = '2026-01-13T06:00:00.0000000+00:00' WHERE run_id = '{FirstRun}'");       // weeks are days apart
    }

    public ValueTask DisposeAsync()
    {
        _made.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The same store and the same files at a place of their own.</summary>
    internal Place Copy()
    {
        var place = new Place();
        File.Copy(_made.StoreFile, place.StoreFile);
        CopyFolder(_made.Data, place.Data);
        return place;
    }

    /// <summary>A decision on tofacitinib × herpes zoster, made on the first week.</summary>
    internal void Decide(Place place, ReviewState state, long follows, string rationale)
    {
        var decision = new Decision
        {
            RunId = FirstRun, ManifestSha256 = FirstManifest, DrugKey = "TOFACITINIB", EventKey = "herpes_zoster", State = state, Rationale = rationale, UserName = "mjones", Follows = follows,
        };
        Assert.Null(new ReviewLog(place.Database, TimeProvider.System).Append(decision).Fault);
    }

    internal static void CopyFolder(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }

    /// <summary>Path of a manifest at a place.</summary>
    internal static string ManifestOf(Place place, string asOf) => Path.Combine(place.SnapshotFolder(asOf), SnapshotPublisher.ManifestName);

    /// <summary>Runs the audit; its output without line ends.</summary>
    internal static async Task<(int Code, string Said)> AuditAsync(Place place, params string[] more)
    {
        var ran = await place.RunAsync(["audit", "verify", .. more]);
        return (ran.Code, Regex.Replace(ran.Output + ran.Error, @"\s+", " "));
    }

    /// <summary>Requires that an audit finds this.</summary>
    internal static async Task RequireFindingAsync(Place place, string says, params string[] more)
    {
        var (code, said) = await AuditAsync(place, more);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, code);
    }
}
