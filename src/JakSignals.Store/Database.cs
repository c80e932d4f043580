using System.Security.Cryptography;
using System.Text;

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

/// <summary>What bringing the schema up to date did.</summary>
/// <param name="Applied">The migrations applied now, in order; none when the schema was current.</param>
/// <param name="Notices">What the server lacks, in words for the operator.</param>
public sealed record MigrationResult(IReadOnlyList<Migration> Applied, IReadOnlyList<string> Notices);

/// <summary>The store: where it is, how to connect, and which schema it has.</summary>
public sealed class Database
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private readonly StoreEngine _engine;

    private Database(StoreEngine engine) => _engine = engine;

    /// <summary>Engine: <c>sqlite</c> or <c>sqlserver</c>.</summary>
    public string Engine => _engine.Name;

    /// <summary>Where the store is, without secrets: for messages.</summary>
    public string Location => _engine.Location;

    /// <summary>Connection string of a SQL Server, secrets included, for what else keeps its tables there; null for other engines.</summary>
    public string? SqlServerConnectionString => (_engine as SqlServerEngine)?.ConnectionString;

    /// <summary>The store named as on the command line: <c>sqlite:PATH</c> or <c>sqlserver:CONNECTION STRING</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">How to work with SQL Server; null for the defaults.</param>
    /// <exception cref="StoreException">The name is of no engine this build knows.</exception>
    public static Database Named(string name, SqlServerOptions? options = null)
    {
        var (engine, place) = name.Split(':', 2) is [var before, var after] ? (before, after.Trim()) : ("", "");
        if (engine.Equals("sqlite", StringComparison.OrdinalIgnoreCase) && place.Length > 0)
            return new Database(new SqliteEngine(place));
        if (engine.Equals("sqlserver", StringComparison.OrdinalIgnoreCase) && place.Length > 0)
            return new Database(new SqlServerEngine(place, options ?? new SqlServerOptions()));
        throw new StoreException($"Store begins with '{engine}', expected sqlite:PATH, for example sqlite:artifacts/jaksignals.db, or sqlserver:CONNECTION STRING, for example \"sqlserver:Server=db1;Database=jaksignals;Integrated Security=true\".");
    }

    /// <summary>The same store for looking only: a file on a read-only medium is read as it is, and no write is attempted on any.</summary>
    public Database ToRead() => new(_engine.ToRead());

    /// <summary>Brings the schema up to date; each migration commits whole, and two processes never apply one twice.</summary>
    /// <exception cref="StoreException">The store is newer than this program, or an applied file was edited since.</exception>
    public MigrationResult Migrate(TimeProvider clock) => Migrate(clock, int.MaxValue);

    /// <summary>Brings the schema up to a version, as an older program would have.</summary>
    internal MigrationResult Migrate(TimeProvider clock, int upTo)
    {
        using var session = _engine.Open();
        using var alone = _engine.LockMigrations(session);
        _engine.CreateMigrationList(session);
        var known = Known();
        var applied = new List<Migration>();
        while (Applied(session) is var before && before.Count < Math.Min(known.Count, upTo))
        {
            RequireUnedited(before, known);
            if (Apply(session, known[before.Count], clock))
                applied.Add(known[before.Count]);
        }
        RequireUnedited(Applied(session), known);
        return new MigrationResult(applied, _engine.Tune(session));
    }

    /// <summary>Makes the store fit for work: brings the schema up to date where the store is this program's own, and requires it where several share it.</summary>
    /// <exception cref="StoreException">The schema is not this program's.</exception>
    public void Prepare(TimeProvider clock)
    {
        if (_engine.MigratesItself)
            Migrate(clock);
        else
            RequireCurrentSchema();
    }

    /// <summary>Makes the store fit to be served: makes one that is this program's own and not there yet; of any other, requires its schema.</summary>
    /// <exception cref="StoreException">The schema is not this program's.</exception>
    public void PrepareToServe(TimeProvider clock)
    {
        if (_engine.MigratesItself && !_engine.Exists)
            Migrate(clock);
        else
            RequireCurrentSchema();
    }

    /// <summary>Refuses to work on a schema that is not exactly this program's.</summary>
    /// <exception cref="StoreException">Migrations are missing, unknown or edited.</exception>
    public void RequireCurrentSchema()
    {
        if (!_engine.Exists)
            throw new StoreException($"There is no store at {Location}. Load something first: jaksignals ingest PATH --store {_engine.CommandLineName}");
        var applied = Do(session => _engine.HasMigrationList(session) ? Applied(session) : []);
        var known = Known();
        RequireUnedited(applied, known);
        if (applied.Count < known.Count)
            throw new StoreException($"The store {Location} has schema version {applied.Count}, this program needs {known.Count}. Run: jaksignals migrate --store {_engine.CommandLineName}");
    }

    /// <summary>An open connection.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    internal StoreSession Open() => _engine.Open();

    /// <summary>Does a piece of work that is whole or not at all on a connection of its own.</summary>
    /// <exception cref="StoreException">The engine refused it, and not for a passing reason.</exception>
    internal T Do<T>(Func<StoreSession, T> work, CancellationToken cancel = default) => Again(() =>
    {
        using var session = _engine.Open();
        return work(session);
    }, cancel);

    /// <summary>As above, for work without a result.</summary>
    internal void Do(Action<StoreSession> work, CancellationToken cancel = default) => Do(session =>
    {
        work(session);
        return true;
    }, cancel);

    /// <summary>Does work that may be done twice, again when the engine asks for that (a deadlock, a server that moved), and says in words what else the engine refuses.</summary>
    internal T Again<T>(Func<T> work, CancellationToken cancel = default)
    {
        for (var (attempt, pause) = (1, FirstPause); ; attempt++, pause *= 2)
            try
            {
                return work();
            }
            catch (Exception passing) when (_engine.IsTransient(passing) && attempt < Attempts && !cancel.WaitHandle.WaitOne(pause))
            {
                // Another attempt.
            }
            catch (Exception fault) when (_engine.Explain(fault) is { } words)
            {
                throw new StoreException(words, fault);
            }
    }

    private IReadOnlyList<Migration> Known() =>
        [.. SqlText.Migrations(Engine).Select(m => new Migration { Number = m.Number, Name = m.Name, Sha256 = Hash(m.Text) })];

    private static List<Migration> Applied(StoreSession session) =>
        session.List<Migration>("SELECT number AS Number, name AS Name, sha256 AS Sha256 FROM jaksignals.schema_migration ORDER BY number");

    private void RequireUnedited(List<Migration> applied, IReadOnlyList<Migration> known)
    {
        if (applied.Count > known.Count)
            throw new StoreException($"The store {Location} has schema version {applied.Count}, newer than this program's {known.Count}. Use the newer program.");
        foreach (var (was, now) in applied.Zip(known).Where(pair => pair.First.Sha256 != pair.Second.Sha256))
            throw new StoreException($"Migration {was.Name} was applied to {Location} with SHA-256 {was.Sha256[..12]}…, this program's file has {now.Sha256[..12]}…. An applied migration must not be edited: restore the file and add a new one.");
    }

    /// <summary>Applies a migration unless another process was quicker.</summary>
    private bool Apply(StoreSession session, Migration migration, TimeProvider clock)
    {
        session.BeginWrite();
        if (Applied(session).Any(applied => applied.Number == migration.Number))
        {
            session.Commit();
            return false;
        }
        foreach (var batch in _engine.Batches(SqlText.Migrations(Engine).First(m => m.Number == migration.Number).Text))
            session.Execute(batch);
        session.Execute("INSERT INTO jaksignals.schema_migration (number, name, sha256, applied_at) VALUES (@Number, @Name, @Sha256, @At)",
            new { migration.Number, migration.Name, migration.Sha256, At = clock.GetUtcNow().ToString("O") });
        session.Commit();
        return true;
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
}
