INSERT INTO jaksignals.review (review_id, kind, run_id, manifest_sha256, drug_key, event_key, name, state, meaning, rationale, priority, due_on, assignee, labelled, refs,
                               cases_seen, ror_lower_seen, user_name, decided_at, previous_hash, hash)
VALUES (@ReviewId, @Kind, @RunId, @ManifestSha256, @DrugKey, @EventKey, @Name, @StateCode, @Meaning, @Rationale, @PriorityCode, @DueOnIso, @Assignee, @Labelled, @Refs,
        @CasesSeen, @RorLowerSeen, @UserName, @DecidedAt, @PreviousHash, @Hash)
