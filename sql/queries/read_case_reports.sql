-- Every report of a case, of whatever run or load, with what decides which one counts.
SELECT r.report_id AS ReportId, r.load_id AS LoadId, l.digest AS Digest, l.period AS Period, r.report_number AS Number, r.version AS Version,
       COALESCE(r.received_on, 0) AS ReceivedOn, COALESCE(r.first_received_on, 0) AS FirstReceivedOn, COALESCE(r.event_on, 0) AS EventOn,
       r.age_years AS AgeYears, r.sex AS Sex, r.country AS Country, r.reporter AS Reporter, r.outcomes AS Outcomes, r.unreadable AS Unreadable,
       (SELECT MIN(f.name) FROM jaksignals.source_file AS f WHERE f.load_id = r.load_id AND f.kind IN (1, 20)) AS FileName
FROM jaksignals.report AS r
JOIN jaksignals.source_load AS l ON l.load_id = r.load_id
WHERE r.case_key = @key AND r.source = @source
ORDER BY r.report_id
