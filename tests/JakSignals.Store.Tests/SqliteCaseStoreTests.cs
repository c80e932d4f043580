namespace JakSignals.Store.Tests;

public sealed class SqliteCaseStoreTests : CaseStoreContract
{
    private readonly TemporaryFolder _folder;

    public SqliteCaseStoreTests() : this(new TemporaryFolder()) { }

    private SqliteCaseStoreTests(TemporaryFolder folder) : base(folder.NewDatabase()) => _folder = folder;

    public override void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override Database OpenFresh() => _folder.NewDatabase();
}

/// <summary>A folder of its own for a test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private int _databases;

    public string Path { get; } = Directory.CreateTempSubdirectory("jaksignals-tests-").FullName;

    public Database NewDatabase() => Database.Named($"sqlite:{System.IO.Path.Combine(Path, $"{++_databases}.db")}");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
