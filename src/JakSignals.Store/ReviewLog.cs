using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JakSignals.Store;

/// <summary>A reviewer's decision on a pair.</summary>
/// <param name="RunId">The run it was made on.</param>
/// <param name="DrugKey">Drug key as in the snapshot.</param>
/// <param name="EventKey">Event key as in the snapshot.</param>
/// <param name="State">State of the pair in the register.</param>
/// <param name="Rationale">Why.</param>
/// <param name="UserName">Who.</param>
public sealed record Decision(string RunId, string DrugKey, string EventKey, string State, string Rationale, string UserName);

/// <summary>What a check of the chain of decisions found.</summary>
/// <param name="Decisions">Decisions checked, the broken one included.</param>
/// <param name="Head">Hash of the last sound decision; 64 zeros when there is none.</param>
/// <param name="Fault">What is wrong at the first broken link; null when the chain is whole.</param>
public sealed record ChainCheck(long Decisions, string Head, string? Fault);

/// <summary>The chain of decisions: each is appended with a hash over itself and the one before, so that none can be changed or removed unseen.</summary>
/// <remarks>A chain shows changes within it. That its end was not cut off shows only where an earlier head was kept elsewhere.</remarks>
public sealed class ReviewLog(Database database, TimeProvider clock)
{
    private static readonly string NoHash = new('0', 64);

    /// <summary>Appends a decision.</summary>
    /// <returns>The new head of the chain.</returns>
    public string Append(Decision decision)
    {
        var decidedAt = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        return database.Do(session => Append(session, decision, decidedAt));
    }

    /// <summary>One attempt to append.</summary>
    internal static string Append(StoreSession session, Decision decision, string decidedAt)
    {
        session.BeginWrite();
        session.Lock("reviews");   // two appends never share a predecessor
        var last = session.First<ReviewRow>(session.Query("read_last_review"));
        var row = new ReviewRow
        {
            ReviewId = (last?.ReviewId ?? 0) + 1, RunId = decision.RunId, DrugKey = decision.DrugKey, EventKey = decision.EventKey, State = decision.State,
            Rationale = decision.Rationale, UserName = decision.UserName, DecidedAt = decidedAt,
            PreviousHash = last?.Hash ?? NoHash,
        };
        if (last is not null && row with { ReviewId = last.ReviewId, PreviousHash = last.PreviousHash, Hash = last.Hash } == last)
            return last.Hash;      // the server committed it and was lost before it could say so
        var hash = HashOf(row);
        session.Execute(
            "INSERT INTO jaksignals.review (review_id, run_id, drug_key, event_key, state, rationale, user_name, decided_at, previous_hash, hash) VALUES (@ReviewId, @RunId, @DrugKey, @EventKey, @State, @Rationale, @UserName, @DecidedAt, @PreviousHash, @hash)",
            new { row.ReviewId, row.RunId, row.DrugKey, row.EventKey, row.State, row.Rationale, row.UserName, row.DecidedAt, row.PreviousHash, hash });
        session.Commit();
        return hash;
    }

    /// <summary>Checks every link, first to last.</summary>
    public ChainCheck Verify() => database.Do(session =>
    {
        var (count, head) = (0L, NoHash);
        foreach (var row in session.Stream<ReviewRow>(session.Query("read_reviews")))
        {
            count++;
            if (FaultOf(row, count, head) is { } fault)
                return new ChainCheck(count, head, fault);
            head = row.Hash;
        }
        return new ChainCheck(count, head, null);
    });

    private static string? FaultOf(ReviewRow row, long expectedId, string head)
    {
        var decision = string.Create(CultureInfo.InvariantCulture, $"decision {row.ReviewId} ({row.DrugKey} × {row.EventKey}, {row.UserName}, {row.DecidedAt})");
        if (row.ReviewId != expectedId)
            return string.Create(CultureInfo.InvariantCulture, $"decision {expectedId} is missing before {decision}");
        if (row.PreviousHash != head)
            return $"{decision} follows {row.PreviousHash[..Math.Min(12, row.PreviousHash.Length)]}…, but the decision before it has {head[..12]}…";
        return row.Hash == HashOf(row) ? null : $"{decision} was changed after it was made: its contents do not have its hash";
    }

    /// <summary>SHA-256 over the fields, each with its length before it, so that text cannot move from one field into the next.</summary>
    private static string HashOf(ReviewRow row)
    {
        string[] fields = [row.ReviewId.ToString(CultureInfo.InvariantCulture), row.RunId, row.DrugKey, row.EventKey, row.State, row.Rationale, row.UserName, row.DecidedAt, row.PreviousHash];
        var text = string.Concat(fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private sealed record ReviewRow
    {
        public long ReviewId { get; init; }
        public string RunId { get; init; } = "";
        public string DrugKey { get; init; } = "";
        public string EventKey { get; init; } = "";
        public string State { get; init; } = "";
        public string Rationale { get; init; } = "";
        public string UserName { get; init; } = "";
        public string DecidedAt { get; init; } = "";
        public string PreviousHash { get; init; } = "";
        public string Hash { get; init; } = "";
    }
}
