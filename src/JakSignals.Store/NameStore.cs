using JakSignals.Normalise;

namespace JakSignals.Store;

/// <summary>Reported names and terms by their ids.</summary>
/// <param name="DrugNames">Name and coded ingredient, by drug_name_id.</param>
/// <param name="Terms">Text, by term_id.</param>
public sealed record ReportedTexts(IReadOnlyList<(string Name, string Ingredient)> DrugNames, IReadOnlyList<string> Terms);

/// <summary>Reads reported names, and keeps what normalisation made of them for queries and the console.</summary>
public sealed class NameStore(Database database)
{
    private static readonly string[] Replaced = ["substance_alias", "substance", "drug_group", "event_class_term", "event_class"];

    /// <summary>All names and terms; entry 0 is empty because ids begin at 1.</summary>
    public ReportedTexts Read() => database.Do(session =>
    {
        var names = new List<(string, string)> { ("", "") };
        using (var rows = session.Rows("SELECT name, ingredient FROM jaksignals.drug_name ORDER BY drug_name_id"))
            while (rows.Read())
                names.Add((rows.Text(0), rows.Text(1)));
        var terms = new List<string> { "" };
        using (var rows = session.Rows("SELECT text FROM jaksignals.term ORDER BY term_id"))
            while (rows.Read())
                terms.Add(rows.Text(0));
        return new ReportedTexts(names, terms);
    });

    /// <summary>Replaces the catalogue and the meaning of names by those of the latest run.</summary>
    public static void Replace(StoreWrite write, Catalogue catalogue, IReadOnlyList<NameUse> names)
    {
        write.Lock("names");
        foreach (var table in Replaced)
            write.Session.Execute($"DELETE FROM jaksignals.{table}");
        WriteSubstances(write.Session, names);
        WriteCatalogue(write.Session, catalogue);
    }

    private static void WriteSubstances(StoreSession session, IReadOnlyList<NameUse> names)
    {
        var ids = names.SelectMany(n => n.Meaning.Substances).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Index()
            .ToDictionary(s => s.Item, s => s.Index + 1L, StringComparer.Ordinal);
        session.Write(new TableShape<KeyValuePair<string, long>>("substance", ["substance_id", "substance_key"], (row, substance) => row.Bind(substance.Value).Bind(substance.Key)), ids);
        session.Write(new TableShape<(NameUse Name, string Substance)>("substance_alias", ["drug_name_id", "substance_id", "topical", "rule"],
                (row, alias) => row.Bind((long)alias.Name.NameId).Bind(ids[alias.Substance]).Bind(alias.Name.Meaning.Topical ? 1L : 0L).Bind(Lower(alias.Name.Meaning.Rule))),
            names.SelectMany(name => name.Meaning.Substances.Select(substance => (name, substance))));
    }

    private static void WriteCatalogue(StoreSession session, Catalogue catalogue)
    {
        session.Write(new TableShape<DrugGroup>("drug_group", ["group_key", "name", "kind", "route", "substances"],
            (row, group) => row.Bind(group.Key).Bind(group.Name).Bind(Lower(group.Kind)).Bind(Lower(group.Route)).Bind(string.Join("; ", group.Substances))), catalogue.Drugs.Groups);
        session.Write(new TableShape<ScoredEventClass>("event_class", ["class_key", "name", "condition", "children", "version", "source"],
            (row, scored) => row.Bind(scored.Key).Bind(scored.Name).Bind(Lower(scored.Condition)).Bind(string.Join("; ", scored.Children)).Bind(catalogue.Events.Version)
                .Bind(catalogue.Events.Classes.FirstOrDefault(c => c.Key == scored.Key)?.Source ?? "as the class itself, with its broad terms")), catalogue.Events.Scored);
        session.Write(new TableShape<(string Class, string Term)>("event_class_term", ["class_key", "term_key"], (row, one) => row.Bind(one.Class).Bind(one.Term)),
            catalogue.Events.Scored.SelectMany(scored => scored.Terms.Distinct(StringComparer.Ordinal).Select(term => (scored.Key, term))));
    }

    private static string Lower<T>(T value) where T : Enum => value.ToString().ToLowerInvariant();
}
