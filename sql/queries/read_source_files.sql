SELECT source_file_id AS SourceFileId, load_id AS LoadId, name AS Name, kind AS Kind, period AS Period, sha256 AS Sha256,
       rows_read AS RowsRead, rows_loaded AS RowsLoaded, rows_quarantined AS RowsQuarantined
FROM jaksignals.source_file
