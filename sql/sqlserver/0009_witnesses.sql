-- Files of the weekly reports, hashed when they are written: what is sent is compared with it. Appended, never changed.
CREATE TABLE jaksignals.report_file (
    run_id NVARCHAR(80) NOT NULL CONSTRAINT report_file_of_run REFERENCES jaksignals.run (run_id),
    name   NVARCHAR(80) COLLATE Latin1_General_100_BIN2 NOT NULL,             -- report.html, or a table such as changes.csv
    bytes  BIGINT       NOT NULL,
    sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,             -- lower-case hex
    CONSTRAINT report_file_key PRIMARY KEY (run_id, name)
);
