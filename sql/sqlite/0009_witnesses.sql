-- Files of the weekly reports, hashed when they are written: what is sent is compared with it. Appended, never changed.
CREATE TABLE report_file (
    run_id TEXT    NOT NULL REFERENCES run (run_id),
    name   TEXT    NOT NULL,             -- report.html, or a table such as changes.csv
    bytes  INTEGER NOT NULL,
    sha256 TEXT    NOT NULL,             -- lower-case hex
    PRIMARY KEY (run_id, name)
) WITHOUT ROWID;
