using System.Buffers;
using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>Spellings that mean another spelling: of whole terms, and of parts of their words.</summary>
/// <remarks>
/// An alias between two asterisks is a part of a word, as is its term: <c>*esophag*,*oesophag*</c> makes "Gastroesophageal" "Gastrooesophageal" for comparison.
/// </remarks>
public sealed class TermAliases
{
    private const char Part = '*';
    private const int MostPasses = 8;

    private readonly Dictionary<string, string> _keyByAlias = new(StringComparer.Ordinal);
    private readonly List<(string Part, string Alias)> _parts = [];
    private readonly Dictionary<string, string> _spellings = new(StringComparer.Ordinal);
    private SearchValues<string> _anyPart = SearchValues.Create([], StringComparison.Ordinal);

    private TermAliases() { }

    /// <summary>How many lines the file has.</summary>
    internal int Count { get; private init; }

    /// <summary>Terms that an alias stands for, as spelled in the file.</summary>
    public IReadOnlyCollection<string> Terms => _spellings.Values;

    /// <summary>What all spellings of a term have in common; for comparison only, never shown.</summary>
    public string Comparable(string text)
    {
        var key = Alike(text);
        return _keyByAlias.GetValueOrDefault(key, key);
    }

    // The British form becomes the American one, and never back: "oedema" holds "edema". Until nothing changes, because "gastro-oesophageal" and
    // "gastroesophageal" both hold "oesophag", one of them twice over.
    private string Alike(string text)
    {
        var (key, before) = (FoldedText.Key(text), "");
        for (var pass = 0; pass < MostPasses && key != before && key.AsSpan().ContainsAny(_anyPart); pass++)
        {
            before = key;
            foreach (var (part, alias) in _parts)
                key = key.Replace(part, alias, StringComparison.Ordinal);
        }
        return key;
    }

    internal static TermAliases Read(CatalogueFile file)
    {
        var rows = file.ReadCsv("alias", "term", "reason").ToList();
        var aliases = new TermAliases { Count = rows.Count };
        foreach (var row in rows.Where(row => row.Required("alias").Contains(Part)))
            aliases.AddPart(row);
        aliases._parts.Sort((one, other) => one.Part.Length != other.Part.Length ? other.Part.Length - one.Part.Length : string.CompareOrdinal(one.Part, other.Part));
        aliases._anyPart = SearchValues.Create([.. aliases._parts.Select(part => part.Part)], StringComparison.Ordinal);
        if (rows.Find(row => aliases.LeadsOn(row)) is { } endless)
            throw endless.Fault("alias", "a part of a word that holds no term of this file");
        var whole = rows.Where(row => !row.Required("alias").Contains(Part)).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in whole)
            aliases.AddTerm(row, seen);
        foreach (var row in whole)
            if (seen.Contains(FoldedText.Of(row.Required("term"))))
                throw row.Fault("term", "a term that is no alias itself");
        return aliases;
    }

    private void AddPart(CatalogueRow row)
    {
        var (alias, term) = (PartOf(row, "alias"), PartOf(row, "term"));
        if (alias == term || _parts.Exists(known => known.Part == term))
            throw row.Fault("term", "a part of a word that no earlier line has, and another than its alias");
        _parts.Add((term, alias));
    }

    // Such a line could be applied for ever.
    private bool LeadsOn(CatalogueRow row) => row.Required("alias") is [Part, ..] alias && _parts.Exists(known => FoldedText.Key(alias[1..^1]).Contains(known.Part, StringComparison.Ordinal));

    private static string PartOf(CatalogueRow row, string column)
    {
        var text = row.Required(column);
        var isPart = text.Length > 2 && text[0] == Part && text[^1] == Part && text.AsSpan(1, text.Length - 2).ContainsAnyExcept(Part, ' ');
        var part = isPart ? FoldedText.Key(text[1..^1]) : "";
        return part.Length >= 3 && part.All(char.IsLetter) ? part : throw row.Fault(column, "a part of a word between asterisks, of three letters or more, such as *oesophag*");
    }

    private void AddTerm(CatalogueRow row, HashSet<string> seen)
    {
        var (alias, term) = (row.Required("alias"), row.Required("term"));
        if (!seen.Add(FoldedText.Of(alias)))
            throw row.Fault("alias", "an alias that no earlier line has");
        if (term.Contains(Part))
            throw row.Fault("term", "a whole term, because its alias is one");
        _spellings.TryAdd(FoldedText.Of(term), term);
        if (Alike(alias) != Alike(term) && !_keyByAlias.TryAdd(Alike(alias), Alike(term)))
            throw row.Fault("alias", "an alias that no earlier line has in another spelling");
    }
}

/// <summary>Gives every spelling of a term one key: that of the catalogue's spelling where the catalogue has the term.</summary>
/// <remarks>Safe to use from several threads once the catalogue is read.</remarks>
public sealed class TermNormaliser
{
    private readonly TermAliases _aliases;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>A normaliser for the terms that aliases stand for and those given, the first spelling of each.</summary>
    /// <param name="aliases">Spellings.</param>
    /// <param name="terms">Terms of event classes and indication groups, as the files spell them.</param>
    public TermNormaliser(TermAliases aliases, IEnumerable<string> terms)
    {
        _aliases = aliases;
        foreach (var term in aliases.Terms.Concat(terms))
            if (FoldedText.Of(term) is { Length: > 0 } key)
                _known.TryAdd(aliases.Comparable(term), key);
    }

    /// <summary>How many lines the file of aliases has.</summary>
    internal int AliasCount => _aliases.Count;

    /// <summary>Keys of all terms that the catalogue knows, each with what its spellings have in common.</summary>
    internal IReadOnlyDictionary<string, string> Known => _known;

    /// <summary>What all spellings of a term have in common; for comparison only, never shown.</summary>
    public string Comparable(string term) => _aliases.Comparable(term);

    /// <summary>The key: that of the catalogue's spelling, otherwise the folded text.</summary>
    public string Key(string term) => _known.GetValueOrDefault(Comparable(term)) ?? FoldedText.Of(term);
}
