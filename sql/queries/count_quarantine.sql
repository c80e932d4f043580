-- How many quarantined records match; null matches all.
SELECT COUNT(*)
FROM jaksignals.quarantine AS q
JOIN jaksignals.source_file AS f ON f.source_file_id = q.source_file_id
WHERE (@file IS NULL OR f.name = @file)
  AND (@column IS NULL OR q.column_name = @column)
  AND (@text IS NULL OR LOWER(q.expected) LIKE LOWER(@text) ESCAPE '\' OR LOWER(CAST(SUBSTRING(q.value, 1, 4000) AS NVARCHAR(4000))) LIKE LOWER(@text) ESCAPE '\')
