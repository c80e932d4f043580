SELECT review_id AS ReviewId, kind AS Kind, run_id AS RunId, manifest_sha256 AS ManifestSha256, drug_key AS DrugKey, event_key AS EventKey, name AS Name,
       state AS StateCode, meaning AS Meaning, rationale AS Rationale, priority AS PriorityCode, due_on AS DueOnIso, assignee AS Assignee, labelled AS Labelled, refs AS Refs,
       cases_seen AS CasesSeen, ror_lower_seen AS RorLowerSeen, user_name AS UserName, decided_at AS DecidedAt, previous_hash AS PreviousHash, hash AS Hash
FROM jaksignals.review
WHERE review_id <= @upTo
ORDER BY review_id
