using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace JakSignals.Store.Tests;

/// <summary>Every file of T-SQL is read by Microsoft's own parser: the machine that runs the tests need not have a SQL Server for it.</summary>
public sealed partial class TransactSqlTextTests
{
    private static readonly string[] Queries = [.. Resources("sql/queries/").Where(name => !name.StartsWith("sql/queries/sqlite/", StringComparison.Ordinal))];

    private static readonly TSqlParser[] Parsers =
    [
        new TSql150Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone),
        new TSql160Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone),
        new TSql160Parser(initialQuotedIdentifiers: true, SqlEngineType.SqlAzure),
    ];

    public static TheoryData<string> Files => [.. Resources("sql/sqlserver/").Concat(Queries)];

    [Theory, MemberData(nameof(Files))]
    public void A_file_of_TSQL_is_read_by_the_parsers_of_SQL_Server_2019_and_2022_and_Azure(string file)
    {
        var text = AsSent(Read(file));
        var faults = Parsers.SelectMany(parser => Faults(parser, text));
        Assert.Empty(faults);
    }

    [Fact]
    public void The_parsers_refuse_what_only_SQLite_reads()
    {
        var text = "CREATE TABLE one (id INTEGER PRIMARY KEY) WITHOUT ROWID";
        Assert.All(Parsers, parser => Assert.NotEmpty(Faults(parser, text)));
    }

    [Fact]
    public void There_are_files_of_migrations_and_of_queries()
    {
        Assert.NotEmpty(Resources("sql/sqlserver/"));
        Assert.NotEmpty(Queries);
    }

    /// <summary>Dapper writes a list of parameters in brackets where a text says <c>IN @list</c>.</summary>
    private static string AsSent(string text) => ListParameter().Replace(text, "IN ($1)");

    [GeneratedRegex(@"\bIN (@\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex ListParameter();

    private static IEnumerable<string> Faults(TSqlParser parser, string text)
    {
        _ = parser.Parse(new StringReader(text), out var errors);
        return errors.Select(error => $"{parser.GetType().Name}, line {error.Line}, column {error.Column}: {error.Message}");
    }

    private static IEnumerable<string> Resources(string folder) =>
        typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Read(string resource)
    {
        using var stream = typeof(Database).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
