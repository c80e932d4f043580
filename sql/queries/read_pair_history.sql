-- The table has the main role scope over all cases.
SELECT s.run_id AS RunId, r.as_of AS AsOf, s.a AS Cases, s.new_cases AS NewCases, s.ror AS Ror, s.ror_lower AS RorLower, s.ror_upper AS RorUpper, s.ic_lower AS IcLower, s.eb05 AS Eb05, s.status AS Status
FROM jaksignals.signal AS s
JOIN jaksignals.run AS r ON r.run_id = s.run_id
WHERE s.drug_key = @drugKey AND s.event_key = @eventKey AND r.state = 'published'
ORDER BY r.as_of DESC, r.published_order DESC
