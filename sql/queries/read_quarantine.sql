-- A broken record can be as long as its file: the first 4000 characters are shown, the table has all.
SELECT f.name, q.line, q.column_name, CAST(SUBSTRING(q.value, 1, 4000) AS NVARCHAR(4000)), q.expected, CAST(SUBSTRING(q.record, 1, 4000) AS NVARCHAR(4000))
FROM jaksignals.quarantine AS q
JOIN jaksignals.source_file AS f ON f.source_file_id = q.source_file_id
ORDER BY q.quarantine_id DESC
