using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

// One contract, two engines: a class here only says which.

public sealed class SqliteCaseStoreTests() : CaseStoreContract(new SqliteStores());

public sealed class SqlServerCaseStoreTests() : CaseStoreContract(new SqlServerStores());

public sealed class SqliteCaseReportsTests() : CaseReportsContract(new SqliteStores());

public sealed class SqlServerCaseReportsTests() : CaseReportsContract(new SqlServerStores());

public sealed class SqliteRunStoreTests() : RunStoreContract(new SqliteStores());

public sealed class SqlServerRunStoreTests() : RunStoreContract(new SqlServerStores());

public sealed class SqliteRunLedgerTests() : RunLedgerContract(new SqliteStores());

public sealed class SqlServerRunLedgerTests() : RunLedgerContract(new SqlServerStores());

public sealed class SqliteWithdrawalTests() : WithdrawalContract(new SqliteStores());

public sealed class SqlServerWithdrawalTests() : WithdrawalContract(new SqlServerStores());

public sealed class SqliteReviewLogTests() : ReviewLogContract(new SqliteStores());

public sealed class SqlServerReviewLogTests() : ReviewLogContract(new SqlServerStores());

public sealed class SqliteAttemptTests() : AttemptContract(new SqliteStores());

public sealed class SqlServerAttemptTests() : AttemptContract(new SqlServerStores());

public sealed class SqlServerMigrationTests() : MigrationContract(new SqlServerStores());

public sealed class SqliteRandomStoreTests() : RandomStoreContract(new SqliteStores(), seeds: 40);

public sealed class SqlServerRandomStoreTests() : RandomStoreContract(new SqlServerStores(), seeds: 12);

public sealed class SqlitePairCountTests() : PairCountContract(new SqliteStores(), seeds: 40)
{
    [Fact]
    public void A_query_that_would_never_end_ends_when_it_is_stopped()
    {
        using var stores = new SqliteStores();
        using var session = stores.NewDatabase().Open();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var rows = session.Rows("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n", stop.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => rows.Read());
    }
}

public sealed class SqlServerPairCountTests() : PairCountContract(new SqlServerStores(), seeds: 8);
