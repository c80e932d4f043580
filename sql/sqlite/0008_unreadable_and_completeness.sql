-- 1: the record of this report is in quarantine, but whose report it is could be read. It takes the place of earlier versions, and its case counts nowhere.
ALTER TABLE report ADD COLUMN unreadable INTEGER NOT NULL DEFAULT 0;

-- How complete a load is; null for loads before this version, for lists and for tables.
ALTER TABLE source_load ADD COLUMN reports         INTEGER NULL;     -- reports loaded
ALTER TABLE source_load ADD COLUMN without_drug    INTEGER NULL;     -- of these, without a drug
ALTER TABLE source_load ADD COLUMN without_event   INTEGER NULL;     -- of these, without a reaction
ALTER TABLE source_load ADD COLUMN without_outcome INTEGER NULL;     -- of these, without an outcome
ALTER TABLE source_load ADD COLUMN accepted_fault  TEXT    NULL;     -- what it would have been refused for, had a person not accepted it
ALTER TABLE source_load ADD COLUMN accepted_reason TEXT    NULL;     -- why that person did

-- What a load noticed beside the fate of each record: values left out, reports without a drug, records without a report.
CREATE TABLE source_finding (
    source_file_id INTEGER NOT NULL REFERENCES source_file (source_file_id),
    ordinal        INTEGER NOT NULL,         -- 1, 2, 3 … within the file
    finding        TEXT    NOT NULL,         -- a check of data_quality
    subject        TEXT    NULL,             -- what it is about, such as a column
    finding_rows   INTEGER NOT NULL,         -- records or reports
    detail         TEXT    NULL,
    PRIMARY KEY (source_file_id, ordinal)
) WITHOUT ROWID;
