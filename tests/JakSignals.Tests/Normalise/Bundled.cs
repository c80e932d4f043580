using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

/// <summary>The catalogue that comes with the program, read where it is kept.</summary>
internal static class Bundled
{
    public static string Folder { get; } = Path.Combine(Shared.RepoRoot, "src", "JakSignals", "Normalise", "Catalogue");

    public static Catalogue Catalogue { get; } = Catalogue.Load(Folder);

    public static DrugNormaliser General { get; } = new(Catalogue.Drugs, NameRules.General);

    public static DrugNormaliser AsGiven { get; } = new(Catalogue.Drugs, NameRules.AsGiven);
}
