using JakSignals.Normalise;
using JakSignals.Snapshots;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>verify SNAPSHOT</c></summary>
internal static class VerifyCommand
{
    public static async Task<int> RunAsync(Settings settings, string folder, CancellationToken cancel)
    {
        using var workplace = new Workplace(settings);
        workplace.Database.RequireCurrentSchema();
        var published = SnapshotPublisher.Read(folder);
        var names = published.Manifest.Configuration["Names"] == "as-given" ? NameRules.AsGiven : NameRules.General;
        var temporary = Directory.CreateTempSubdirectory("jaksignals-verify-");
        try
        {
            var again = await new ProgressLine(Output.Console).RunAsync(progress =>
            {
                progress.Step($"Computing {published.Manifest.RunId} again");
                return workplace.Weekly(names).Recompute(published.Manifest.RunId, temporary.FullName, cancel);
            }).ConfigureAwait(false);
            return Compare(published, again);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static int Compare(Snapshot published, PublishedSnapshot again)
    {
        if (published.ManifestSha256 == again.ManifestSha256)
        {
            Output.Console.WriteLine($"Verified: {published.Manifest.RunId} is what the store gives, bit for bit ({published.Manifest.Files.Count} files, manifest {again.ManifestSha256}).");
            return ExitCodes.Done;
        }
        var now = again.Manifest.Files.ToDictionary(f => f.Name, f => f.Sha256, StringComparer.Ordinal);
        foreach (var file in published.Manifest.Files.Where(f => now.GetValueOrDefault(f.Name) != f.Sha256))
            Output.Console.WriteLine($"{file.Name} differs: published {file.Sha256[..12]}…, computed {now.GetValueOrDefault(file.Name, "nothing")[..12]}…");
        foreach (var (what, was, nowIs) in Reasons(published.Manifest, again.Manifest).Where(r => r.Was != r.Now))
            Output.Console.WriteLine($"{what}: published with {was}, this program has {nowIs}");
        Output.Console.WriteLine($"Not verified: {published.Manifest.RunId} is not what the store gives now.");
        return ExitCodes.Failed;
    }

    private static IEnumerable<(string What, string Was, string Now)> Reasons(SnapshotManifest was, SnapshotManifest now)
    {
        yield return ("Code version", was.CodeVersion, now.CodeVersion);
        yield return ("Parquet writer", was.ParquetWriter, now.ParquetWriter);
        foreach (var (key, value) in was.Configuration)
            yield return ($"Setting {key}", value, now.Configuration.GetValueOrDefault(key, "nothing"));
        foreach (var (file, sha256) in was.Catalogues)
            yield return ($"Catalogue {file}", sha256, now.Catalogues.GetValueOrDefault(file, "nothing"));
    }
}
