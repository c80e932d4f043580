using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>The distinct texts of the store, so that a load can number new ones in memory.</summary>
/// <remarks>Memory: some 60 bytes and the text, for each name, term and case id that is no plain number.</remarks>
internal sealed class KnownTexts
{
    private readonly Dictionary<string, long> _caseKeys = new(StringComparer.Ordinal);
    private readonly List<(long Key, string Id)> _newCases = [];

    public Vocabulary Vocabulary { get; } = new();

    /// <summary>Case ids that the store does not have yet, with the keys they were given.</summary>
    public IReadOnlyList<(long Key, string Id)> NewCases => _newCases;

    /// <summary>The texts of the load before, unless another process has added some since.</summary>
    public static KnownTexts Current(StoreSession session, KnownTexts? known, CancellationToken cancel)
    {
        var (names, terms, cases) = session.Single<(long, long, long)>(
            "SELECT (SELECT COUNT(*) FROM jaksignals.drug_name), (SELECT COUNT(*) FROM jaksignals.term), (SELECT COUNT(*) FROM jaksignals.case_name)");
        if (known is null || known.Vocabulary.DrugNames.Count != names || known.Vocabulary.Terms.Count != terms || known._caseKeys.Count != cases)
            return Read(session, cancel);
        known._newCases.Clear();
        return known;
    }

    /// <summary>The key of a case id that is no plain number: -1, -2, -3 …</summary>
    public long CaseKey(string caseId)
    {
        if (_caseKeys.TryGetValue(caseId, out var key))
            return key;
        _caseKeys.Add(caseId, key = -_caseKeys.Count - 1);
        _newCases.Add((key, caseId));
        return key;
    }

    private static KnownTexts Read(StoreSession session, CancellationToken cancel)
    {
        var texts = new KnownTexts();
        using (var names = session.Rows("SELECT name, ingredient FROM jaksignals.drug_name ORDER BY drug_name_id", cancel))
            while (names.Read())
                texts.Vocabulary.DrugNames.Intern(string.Concat(names.Text(0), Vocabulary.Separator.ToString(), names.Text(1)));
        using (var terms = session.Rows("SELECT text FROM jaksignals.term ORDER BY term_id", cancel))
            while (terms.Read())
                texts.Vocabulary.Terms.Intern(terms.Text(0));
        using (var cases = session.Rows("SELECT case_id, case_key FROM jaksignals.case_name", cancel))
            while (cases.Read())
                texts._caseKeys.Add(cases.Text(0), cases.Int64(1));
        return texts;
    }
}
