-- Cases as the sources sent them, what runs made of them, and the record of who did what: the tables of sqlite/0001 in SQL Server's types.
-- Dates of reports are integers yyyymmdd, zeros for an unknown month or day; calendar days of runs and UTC times are ISO text, as in SQLite.
-- Texts compare by code point (BIN2), as the program does, but for the keys of runs and classes, which are plain lower-case ASCII. Numbers are given by the program, under its application lock.

CREATE TABLE jaksignals.source_load (
    load_id   INT           NOT NULL CONSTRAINT source_load_key PRIMARY KEY,
    source    TINYINT       NOT NULL,        -- CaseSource; 0 for a table of cohorts
    digest    NVARCHAR(64)  COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT source_load_digest UNIQUE,  -- SHA-256 over the files' own: loading it twice changes nothing
    period    NVARCHAR(16)  COLLATE Latin1_General_100_BIN2 NULL,   -- quarter, such as 2022Q4
    simulated BIT           NOT NULL,
    loaded_at NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NOT NULL    -- UTC; for operators, never for figures
);

CREATE TABLE jaksignals.source_file (
    source_file_id   INT            NOT NULL CONSTRAINT source_file_key PRIMARY KEY,
    load_id          INT            NOT NULL CONSTRAINT source_file_of_load REFERENCES jaksignals.source_load (load_id),
    name             NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    kind             TINYINT        NOT NULL,       -- SourceFileKind
    period           NVARCHAR(16)   COLLATE Latin1_General_100_BIN2 NULL,
    bytes            BIGINT         NOT NULL,
    sha256           NVARCHAR(64)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    rows_read        BIGINT         NOT NULL,
    rows_loaded      BIGINT         NOT NULL,
    rows_superseded  BIGINT         NOT NULL,       -- as of the end of its load; the data-quality table counts again at each as-of date
    rows_quarantined BIGINT         NOT NULL,
    CONSTRAINT source_file_balance CHECK (rows_read = rows_loaded + rows_superseded + rows_quarantined)
);
CREATE INDEX source_file_load ON jaksignals.source_file (load_id);

-- A record that could not be read. Its file is in source_file once the load is committed.
CREATE TABLE jaksignals.quarantine (
    quarantine_id  BIGINT        NOT NULL CONSTRAINT quarantine_key PRIMARY KEY,
    source_file_id INT           NOT NULL,
    line           BIGINT        NOT NULL,
    column_name    NVARCHAR(400) NOT NULL,
    value          NVARCHAR(MAX) NOT NULL,
    expected       NVARCHAR(4000) NOT NULL,
    record         NVARCHAR(MAX) NOT NULL
);
CREATE INDEX quarantine_file ON jaksignals.quarantine (source_file_id);

-- Distinct texts; rows of reports carry their numbers.
CREATE TABLE jaksignals.drug_name (
    drug_name_id INT           NOT NULL CONSTRAINT drug_name_key PRIMARY KEY,
    name         NVARCHAR(4000) NOT NULL,    -- as reported
    ingredient   NVARCHAR(4000) NOT NULL     -- as coded by the source; '' where it codes none
);

CREATE TABLE jaksignals.term (
    term_id INT           NOT NULL CONSTRAINT term_key PRIMARY KEY,
    text    NVARCHAR(4000) NOT NULL          -- as reported
);

-- Case ids that are no plain number get a negative key.
CREATE TABLE jaksignals.case_name (
    case_key BIGINT        NOT NULL CONSTRAINT case_name_key PRIMARY KEY CONSTRAINT case_name_negative CHECK (case_key < 0),
    case_id  NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE TABLE jaksignals.report (
    report_id         INT           NOT NULL CONSTRAINT report_key PRIMARY KEY,
    load_id           INT           NOT NULL,
    source            TINYINT       NOT NULL,
    case_key          BIGINT        NOT NULL,
    report_number     BIGINT        NOT NULL,      -- primaryid or ISR; 0 where the source has none
    version           INT           NOT NULL,
    received_on       INT           NULL,          -- null counts in every run
    first_received_on INT           NULL,
    event_on          INT           NULL,
    age_years         FLOAT         NULL,
    sex               TINYINT       NOT NULL,
    country           NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    reporter          TINYINT       NOT NULL,
    outcomes          INT           NOT NULL,      -- bits of Outcomes; any makes the report serious
    drug_rows         INT           NOT NULL,
    event_rows        INT           NOT NULL,
    outcome_rows      INT           NOT NULL,
    source_rows       INT           NOT NULL,
    therapy_rows      INT           NOT NULL,
    indication_rows   INT           NOT NULL
);
CREATE INDEX report_case ON jaksignals.report (case_key);

-- The two large tables become clustered columnstores where the server has them (jaksignals migrate does it and says so).
CREATE TABLE jaksignals.report_drug (
    report_id    INT     NOT NULL,
    sequence     BIGINT  NOT NULL,
    role         TINYINT NOT NULL,
    drug_name_id INT     NOT NULL,
    route        TINYINT NOT NULL,
    dechallenge  TINYINT NOT NULL,
    rechallenge  TINYINT NOT NULL
);

CREATE TABLE jaksignals.report_event (
    report_id INT NOT NULL,
    term_id   INT NOT NULL
);

CREATE TABLE jaksignals.report_indication (
    report_id INT    NOT NULL,
    sequence  BIGINT NOT NULL,
    term_id   INT    NOT NULL
);

CREATE TABLE jaksignals.report_therapy (
    report_id  INT    NOT NULL,
    sequence   BIGINT NOT NULL,
    started_on INT    NULL,
    ended_on   INT    NULL
);

CREATE TABLE jaksignals.deleted_case (
    load_id  INT    NOT NULL CONSTRAINT deleted_case_of_load REFERENCES jaksignals.source_load (load_id),
    case_key BIGINT NOT NULL
);

CREATE TABLE jaksignals.exposure (
    exposure_id   INT            NOT NULL CONSTRAINT exposure_key PRIMARY KEY,
    load_id       INT            NOT NULL CONSTRAINT exposure_of_load REFERENCES jaksignals.source_load (load_id),
    cohort        NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    drug          NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    dose          NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NULL,
    indication    NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NULL,
    event_class   NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    events        BIGINT         NULL,             -- null only for kind sales, whose events are counted from the cases
    patients      BIGINT         NULL,
    patient_years FLOAT          NOT NULL,
    period_start  NVARCHAR(10)   COLLATE Latin1_General_100_BIN2 NULL,
    period_end    NVARCHAR(10)   COLLATE Latin1_General_100_BIN2 NULL,
    kind          NVARCHAR(20)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    source        NVARCHAR(4000) NOT NULL
);

GO

-- Where a load is collected before one transaction moves it: the same columns, no key. Empty but for a load under way, or one that was killed.
SELECT * INTO jaksignals.stage_report            FROM jaksignals.report            WHERE 1 = 0;
SELECT * INTO jaksignals.stage_report_drug       FROM jaksignals.report_drug       WHERE 1 = 0;
SELECT * INTO jaksignals.stage_report_event      FROM jaksignals.report_event      WHERE 1 = 0;
SELECT * INTO jaksignals.stage_report_indication FROM jaksignals.report_indication WHERE 1 = 0;
SELECT * INTO jaksignals.stage_report_therapy    FROM jaksignals.report_therapy    WHERE 1 = 0;
SELECT * INTO jaksignals.stage_quarantine        FROM jaksignals.quarantine        WHERE 1 = 0;
GO

-- What the latest normalisation made of the names; replaced whole when catalogue or name rules change.
CREATE TABLE jaksignals.substance (
    substance_id  INT           NOT NULL CONSTRAINT substance_key PRIMARY KEY,
    substance_key NVARCHAR(MAX) NOT NULL
);

CREATE TABLE jaksignals.substance_alias (
    drug_name_id INT          NOT NULL,
    substance_id INT          NOT NULL,
    topical      BIT          NOT NULL,
    [rule]       NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT substance_alias_key PRIMARY KEY (drug_name_id, substance_id)
);

CREATE TABLE jaksignals.drug_group (
    group_key  NVARCHAR(200)  COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT drug_group_key PRIMARY KEY,
    name       NVARCHAR(1000) NOT NULL,
    kind       NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    route      NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    substances NVARCHAR(MAX)  NOT NULL           -- keys, joined by '; '
);

CREATE TABLE jaksignals.event_class (
    class_key NVARCHAR(200)  NOT NULL CONSTRAINT event_class_key PRIMARY KEY,
    name      NVARCHAR(1000) NOT NULL,
    condition NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    children  NVARCHAR(MAX)  NOT NULL,           -- keys of a composite, joined by '; '
    version   NVARCHAR(100)  NOT NULL,
    source    NVARCHAR(MAX)  NOT NULL
);

CREATE TABLE jaksignals.event_class_term (
    class_key NVARCHAR(200) NOT NULL CONSTRAINT event_class_term_of_class REFERENCES jaksignals.event_class (class_key),
    term_key  NVARCHAR(240) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT event_class_term_key PRIMARY KEY (class_key, term_key)
);

CREATE TABLE jaksignals.run (
    run_id          NVARCHAR(80)   NOT NULL CONSTRAINT run_key PRIMARY KEY,
    as_of           NVARCHAR(10)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    previous_run_id NVARCHAR(80)   NULL CONSTRAINT run_after REFERENCES jaksignals.run (run_id),
    state           NVARCHAR(20)   NOT NULL CONSTRAINT run_state CHECK (state IN ('running', 'published', 'failed')),
    name_rules      NVARCHAR(20)   NOT NULL,
    code_version    NVARCHAR(200)  NOT NULL,
    started_at      NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    finished_at     NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NULL,
    published_order INT            NULL,           -- 1, 2, 3 …: the newest publication has the highest; given under the application lock
    snapshot        NVARCHAR(1000) NULL,           -- folder, relative to the data folder
    manifest_sha256 NVARCHAR(64)   NULL,
    message         NVARCHAR(2000)  NULL
);

CREATE TABLE jaksignals.run_source (
    run_id  NVARCHAR(80) NOT NULL CONSTRAINT run_source_of_run REFERENCES jaksignals.run (run_id),
    load_id INT          NOT NULL CONSTRAINT run_source_of_load REFERENCES jaksignals.source_load (load_id),
    CONSTRAINT run_source_key PRIMARY KEY (run_id, load_id)
);

CREATE TABLE jaksignals.run_step (
    run_id      NVARCHAR(80)  NOT NULL CONSTRAINT run_step_of_run REFERENCES jaksignals.run (run_id),
    ordinal     INT           NOT NULL,
    step        NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    state       NVARCHAR(20)  NOT NULL CONSTRAINT run_step_state CHECK (state IN ('running', 'finished', 'failed')),
    started_at  NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    finished_at NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    rows        BIGINT        NULL,
    message     NVARCHAR(2000) NULL,
    CONSTRAINT run_step_key PRIMARY KEY (run_id, ordinal)
);

CREATE TABLE jaksignals.signal (
    run_id        NVARCHAR(80)   NOT NULL,
    drug_key      NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    event_key     NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    event_level   NVARCHAR(20)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    role_scope    NVARCHAR(20)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    stratum       NVARCHAR(200)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    a             BIGINT         NOT NULL,
    b             BIGINT         NOT NULL,
    c             BIGINT         NOT NULL,
    d             BIGINT         NOT NULL,
    prr           FLOAT          NULL,
    prr_lower     FLOAT          NULL,
    prr_upper     FLOAT          NULL,
    chi_square    FLOAT          NULL,
    ror           FLOAT          NULL,
    ror_lower     FLOAT          NULL,
    ror_upper     FLOAT          NULL,
    sdr           TINYINT        NOT NULL,         -- above the thresholds that decide the status
    status        NVARCHAR(20)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    new_cases     BIGINT         NOT NULL,
    serious_cases BIGINT         NOT NULL,
    fatal_cases   BIGINT         NOT NULL
);
CREATE INDEX signal_run ON jaksignals.signal (run_id, sdr);

CREATE TABLE jaksignals.incidence (
    run_id        NVARCHAR(80)   NOT NULL,
    cohort        NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    drug_key      NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    dose          NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NULL,
    indication    NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NULL,
    event_key     NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    kind          NVARCHAR(20)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    events        BIGINT         NOT NULL,
    patients      BIGINT         NULL,
    patient_years FLOAT          NOT NULL,
    rate_per_100py FLOAT         NOT NULL,
    rate_lower    FLOAT          NOT NULL,
    rate_upper    FLOAT          NOT NULL
);
CREATE INDEX incidence_run ON jaksignals.incidence (run_id);

-- Decisions of reviewers: appended, never changed. Each row's hash covers the row and the hash before it.
CREATE TABLE jaksignals.review (
    review_id     BIGINT         NOT NULL CONSTRAINT review_key PRIMARY KEY,    -- 1, 2, 3 … without a gap
    run_id        NVARCHAR(80)   NOT NULL,      -- the run the decision was made on
    drug_key      NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    event_key     NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    state         NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NOT NULL,
    rationale     NVARCHAR(4000)  NOT NULL,
    user_name     NVARCHAR(400)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    decided_at    NVARCHAR(40)   COLLATE Latin1_General_100_BIN2 NOT NULL,      -- UTC, ISO 8601
    previous_hash NVARCHAR(64)   COLLATE Latin1_General_100_BIN2 NOT NULL,      -- of the row before; 64 zeros for the first
    hash          NVARCHAR(64)   COLLATE Latin1_General_100_BIN2 NOT NULL
);
