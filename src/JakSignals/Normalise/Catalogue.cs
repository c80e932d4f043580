namespace JakSignals.Normalise;

/// <summary>Everything the pipeline knows about drugs, events and published rates; files that a user can replace.</summary>
/// <param name="Drugs">Substances, their names, their groups, and the words that are no part of a name.</param>
/// <param name="Indications">Indication groups.</param>
/// <param name="Events">Event classes.</param>
/// <param name="Terms">Gives every spelling of a term one key.</param>
/// <param name="PublishedRates">Rates to set beside computed ones.</param>
/// <param name="Sha256ByFile">SHA-256 of each file in lower-case hexadecimal, by file name in ordinal order; with it the digest of the names that reviewers approved, where there are any.</param>
/// <param name="VersionByFile">Version that each file says it has, in the same order; names of reviewers have the beginning of their digest.</param>
public sealed record Catalogue(
    DrugCatalogue Drugs, IndicationCatalogue Indications, EventCatalogue Events, TermNormaliser Terms, PublishedRates PublishedRates,
    IReadOnlyDictionary<string, string> Sha256ByFile, IReadOnlyDictionary<string, string> VersionByFile)
{
    /// <summary>What stands for the names that reviewers approved, among the files.</summary>
    public const string ApprovedNames = "approved names";

    /// <summary>Reads and checks the seven files of a catalogue folder; docs/catalogues.md describes them.</summary>
    /// <exception cref="CatalogueException">A file is missing, unreadable or contradicts itself or another.</exception>
    public static Catalogue Load(string folder)
    {
        var files = new SortedDictionary<string, CatalogueFile>(StringComparer.Ordinal);
        CatalogueFile Open(string name) => files[name] = CatalogueFile.Open(folder, name);

        var aliases = TermAliases.Read(Open("term-aliases.csv"));
        var (eventFile, indicationFile) = (Open("event-classes.json"), Open("indication-groups.json"));
        var terms = new TermNormaliser(aliases, [.. EventCatalogue.TermsOf(eventFile), .. IndicationCatalogue.TermsOf(indicationFile)]);
        var indications = IndicationCatalogue.Read(indicationFile, terms);
        var drugs = DrugCatalogue.Read(Open("drugs.json"), Open("drug-groups.json"), Open("name-rules.json"), indications);
        var events = EventCatalogue.Read(eventFile, terms);
        var rates = PublishedRates.Read(Open("published-rates.csv"), events);
        return new Catalogue(drugs, indications, events, terms, rates, ByFile(files, file => file.Sha256), ByFile(files, file => file.Version));
    }

    /// <summary>This catalogue with names that reviewers approved as spellings of its substances.</summary>
    /// <param name="names">Approved names; those that <see cref="DrugCatalogue.ApprovalFault"/> has something against are left out.</param>
    public Catalogue WithApproved(IEnumerable<ApprovedName> names)
    {
        List<ApprovedName> sound = [.. names.Where(name => Drugs.ApprovalFault(name.Name, name.Substance) is null).OrderBy(name => name.Name, StringComparer.Ordinal)];
        if (sound.Count == 0)
            return this;
        var digest = ApprovedName.Digest(sound);
        return this with
        {
            Drugs = Drugs.WithApproved(sound),
            Sha256ByFile = new SortedDictionary<string, string>(Sha256ByFile.ToDictionary(), StringComparer.Ordinal) { [ApprovedNames] = digest },
            VersionByFile = new SortedDictionary<string, string>(VersionByFile.ToDictionary(), StringComparer.Ordinal) { [ApprovedNames] = digest[..12] },
        };
    }

    private static SortedDictionary<string, string> ByFile(SortedDictionary<string, CatalogueFile> files, Func<CatalogueFile, string> what) =>
        new(files.ToDictionary(file => file.Key, file => what(file.Value)), StringComparer.Ordinal);
}
