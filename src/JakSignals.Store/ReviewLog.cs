using System.Globalization;
using JakSignals.Signals;

namespace JakSignals.Store;

/// <summary>What a check of the chain of decisions found.</summary>
/// <param name="Decisions">Decisions in the store.</param>
/// <param name="Head">Hash of the last sound decision; 64 zeros when there is none.</param>
/// <param name="Fault">What is wrong at the first broken link; null when the chain is whole.</param>
public sealed record ChainCheck(long Decisions, string Head, string? Fault)
{
    /// <summary>Which heads that were kept elsewhere the chain does not have, a sentence each.</summary>
    public IReadOnlyList<string> Disagreements { get; init; } = [];
}

/// <summary>A head of the chain that was kept elsewhere.</summary>
/// <param name="Where">Where, for a message.</param>
/// <param name="Decisions">Number of decisions at that time.</param>
/// <param name="Head">Hash of the last of them.</param>
public sealed record ChainWitness(string Where, long Decisions, string Head);

/// <summary>The chain of decisions: each is appended with a hash over itself and the one before, so that none can be changed or removed unseen.</summary>
/// <remarks>A chain shows changes within it. That its end was not cut off, or the whole written anew, shows where earlier heads are kept elsewhere: each manifest has the head of its day.</remarks>
public sealed class ReviewLog(Database database, TimeProvider clock)
{
    /// <summary>What the first decision has for the hash of the one before.</summary>
    public static string NoHash { get; } = new('0', 64);

    /// <summary>Appends a decision on a pair, if its state may follow the pair's state now and nobody decided on the pair meanwhile.</summary>
    public DecisionResult Append(Decision decision)
    {
        var review = decision.ToReview(Now());
        return database.Do(session => Append(session, review, all => FaultOf(decision, Register.Of(all).Find(decision.DrugKey, decision.EventKey))));
    }

    /// <summary>Appends a decision on an unmapped name, if nobody decided on the name meanwhile.</summary>
    public DecisionResult Append(NameDecision decision)
    {
        var review = decision.ToReview(Now());
        return database.Do(session => Append(session, review, all => FaultOf(decision, NameRegister.Of(all).Find(decision.Name))));
    }

    /// <summary>Every decision, first to last.</summary>
    /// <param name="upTo">Number of the last to read; null for all.</param>
    public IReadOnlyList<Review> Read(long? upTo = null) => database.Do(session => Read(session, upTo));

    /// <summary>Number of the last decision; 0 when there is none.</summary>
    public long LastId() => database.Do(LastId);

    internal static long LastId(StoreSession session) => session.Scalar<long>("SELECT COALESCE(MAX(review_id), 0) FROM jaksignals.review");

    /// <summary>Checks every link, first to last, and every head that was kept elsewhere.</summary>
    public ChainCheck Verify(params IReadOnlyList<ChainWitness> witnesses)
    {
        ArgumentNullException.ThrowIfNull(witnesses);
        var seen = witnesses.ToLookup(witness => witness.Decisions);
        return database.Do(session =>
        {
            var (count, head, fault, disagreements) = (0L, NoHash, (string?)null, new List<string>());
            foreach (var review in session.Stream<Review>(session.Query("read_reviews"), new { upTo = long.MaxValue }))
            {
                count++;
                disagreements.AddRange(seen[review.ReviewId].Select(witness => FaultOf(witness, review)).OfType<string>());
                fault ??= FaultOf(review, count, head);
                if (fault is null)
                    head = review.Hash;
            }
            disagreements.AddRange(witnesses.Where(witness => witness.Decisions > count).Select(longer => Missing(longer, count)));
            return new ChainCheck(count, head, fault) { Disagreements = disagreements.Count == 0 ? [] : disagreements };
        });
    }

    /// <summary>One attempt to append.</summary>
    /// <param name="session">Session.</param>
    /// <param name="review">The decision without its place in the chain.</param>
    /// <param name="faultOf">What is wrong with it after the decisions there are; null when nothing is.</param>
    internal static DecisionResult Append(StoreSession session, Review review, Func<IReadOnlyList<Review>, string?> faultOf)
    {
        session.BeginWrite();
        session.Lock("reviews");   // two appends never share a predecessor
        var all = Read(session, null);
        var last = all.Count == 0 ? null : all[^1];
        if (last?.Unlinked == review)
            return DecisionResult.Entered(last.Hash);      // the server committed it and was lost before it could say so
        if (faultOf(all) is { } fault)
            return DecisionResult.Refused(fault);
        var linked = review with { ReviewId = all.Count + 1, PreviousHash = last?.Hash ?? NoHash };
        linked = linked with { Hash = linked.ComputeHash() };
        session.Execute(session.Query("add_review"), linked);
        session.Commit();
        return DecisionResult.Entered(linked.Hash);
    }

    internal static List<Review> Read(StoreSession session, long? upTo) =>
        session.List<Review>(session.Query("read_reviews"), new { upTo = upTo ?? long.MaxValue }).ConvertAll(review => review.RequireKnownKind());

    private static string? FaultOf(Decision decision, RegisterEntry? entry)
    {
        var (was, last) = (entry?.State ?? ReviewState.New, entry?.Last);
        if ((last?.ReviewId ?? 0) != decision.Follows)
            return $"{last?.UserName ?? "Somebody"} decided on this pair meanwhile: {was.Word()}. Read that decision, then decide again.";
        if (!was.Allows(decision.State))
            return $"The pair is {was.Word()}; after that it can be {string.Join(", ", was.Next().Select(next => next.Word()))}, not {decision.State.Word()}.";
        if (RationaleFaultOf(decision.Rationale) is { } fault)
            return fault;
        return decision.References is { Length: > Decision.LongestReferences } refs ? $"The references have {refs.Length} characters, expected at most {Decision.LongestReferences}." : null;
    }

    private static string? FaultOf(NameDecision decision, NameEntry? entry)
    {
        if ((entry?.Last.ReviewId ?? 0) != decision.Follows)
            return $"{entry?.Last.UserName ?? "Somebody"} decided on this name meanwhile: {entry?.Last.Meaning} ({entry?.Substance}). Read that decision, then decide again.";
        if (string.IsNullOrWhiteSpace(decision.Name) || decision.Name.Length > NameDecision.LongestName)
            return $"The name has {decision.Name.Length} characters, expected 1 to {NameDecision.LongestName}, not blanks alone.";
        return string.IsNullOrWhiteSpace(decision.Substance) ? "The decision names no substance; choose the one the name was compared with." : RationaleFaultOf(decision.Rationale);
    }

    internal static string? RationaleFaultOf(string rationale) => string.IsNullOrWhiteSpace(rationale) || rationale.Length > Decision.LongestRationale
        ? $"The rationale has {rationale.Length} characters, expected 1 to {Decision.LongestRationale}, not blanks alone." : null;

    private static string Missing(ChainWitness longer, long count) =>
        string.Create(CultureInfo.InvariantCulture, $"decision {count + 1} is missing: {longer.Where} was published after {longer.Decisions} decisions, the store has {count}");

    private static string? FaultOf(ChainWitness witness, Review review) => witness.Head == review.Hash ? null
        : string.Create(CultureInfo.InvariantCulture, $"decision {review.ReviewId} ({review.Subject}, {review.UserName}, {review.DecidedAt}) has the hash {review.Hash[..12]}…, but {witness.Where} was published when it was {witness.Head[..12]}…: the chain was written anew");

    private static string? FaultOf(Review review, long expectedId, string head)
    {
        var decision = string.Create(CultureInfo.InvariantCulture, $"decision {review.ReviewId} ({review.Subject}, {review.UserName}, {review.DecidedAt})");
        if (review.ReviewId != expectedId)
            return string.Create(CultureInfo.InvariantCulture, $"decision {expectedId} is missing before {decision}");
        if (review.PreviousHash != head)
            return $"{decision} follows {review.PreviousHash[..Math.Min(12, review.PreviousHash.Length)]}…, but the decision before it has {head[..12]}…";
        return review.Hash == review.ComputeHash() ? null : $"{decision} was changed after it was made: its contents do not have its hash";
    }

    private string Now() => clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
}
