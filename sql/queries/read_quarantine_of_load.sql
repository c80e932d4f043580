SELECT f.name AS File, q.line AS Line, q.column_name AS ColumnName, q.value AS Value, q.expected AS Expected, q.record AS Record
FROM quarantine AS q
JOIN source_file AS f ON f.source_file_id = q.source_file_id
JOIN source_load AS l ON l.load_id = f.load_id
WHERE l.digest = @digest
ORDER BY f.source_file_id, q.line, q.quarantine_id
