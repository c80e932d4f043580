SELECT f.name AS Name, f.kind AS Kind, f.period AS Period, f.rows_read AS RowsRead, f.rows_loaded AS RowsLoaded,
       f.rows_superseded AS RowsSuperseded, f.rows_quarantined AS RowsQuarantined, l.loaded_at AS LoadedAt, l.digest AS Digest
FROM jaksignals.source_file AS f
JOIN jaksignals.source_load AS l ON l.load_id = f.load_id
ORDER BY l.load_id DESC, f.source_file_id
