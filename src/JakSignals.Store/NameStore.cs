using Dapper;
using JakSignals.Normalise;

namespace JakSignals.Store;

/// <summary>Reported names and terms by their ids.</summary>
/// <param name="DrugNames">Name and coded ingredient, by drug_name_id.</param>
/// <param name="Terms">Text, by term_id.</param>
public sealed record ReportedTexts(IReadOnlyList<(string Name, string Ingredient)> DrugNames, IReadOnlyList<string> Terms);

/// <summary>Reads reported names, and keeps what normalisation made of them for queries and the console.</summary>
public sealed class NameStore(Database database)
{
    /// <summary>All names and terms; entry 0 is empty because ids begin at 1.</summary>
    public ReportedTexts Read()
    {
        using var connection = database.Open();
        var names = new List<(string, string)> { ("", "") };
        using (var rows = new SqliteRows(connection, "SELECT name, ingredient FROM drug_name ORDER BY drug_name_id"))
            while (rows.Read())
                names.Add((rows.Text(0), rows.Text(1)));
        var terms = new List<string> { "" };
        using (var rows = new SqliteRows(connection, "SELECT text FROM term ORDER BY term_id"))
            while (rows.Read())
                terms.Add(rows.Text(0));
        return new ReportedTexts(names, terms);
    }

    /// <summary>Replaces the catalogue and the meaning of names by those of the latest run, in one transaction.</summary>
    public void Replace(Catalogue catalogue, IReadOnlyList<NameUse> names)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var table in new[] { "substance_alias", "substance", "drug_group", "event_class_term", "event_class" })
            connection.Execute($"DELETE FROM {table}", transaction: transaction);
        WriteSubstances(connection, names);
        WriteCatalogue(connection, catalogue);
        transaction.Commit();
    }

    private static void WriteSubstances(Microsoft.Data.Sqlite.SqliteConnection connection, IReadOnlyList<NameUse> names)
    {
        var ids = names.SelectMany(n => n.Meaning.Substances).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Index()
            .ToDictionary(s => s.Item, s => s.Index + 1, StringComparer.Ordinal);
        using var substances = SqliteRows.Insert(connection, "substance", "substance_id", "substance_key");
        foreach (var (key, id) in ids)
            substances.Bind(id).Bind(key).Write();
        using var aliases = SqliteRows.Insert(connection, "substance_alias", "drug_name_id", "substance_id", "topical", "rule");
        foreach (var name in names)
            foreach (var substance in name.Meaning.Substances)
                aliases.Bind(name.NameId).Bind(ids[substance]).Bind(name.Meaning.Topical ? 1 : 0).Bind(name.Meaning.Rule.ToString().ToLowerInvariant()).Write();
    }

    private static void WriteCatalogue(Microsoft.Data.Sqlite.SqliteConnection connection, Catalogue catalogue)
    {
        using var groups = SqliteRows.Insert(connection, "drug_group", "group_key", "name", "kind", "route", "substances");
        foreach (var group in catalogue.Drugs.Groups)
            groups.Bind(group.Key).Bind(group.Name).Bind(Lower(group.Kind)).Bind(Lower(group.Route)).Bind(string.Join("; ", group.Substances)).Write();
        using var classes = SqliteRows.Insert(connection, "event_class", "class_key", "name", "condition", "children", "version", "source");
        using var terms = SqliteRows.Insert(connection, "event_class_term", "class_key", "term_key");
        foreach (var scored in catalogue.Events.Scored)
        {
            var source = catalogue.Events.Classes.FirstOrDefault(c => c.Key == scored.Key)?.Source ?? "as the class itself, with its broad terms";
            classes.Bind(scored.Key).Bind(scored.Name).Bind(Lower(scored.Condition)).Bind(string.Join("; ", scored.Children)).Bind(catalogue.Events.Version).Bind(source).Write();
            foreach (var term in scored.Terms.Distinct(StringComparer.Ordinal))
                terms.Bind(scored.Key).Bind(term).Write();
        }
    }

    private static string Lower<T>(T value) where T : Enum => value.ToString().ToLowerInvariant();
}
