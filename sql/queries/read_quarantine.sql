SELECT f.name AS File, q.line AS Line, q.column_name AS ColumnName, q.value AS Value, q.expected AS Expected, q.record AS Record
FROM quarantine AS q
JOIN source_file AS f ON f.source_file_id = q.source_file_id
ORDER BY q.quarantine_id DESC
LIMIT @count
