using System.Globalization;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What every engine must keep of decisions.</summary>
public abstract class ReviewLogContract : IDisposable
{
    private readonly TestStores _stores;
    private readonly Database _database;
    private readonly ReviewLog _log;

    protected ReviewLogContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
        _database.Migrate(TimeProvider.System);
        _log = new ReviewLog(_database, TimeProvider.System);
        foreach (var (state, follows) in new[] { (ReviewState.UnderValidation, 0), (ReviewState.Validated, 1), (ReviewState.Confirmed, 2) })
            Assert.Null(_log.Append(Of(state, follows) with { RorLowerSeen = 4.2, CasesSeen = 108 }).Fault);
    }

    [Fact]
    public void An_untouched_chain_is_whole_and_its_head_is_the_last_hash()
    {
        var head = _log.Append(Of(ReviewState.UnderAssessment, 3)).Head!;

        Assert.Equal(new ChainCheck(4, head, null), _log.Verify());
        Assert.Equal((4, head), (Register.Of(_log.Read()).Count, Register.Of(_log.Read()).Head));
    }

    /// <summary>SHA-256 by Python's hashlib over the same fields, written out by hand: tests/golden/README.md#chain-of-decisions</summary>
    [Fact]
    public void The_hash_of_a_decision_is_the_one_computed_elsewhere()
    {
        var fixedTime = new FixedTime(DateTimeOffset.Parse("2026-11-24T12:00:00Z", CultureInfo.InvariantCulture));
        var database = _stores.NewDatabase();
        database.Migrate(TimeProvider.System);

        var head = new ReviewLog(database, fixedTime).Append(Of(ReviewState.Validated, 0) with { Priority = ReviewPriority.High, DueOn = new(2026, 12, 1), Labelled = true, References = "Søren 2024", CasesSeen = 108, RorLowerSeen = 4.25 }).Head;

        Assert.Equal("573adf8096891d0e5e4459f51b12c2d786153fbf544febf7cc12daea90a76450", head);
    }

    /// <summary>A server can commit and be lost before it says so; the work is then done again.</summary>
    [Fact]
    public void A_decision_whose_commit_was_not_heard_of_is_there_once()
    {
        var review = Of(ReviewState.UnderAssessment, 3).ToReview("2026-11-24T12:00:00.0000000+00:00");
        var heads = Enumerable.Range(0, 2).Select(_ =>
        {
            using var session = _database.Open();
            return ReviewLog.Append(session, review, _ => null).Head;
        }).ToList();

        Assert.Equal(heads[0], heads[1]);
        Assert.Equal(new ChainCheck(4, heads[0]!, null), _log.Verify());
    }

    [Theory]
    [InlineData(ReviewState.UnderAssessment, 2, "decided on this pair meanwhile: confirmed")]      // made without knowing of decision 3
    [InlineData(ReviewState.Closed, 3, "after that it can be under assessment, refuted, not closed")]
    [InlineData(ReviewState.New, 3, "not new")]
    public void A_decision_that_does_not_follow_is_refused_and_leaves_nothing(ReviewState state, int follows, string says)
    {
        Assert.Contains(says, _log.Append(Of(state, follows)).Fault, StringComparison.Ordinal);
        Assert.Equal(3, _log.LastId());
    }

    [Theory]
    [InlineData("", "0 characters")]
    [InlineData("  ", "not blanks alone")]
    public void A_decision_needs_a_rationale(string rationale, string says) =>
        Assert.Contains(says, _log.Append(Of(ReviewState.UnderAssessment, 3) with { Rationale = rationale }).Fault, StringComparison.Ordinal);

    [Fact]
    public void The_register_shows_the_last_decision_of_each_pair_as_it_was_up_to_a_number()
    {
        Assert.Null(_log.Append(Of(ReviewState.Refuted, 0) with { DrugKey = "TOFACITINIB" }).Fault);

        Assert.Equal(["TOFACITINIB refuted", "UPADACITINIB confirmed"], Register.Of(_log.Read()).Entries.Select(entry => $"{entry.DrugKey} {entry.State.Word()}"));
        Assert.Equal(["UPADACITINIB validated"], Register.Of(_log.Read(2)).Entries.Select(entry => $"{entry.DrugKey} {entry.State.Word()}"));
    }

    [Theory]
    [InlineData("UPDATE jaksignals.review SET rationale = 'did not read' WHERE review_id = 2", "decision 2 (UPADACITINIB × herpes_zoster, mjones", "was changed")]
    [InlineData("UPDATE jaksignals.review SET user_name = 'mjonesr', rationale = 'ead the cases' WHERE review_id = 2", "decision 2", "was changed")]
    [InlineData("UPDATE jaksignals.review SET state = 'refuted' WHERE review_id = 3", "decision 3", "was changed")]
    [InlineData("UPDATE jaksignals.review SET ror_lower_seen = 1.1 WHERE review_id = 1", "decision 1", "was changed")]
    [InlineData("UPDATE jaksignals.review SET assignee = '' WHERE review_id = 1", "decision 1", "was changed")]
    [InlineData("DELETE FROM jaksignals.review WHERE review_id = 1", "decision 1 is missing", "decision 2")]
    [InlineData("UPDATE jaksignals.review SET previous_hash = hash WHERE review_id = 3", "decision 3", "follows")]
    public void The_first_broken_link_is_named(string tampering, string decision, string says)
    {
        Assert.True(_stores.Execute(_database, tampering) > 0);

        var fault = _log.Verify().Fault;

        Assert.Contains(decision, fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_that_was_cut_off_or_written_anew_is_found_by_the_heads_in_published_manifests()
    {
        var witness = new ChainWitness("snapshot 2026-W48-1", 3, Register.Of(_log.Read()).Head);
        Assert.Empty(_log.Verify(witness).Disagreements);

        Assert.Equal(1, _stores.Execute(_database, "DELETE FROM jaksignals.review WHERE review_id = 3"));
        Assert.Null(_log.Verify().Fault);
        Assert.Equal("decision 3 is missing: snapshot 2026-W48-1 was published after 3 decisions, the store has 2", Assert.Single(_log.Verify(witness).Disagreements));

        Assert.Null(_log.Append(Of(ReviewState.Refuted, 2)).Fault);        // in place of the one that confirmed
        Assert.Null(_log.Verify(witness).Fault);
        Assert.Contains("snapshot 2026-W48-1 was published when it was", Assert.Single(_log.Verify(witness).Disagreements), StringComparison.Ordinal);
    }

    /// <summary>Four witnesses of a chain of 3: two saw it as it is or shorter, one saw another head, one saw 5 decisions. Each of the latter two is told.</summary>
    [Fact]
    public void Every_witness_that_disagrees_is_told_and_not_only_the_first()
    {
        var heads = _log.Read().Select(review => review.Hash).ToList();
        var check = _log.Verify(new("one", 1, heads[0]), new("two", 2, new string('b', 64)), new("three", 3, heads[2]), new("four", 5, new string('c', 64)));

        Assert.Null(check.Fault);
        Assert.Equal(2, check.Disagreements.Count);
        Assert.Contains("two was published when it was bbbbbbbbbbbb…", check.Disagreements[0], StringComparison.Ordinal);
        Assert.Equal("decision 4 is missing: four was published after 5 decisions, the store has 3", check.Disagreements[1]);
    }

    /// <summary>A broken link ends the chain, not the hearing of witnesses.</summary>
    [Fact]
    public void Witnesses_are_heard_where_a_link_is_broken_too()
    {
        var head = _log.Read()[^1].Hash;
        Assert.Equal(1, _stores.Execute(_database, "UPDATE jaksignals.review SET rationale = 'did not read' WHERE review_id = 1"));

        var check = _log.Verify(new("true", 3, head), new("longer", 4, new string('c', 64)));

        Assert.StartsWith("decision 1", check.Fault, StringComparison.Ordinal);
        Assert.Equal((3, ReviewLog.NoHash), (check.Decisions, check.Head));
        Assert.StartsWith("decision 4 is missing: longer", Assert.Single(check.Disagreements), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_decisions_on_a_name_the_last_counts_and_pairs_are_left_alone()
    {
        Assert.Null(_log.Append(Of(NameState.Approved, 0)).Fault);
        Assert.Null(_log.Append(Of(NameState.ApprovedTopical, 0) with { Name = "OPZELLURA", Substance = "RUXOLITINIB" }).Fault);
        Assert.Equal([new ApprovedName("OPZELLURA", "RUXOLITINIB", true), new ApprovedName("XELJANS", "TOFACITINIB", false)], Names().Approved);
        Assert.Null(_log.Append(Of(NameState.Rejected, 4)).Fault);
        Assert.Null(_log.Append(Of(NameState.Approved, 5) with { Name = "OPZELLURA", Substance = "BARICITINIB" }).Fault);

        Assert.Equal([new ApprovedName("OPZELLURA", "BARICITINIB", false)], Names().Approved);
        Assert.Equal(["OPZELLURA", "XELJANS"], Names(5).Approved.Select(name => name.Name));
        Assert.Equal([(4, "approved", "approved the name as this substance"), (6, "rejected", "rejected the name as this substance")],
            Names().Find("XELJANS")!.Decisions.Select(decision => ((int)decision.ReviewId, decision.StateCode, decision.Meaning)));
        var register = Register.Of(_log.Read());
        Assert.Equal((7, "UPADACITINIB"), (register.Count, Assert.Single(register.Entries).DrugKey));
        Assert.Equal(new ChainCheck(7, register.Head, null), _log.Verify());
    }

    /// <summary>SHA-256 by Python's hashlib over the same fields: tests/golden/README.md#chain-of-decisions</summary>
    [Fact]
    public void The_hash_of_a_decision_on_a_name_is_the_one_computed_elsewhere()
    {
        var database = _stores.NewDatabase();
        database.Migrate(TimeProvider.System);
        var log = new ReviewLog(database, new FixedTime(DateTimeOffset.Parse("2026-11-24T12:00:00Z", CultureInfo.InvariantCulture)));

        Assert.Equal("c282f1de6db2700751b5c5f7f83cc06a0d6932cfc1427eecd3cda07d7b8dde0e", log.Append(Of(NameState.Approved, 0)).Head);
    }

    [Fact]
    public void A_decision_on_a_name_that_does_not_follow_is_refused_and_leaves_nothing()
    {
        Assert.Null(_log.Append(Of(NameState.Approved, 0)).Fault);

        Assert.Equal("mjones decided on this name meanwhile: approved the name as this substance (TOFACITINIB). Read that decision, then decide again.", _log.Append(Of(NameState.Rejected, 0)).Fault);
        Assert.Contains("Somebody decided on this name meanwhile", _log.Append(Of(NameState.Rejected, 4) with { Name = "RINVOK" }).Fault, StringComparison.Ordinal);
        Assert.Equal(4, _log.LastId());
    }

    [Theory]
    [InlineData("XELJANS", "TOFACITINIB", " ", "The rationale has 1 characters")]
    [InlineData("XELJANS", "", "one letter", "names no substance")]
    [InlineData(" ", "TOFACITINIB", "one letter", "The name has 1 characters")]
    public void A_decision_on_a_name_needs_name_substance_and_rationale(string name, string substance, string rationale, string says)
    {
        Assert.Contains(says, _log.Append(Of(NameState.Rejected, 0) with { Name = name, Substance = substance, Rationale = rationale }).Fault, StringComparison.Ordinal);
        Assert.Equal(3, _log.LastId());
    }

    [Theory]
    [InlineData("UPDATE jaksignals.review SET drug_key = 'BARICITINIB' WHERE review_id = 4", "decision 4 (name XELJANS as BARICITINIB, mjones")]
    [InlineData("UPDATE jaksignals.review SET state = 'rejected' WHERE review_id = 4", "decision 4 (name XELJANS as TOFACITINIB, mjones")]
    [InlineData("UPDATE jaksignals.review SET name = 'RINVOK' WHERE review_id = 4", "decision 4 (name RINVOK as TOFACITINIB, mjones")]
    [InlineData("UPDATE jaksignals.review SET kind = 'signal' WHERE review_id = 4", "decision 4 (TOFACITINIB × , mjones")]
    public void A_decision_on_a_name_that_was_changed_is_named(string tampering, string decision)
    {
        Assert.Null(_log.Append(Of(NameState.Approved, 0)).Fault);
        Assert.Equal(1, _stores.Execute(_database, tampering));

        var fault = _log.Verify().Fault;

        Assert.StartsWith(decision, fault, StringComparison.Ordinal);
        Assert.EndsWith("was changed after it was made: its contents do not have its hash", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_keeps_the_last_decision_it_looked_at_whoever_decides_before_it_begins()
    {
        var (runs, ledger) = (new RunStore(_database), new RunLedger(_database, TimeProvider.System));
        var scope = runs.ScopeFor(new DateOnly(2026, 11, 16));
        Assert.Null(_log.Append(Of(NameState.Approved, 0)).Fault);

        ledger.Begin("run", scope, "general", "test", []);
        ledger.Begin("run", runs.ScopeFor(new DateOnly(2026, 11, 16)), "general", "test", []);

        Assert.Equal((3, 3), (runs.Find("run")!.ReviewId, runs.ScopeOf("run").LastDecision));
        Assert.Equal(4, runs.ScopeFor(new DateOnly(2026, 11, 16)).LastDecision);
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Decision Of(ReviewState state, long follows) => new()
    {
        RunId = "2026-W47-3fa9c104", ManifestSha256 = new string('a', 64), DrugKey = "UPADACITINIB", EventKey = "herpes_zoster", State = state, Rationale = "read the cases", UserName = "mjones", Follows = follows,
    };

    private static NameDecision Of(NameState state, long follows) => new()
    {
        RunId = "2026-W47-3fa9c104", ManifestSha256 = new string('a', 64), Name = "XELJANS", Substance = "TOFACITINIB", State = state, Rationale = "one letter from XELJANZ", UserName = "mjones", Follows = follows,
    };

    private NameRegister Names(long? upTo = null) => NameRegister.Of(_log.Read(upTo));

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
