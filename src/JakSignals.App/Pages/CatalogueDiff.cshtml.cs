using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Normalise;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>What one catalogue says and another does not: of two runs, or of a run and the catalogue in force.</summary>
[Authorize(Policies.Reader)]
internal sealed class CatalogueDiffModel(Workplace workplace, RegisterView register, SnapshotShelf shelf) : PageModel
{
    /// <summary>Names the catalogue in force.</summary>
    public const string Current = "current";

    [BindProperty(SupportsGet = true)] public string? From { get; set; }

    [BindProperty(SupportsGet = true)] public string? To { get; set; }

    /// <summary>Runs to choose from: their ids with their as-of dates.</summary>
    public IReadOnlyList<(string RunId, string AsOf)> Runs { get; private set; } = [];

    /// <summary>Why nothing can be compared; null when it is.</summary>
    public string? Why { get; private set; }

    public IReadOnlyList<EntryDifference> Differences { get; private set; } = [];

    /// <summary>Files whose text differs, with their hashes; some of them are not part of the comparison.</summary>
    public IReadOnlyList<(string File, string? From, string? To)> Files { get; private set; } = [];

    public void OnGet()
    {
        Runs = [.. shelf.Runs().Select(run => (run.RunId, run.AsOf))];
        From ??= Runs is [var newest, ..] ? newest.RunId : Current;
        To ??= Current;
        if (Read(From) is not { } before || Read(To) is not { } after)
            return;
        Differences = CatalogueDifference.Between(before.Facts, after.Facts);
        Files = [.. before.Files.Keys.Union(after.Files.Keys).Order(StringComparer.Ordinal).Select(file => (file, before.Files.GetValueOrDefault(file), after.Files.GetValueOrDefault(file))).Where(file => file.Item2 != file.Item3)];
    }

    /// <summary>Name of a side, as a reader knows it.</summary>
    public static string NameOf(string side) => side == Current ? "the catalogue in force" : "run " + side;

    /// <summary>A side with the hash that names it.</summary>
    public string Cited(string side) => shelf.Find(side) is { } snapshot ? $"run {side}, manifest {snapshot.Run.ManifestSha256}" : NameOf(side);

    private Side? Read(string side)
    {
        if (side == Current)
        {
            var catalogue = workplace.Catalogue.WithApproved(register.Current.Names.Approved);      // what the next run would count by
            return new Side(CatalogueFacts.Of(catalogue), catalogue.Sha256ByFile);
        }
        if (shelf.Find(side) is not { } snapshot)
            Why ??= $"There is no published run {side}.";
        else if (snapshot.Fault is { } fault)
            Why ??= $"Run {side}: {fault}";
        else if (SnapshotShelf.CatalogueOf(snapshot) is { } facts)
            return new Side(facts, snapshot.Manifest!.Catalogues);
        else
            Why ??= $"Run {side} has no table of its catalogue: it was published by an older program, or catalogue.parquet was changed since.";
        return null;
    }

    private sealed record Side(IReadOnlyList<CatalogueFact> Facts, IReadOnlyDictionary<string, string> Files);
}
