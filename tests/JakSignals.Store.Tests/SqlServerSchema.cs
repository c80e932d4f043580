using Dapper;
using Microsoft.Data.SqlClient;

namespace JakSignals.Tests.Stores;

/// <summary>Schemas that tests and benchmarks make.</summary>
internal static class SqlServerSchema
{
    /// <summary>Removes a schema with all its tables; one that is not there is fine.</summary>
    public static void Drop(string connectionString, string schema)
    {
        using var connection = new SqlConnection(connectionString);
        foreach (var (table, key) in connection.Query<(string, string)>(
            "SELECT t.name, f.name FROM sys.foreign_keys AS f JOIN sys.tables AS t ON t.object_id = f.parent_object_id JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @schema", new { schema }))
            connection.Execute($"ALTER TABLE [{schema}].[{table}] DROP CONSTRAINT [{key}]");
        foreach (var table in connection.Query<string>("SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @schema", new { schema }))
            connection.Execute($"DROP TABLE [{schema}].[{table}]");
        if (connection.ExecuteScalar<int?>("SELECT SCHEMA_ID(@schema)", new { schema }) is not null)
            connection.Execute($"DROP SCHEMA [{schema}]");
    }
}
