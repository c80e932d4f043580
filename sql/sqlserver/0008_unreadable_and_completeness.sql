-- 1: the record of this report is in quarantine, but whose report it is could be read. It takes the place of earlier versions, and its case counts nowhere.
ALTER TABLE jaksignals.report ADD unreadable TINYINT NOT NULL CONSTRAINT report_unreadable DEFAULT 0;
ALTER TABLE jaksignals.stage_report ADD unreadable TINYINT NOT NULL CONSTRAINT stage_report_unreadable DEFAULT 0;

-- How complete a load is; null for loads before this version, for lists and for tables.
ALTER TABLE jaksignals.source_load ADD reports         BIGINT NULL;     -- reports loaded
ALTER TABLE jaksignals.source_load ADD without_drug    BIGINT NULL;     -- of these, without a drug
ALTER TABLE jaksignals.source_load ADD without_event   BIGINT NULL;     -- of these, without a reaction
ALTER TABLE jaksignals.source_load ADD without_outcome BIGINT NULL;     -- of these, without an outcome
ALTER TABLE jaksignals.source_load ADD accepted_fault  NVARCHAR(4000) NULL;     -- what it would have been refused for, had a person not accepted it
ALTER TABLE jaksignals.source_load ADD accepted_reason NVARCHAR(2000) NULL;     -- why that person did

-- What a load noticed beside the fate of each record: values left out, reports without a drug, records without a report.
CREATE TABLE jaksignals.source_finding (
    source_file_id INT            NOT NULL CONSTRAINT source_finding_of_file REFERENCES jaksignals.source_file (source_file_id),
    ordinal        INT            NOT NULL,         -- 1, 2, 3 … within the file
    finding        NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NOT NULL,         -- a check of data_quality
    subject        NVARCHAR(400)  COLLATE Latin1_General_100_BIN2 NULL,             -- what it is about, such as a column
    finding_rows   BIGINT         NOT NULL,         -- records or reports
    detail         NVARCHAR(2000) NULL,
    CONSTRAINT source_finding_key PRIMARY KEY (source_file_id, ordinal)
);
