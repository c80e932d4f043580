using Dapper;
using JakSignals.Store;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace JakSignals.Tests.Stores;

/// <summary>Makes empty stores of one engine for tests, and removes them again.</summary>
public abstract class TestStores : IDisposable
{
    /// <summary>A store without any table.</summary>
    public abstract Database NewDatabase();

    /// <summary>Does to a store what no part of the program would: runs a statement as it stands, tables named <c>jaksignals.table</c>.</summary>
    /// <returns>Rows it touched.</returns>
    public abstract int Execute(Database database, string sql);

    /// <summary>Skips a test of stopping a wait where the server is known not to hear of it.</summary>
    public virtual void RequireWaitsThatCanBeStopped(Database database) { }

    /// <summary>Reads one value; null for none.</summary>
    public abstract object? Scalar(Database database, string sql);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>SQLite files in a folder of their own.</summary>
public sealed class SqliteStores : TestStores
{
    private int _databases;

    public string Folder { get; } = Directory.CreateTempSubdirectory("jaksignals-tests-").FullName;

    public override Database NewDatabase() => Database.Named($"sqlite:{Path.Combine(Folder, $"{++_databases}.db")}");

    public override int Execute(Database database, string sql)
    {
        using var connection = Open(database);
        return connection.Execute(Text(sql));
    }

    public override object? Scalar(Database database, string sql)
    {
        using var connection = Open(database);
        return connection.ExecuteScalar(Text(sql));
    }

    protected override void Dispose(bool disposing) => Directory.Delete(Folder, recursive: true);

    private static SqliteConnection Open(Database database)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={database.Location};Pooling=False");
        connection.Open();
        return connection;
    }

    private static string Text(string sql) => sql.Replace("jaksignals.", "main.", StringComparison.Ordinal);
}

/// <summary>Schemas of their own in the SQL Server database that <c>JAKSIGNALS_TEST_SQLSERVER</c> names by its connection string.</summary>
public sealed class SqlServerStores : TestStores
{
    public const string Variable = "JAKSIGNALS_TEST_SQLSERVER";
    private readonly Dictionary<Database, string> _schemas = [];
    private readonly string _connectionString;

    public SqlServerStores()
    {
        RequireServer();
        _connectionString = Environment.GetEnvironmentVariable(Variable)!;
    }

    /// <summary>Whether there is a server to test with.</summary>
    public static bool HasServer => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Skips the test where there is no server; fails it where there must be one.</summary>
    public static void RequireServer()
    {
        if (!HasServer && Environment.GetEnvironmentVariable("JAKSIGNALS_REQUIRE_SQLSERVER") == "1")
            Assert.Fail($"{Variable} must hold the connection string of an empty SQL Server database, because JAKSIGNALS_REQUIRE_SQLSERVER is 1.");
        Assert.SkipUnless(HasServer, $"there is no SQL Server: {Variable} would hold a connection string.");
    }

    public string ConnectionString => _connectionString;

    public override Database NewDatabase()
    {
        var schema = $"test_{Guid.NewGuid():N}"[..20];
        var database = Database.Named($"sqlserver:{_connectionString}", new SqlServerOptions { Schema = schema });
        _schemas.Add(database, schema);
        return database;
    }

    /// <summary>The schema of a store made here.</summary>
    public string SchemaOf(Database database) => _schemas[database];

    public override void RequireWaitsThatCanBeStopped(Database database) =>
        Assert.SkipWhen(Scalar(database, "SELECT @@VERSION") is string version && version.Contains("Babelfish", StringComparison.Ordinal), "Babelfish hears of no cancellation while it waits for a lock.");

    public override int Execute(Database database, string sql)
    {
        using var connection = new SqlConnection(_connectionString);
        return connection.Execute(Text(database, sql));
    }

    public override object? Scalar(Database database, string sql)
    {
        using var connection = new SqlConnection(_connectionString);
        return connection.ExecuteScalar(Text(database, sql));
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var schema in _schemas.Values)
            SqlServerSchema.Drop(_connectionString, schema);
    }

    private string Text(Database database, string sql) => sql.Replace("jaksignals.", $"[{_schemas[database]}].", StringComparison.Ordinal);
}
