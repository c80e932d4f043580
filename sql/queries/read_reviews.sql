SELECT review_id AS ReviewId, run_id AS RunId, drug_key AS DrugKey, event_key AS EventKey, state AS State, rationale AS Rationale,
       user_name AS UserName, decided_at AS DecidedAt, previous_hash AS PreviousHash, hash AS Hash
FROM jaksignals.review
ORDER BY review_id
