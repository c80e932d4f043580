using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;

namespace JakSignals.Store;

/// <summary>SQL Server 2019 and later, Azure SQL, and other servers that speak T-SQL and TDS.</summary>
internal sealed partial class SqlServerEngine : StoreEngine
{
    private const int TimedOut = -2;
    private static readonly string[] Large = ["report_drug", "report_event"];

    /// <summary>Deadlock victims, update conflicts, throttling, failover and lost connections, after Microsoft's lists for SQL Server and Azure SQL.</summary>
    private static readonly FrozenSet<int> TransientNumbers = new[] { 1205, 3960, 4221, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 49918, 49919, 49920 }.ToFrozenSet();

    private readonly SqlConnectionStringBuilder _connection;
    private readonly SqlServerOptions _options;

    public SqlServerEngine(string connectionString, SqlServerOptions options)
    {
        _options = options;
        _connection = Parse(connectionString);
        // The versions of the driver differ in what they take for granted.
        if (!_connection.ShouldSerialize("Encrypt"))
            _connection["Encrypt"] = true;
        _connection.ConnectTimeout = options.ConnectTimeoutSeconds;
        _connection.ApplicationName = "JakSignals";
        if (_connection.InitialCatalog.Length == 0)
            throw new StoreException("The store's connection string names no database; add Database=jaksignals (or whatever it is called).");
    }

    /// <summary>As it is used, secrets included.</summary>
    public string ConnectionString => _connection.ConnectionString;

    public override string Name => "sqlserver";

    public override string Location => $"{_connection.DataSource}/{_connection.InitialCatalog}.{_options.Schema}";

    public override string CommandLineName => $"\"sqlserver:{WithoutSecrets()}\"";

    public override bool Exists => true;

    public override bool MigratesItself => false;

    public override StoreSession Open()
    {
        var connection = new SqlConnection(_connection.ConnectionString);
        try
        {
            connection.Open();
            return new SqlServerSession(this, connection, _options);
        }
        catch (Exception error) when (error is InvalidOperationException or SqlException && !IsTransient(error))
        {
            connection.Dispose();
            throw new StoreException($"The store {Location} cannot be reached: {error.Message.TrimEnd('.')}. {OpeningAdvice(error)}", error);
        }
        catch (SqlException)
        {
            connection.Dispose();
            throw;
        }
    }

    public override bool HasMigrationList(StoreSession session) => session.Scalar<int?>("SELECT OBJECT_ID(N'jaksignals.schema_migration', N'U')") is not null;

    public override void CreateMigrationList(StoreSession session)
    {
        if (session.Scalar<int?>("SELECT SCHEMA_ID(@Schema)", new { _options.Schema }) is null)
            session.Execute($"CREATE SCHEMA [{_options.Schema}]");
        if (!HasMigrationList(session))
            session.Execute("CREATE TABLE jaksignals.schema_migration (number INT NOT NULL PRIMARY KEY, name NVARCHAR(200) NOT NULL, sha256 NVARCHAR(64) NOT NULL, applied_at NVARCHAR(40) NOT NULL)");
    }

    public override IDisposable LockMigrations(StoreSession session) => ((SqlServerSession)session).HoldLock("migrations");

    /// <summary>Parts between lines that say only GO, as the server's own tools read them.</summary>
    public override IEnumerable<string> Batches(string migration) => Go().Split(migration).Where(batch => batch.Trim().Length > 0);

    public override bool IsTransient(Exception fault) => fault is SqlException { Errors: var errors } && errors.Cast<SqlError>().Any(error => TransientNumbers.Contains(error.Number));

    public override string? Explain(Exception fault) => fault is not SqlException error ? null
        : $"The store {Location} refused (SQL Server error {error.Number}): {error.Message.TrimEnd('.')}. {Advice(error.Number)} What had not finished left nothing behind.";

    public override IReadOnlyList<string> Tune(StoreSession session)
    {
        var notices = Large.Select(table => AddColumnstore(session, table)).OfType<string>().ToList();
        if (session.Scalar<bool?>("SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = DB_NAME()") is not true)
            notices.Add($"READ_COMMITTED_SNAPSHOT is off: readers wait for loads. Turn it on while nobody works: ALTER DATABASE [{_connection.InitialCatalog}] SET READ_COMMITTED_SNAPSHOT ON");
        return notices;
    }

    /// <summary>SQL Server's basic tiers and other T-SQL servers have no columnstore; the same queries run without it, slower.</summary>
    private static string? AddColumnstore(StoreSession session, string table)
    {
        if (session.Scalar<int>($"SELECT COUNT(*) FROM sys.indexes WHERE object_id = OBJECT_ID(N'jaksignals.{table}') AND type = 5") > 0)
            return null;
        try
        {
            session.Execute($"CREATE CLUSTERED COLUMNSTORE INDEX {table}_columns ON jaksignals.{table}");
            return null;
        }
        catch (SqlException lacking)
        {
            return $"{table} is stored by rows, not by columns, because the server refused a clustered columnstore (error {lacking.Number}): {lacking.Message}";
        }
    }

    private static SqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new SqlConnectionStringBuilder(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new StoreException($"The store's connection string cannot be read: {error.Message} Expected, for example: sqlserver:Server=db1;Database=jaksignals;Integrated Security=true", error);
        }
    }

    private string WithoutSecrets()
    {
        var shown = new SqlConnectionStringBuilder { DataSource = _connection.DataSource, InitialCatalog = _connection.InitialCatalog };
        return $"{shown.ConnectionString};…";
    }

    private string OpeningAdvice(Exception error) => (error as SqlException)?.Number switch
    {
        18456 or 18452 => "Check the user name and password of the connection string (setting Store), or the login on the server.",
        4060 or 911 => $"Check that the database {_connection.InitialCatalog} exists and that the login may use it (sql/sqlserver/roles.sql).",
        _ => $"Check that the server runs and accepts connections within {_options.ConnectTimeoutSeconds} s (setting SqlServer:ConnectTimeoutSeconds), its name and port, the network, and its certificate (Encrypt, TrustServerCertificate).",
    };

    private string Advice(int number) => number switch
    {
        TimedOut => $"It did not answer within {_options.CommandTimeoutSeconds} s: see what holds it, or raise SqlServer:CommandTimeoutSeconds; then run the same command again.",
        1205 => "It chose this work as a deadlock victim six times: see what else writes there, then run the same command again.",
        3906 or 3908 => "The database is read-only: connect to the primary, or set it READ_WRITE.",
        229 or 230 or 262 or 297 or 300 or 2760 => "The login lacks a right: see sql/sqlserver/roles.sql for who may do what.",
        1101 or 1105 or 9002 => "Data or log file is full: make room, then run the same command again.",
        208 or 207 => $"A table or column is missing: run jaksignals migrate with the login that may; is the schema {_options.Schema} the right one (setting SqlServer:Schema)?",
        _ => "See what the server says of it (room, rights, read-only), mend it and run the same command again; if the server is well, please report this as a bug.",
    };

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Go();
}
