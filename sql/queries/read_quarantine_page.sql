-- Quarantined records that match, the newest first, from the one after @before on; null matches all.
-- A broken record can be as long as its file: the first 4000 characters are shown and searched, the table has all.
SELECT q.quarantine_id, f.name, q.line, q.column_name, CAST(SUBSTRING(q.value, 1, 4000) AS NVARCHAR(4000)), q.expected, CAST(SUBSTRING(q.record, 1, 4000) AS NVARCHAR(4000)), l.digest
FROM jaksignals.quarantine AS q
JOIN jaksignals.source_file AS f ON f.source_file_id = q.source_file_id
JOIN jaksignals.source_load AS l ON l.load_id = f.load_id
WHERE (@before IS NULL OR q.quarantine_id < @before)
  AND (@file IS NULL OR f.name = @file)
  AND (@column IS NULL OR q.column_name = @column)
  AND (@text IS NULL OR LOWER(q.expected) LIKE LOWER(@text) ESCAPE '\' OR LOWER(CAST(SUBSTRING(q.value, 1, 4000) AS NVARCHAR(4000))) LIKE LOWER(@text) ESCAPE '\')
ORDER BY q.quarantine_id DESC
