using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace JakSignals.Store;

/// <summary>A store the program cannot use: unreachable, of another version, edited, or of an engine this build does not know.</summary>
public sealed class StoreException : Exception
{
    /// <summary>What is wrong with which store, and what to do.</summary>
    public StoreException(string message) : base(message) { }

    /// <summary>What is wrong with which store, what to do, and the engine's own words.</summary>
    public StoreException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified fault; give a message.</summary>
    public StoreException() { }
}

/// <summary>A migration that was applied, or is to be.</summary>
public sealed record Migration
{
    /// <summary>1, 2, 3 …, the same in every engine.</summary>
    public int Number { get; init; }

    /// <summary>File name.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the file's text.</summary>
    public string Sha256 { get; init; } = "";
}

/// <summary>The store: where it is, how to connect, and which schema it has.</summary>
public sealed class Database
{
    private const string SqlitePrefix = "sqlite:";
    private readonly string _connectionString;

    private Database(string engine, string location, string connectionString) =>
        (Engine, Location, _connectionString) = (engine, location, connectionString);

    /// <summary>Engine: <c>sqlite</c>.</summary>
    public string Engine { get; }

    /// <summary>Where the store is, without secrets: for messages.</summary>
    public string Location { get; }

    /// <summary>The store named as on the command line: <c>sqlite:PATH</c>.</summary>
    /// <exception cref="StoreException">The name is of no engine this build knows.</exception>
    public static Database Named(string name)
    {
        if (!name.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase) || name.Length == SqlitePrefix.Length)
            throw new StoreException($"Store is '{name}', expected sqlite:PATH, for example sqlite:artifacts/jaksignals.db.");
        var path = Path.GetFullPath(name[SqlitePrefix.Length..]);
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        return new Database("sqlite", path, connection.ToString());
    }

    /// <summary>An open connection with the store's settings.</summary>
    /// <exception cref="StoreException">The file cannot be opened or is no SQLite database.</exception>
    internal SqliteConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Location)!);
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            // WAL lets the console read while a load writes. NORMAL loses no committed load when the process is killed; a power cut may
            // undo the newest one as a whole, which loading again repairs.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 60000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;");
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new StoreException($"The store {Location} cannot be opened: {error.Message}. Check that the path is writable and the file is a JakSignals store.", error);
        }
    }

    /// <summary>Brings the schema up to date; each migration commits whole.</summary>
    /// <returns>The migrations applied now, in order; none when the schema was current.</returns>
    /// <exception cref="StoreException">The store is newer than this program, or an applied file was edited since.</exception>
    public IReadOnlyList<Migration> Migrate(TimeProvider clock)
    {
        using var connection = Open();
        var applied = Applied(connection);
        var known = Known();
        RequireUnedited(applied, known);
        var missing = known.Where(k => k.Number > applied.Count).ToList();
        foreach (var migration in missing)
            Apply(connection, migration, clock);
        return missing;
    }

    /// <summary>Refuses to work on a schema that is not exactly this program's.</summary>
    /// <exception cref="StoreException">Migrations are missing, unknown or edited.</exception>
    public void RequireCurrentSchema()
    {
        if (!File.Exists(Location))
            throw new StoreException($"There is no store at {Location}. Load something first: jaksignals ingest PATH --store {Engine}:{Location}");
        using var connection = Open();
        var applied = Applied(connection);
        var known = Known();
        RequireUnedited(applied, known);
        if (applied.Count < known.Count)
            throw new StoreException($"The store {Location} has schema version {applied.Count}, this program needs {known.Count}. Run: jaksignals migrate --store {Engine}:{Location}");
    }

    private IReadOnlyList<Migration> Known() =>
        [.. SqlText.Migrations(Engine).Select(m => new Migration { Number = m.Number, Name = m.Name, Sha256 = Hash(m.Text) })];

    private static IReadOnlyList<Migration> Applied(SqliteConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL)");
        return [.. connection.Query<Migration>("SELECT number AS Number, name AS Name, sha256 AS Sha256 FROM schema_migration ORDER BY number")];
    }

    private void RequireUnedited(IReadOnlyList<Migration> applied, IReadOnlyList<Migration> known)
    {
        if (applied.Count > known.Count)
            throw new StoreException($"The store {Location} has schema version {applied.Count}, newer than this program's {known.Count}. Use the newer program.");
        foreach (var (was, now) in applied.Zip(known).Where(pair => pair.First.Sha256 != pair.Second.Sha256))
            throw new StoreException($"Migration {was.Name} was applied to {Location} with SHA-256 {was.Sha256[..12]}…, this program's file has {now.Sha256[..12]}…. An applied migration must not be edited: restore the file and add a new one.");
    }

    private void Apply(SqliteConnection connection, Migration migration, TimeProvider clock)
    {
        var text = SqlText.Migrations(Engine).First(m => m.Number == migration.Number).Text;
        using var transaction = connection.BeginTransaction();
        connection.Execute(text, transaction: transaction);
        connection.Execute("INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (@Number, @Name, @Sha256, @At)",
            new { migration.Number, migration.Name, migration.Sha256, At = clock.GetUtcNow().ToString("O") }, transaction);
        transaction.Commit();
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
}
