-- Cases as the sources sent them, what runs made of them, and the record of who did what.
-- Dates of reports are integers yyyymmdd, zeros for an unknown month or day; calendar days of runs are ISO text.

-- A set of files that was loaded whole: a FAERS quarter, a list of deleted cases, a table of cases, a table of cohorts.
CREATE TABLE source_load (
    load_id   INTEGER PRIMARY KEY,
    source    INTEGER NOT NULL,              -- CaseSource; 0 for a table of cohorts
    digest    TEXT    NOT NULL UNIQUE,       -- SHA-256 over the files' own: loading it twice changes nothing
    period    TEXT    NULL,                  -- quarter, such as 2022Q4
    simulated INTEGER NOT NULL,
    loaded_at TEXT    NOT NULL               -- UTC; for operators, never for figures
);

CREATE TABLE source_file (
    source_file_id   INTEGER PRIMARY KEY,
    load_id          INTEGER NOT NULL REFERENCES source_load (load_id),
    name             TEXT    NOT NULL,
    kind             INTEGER NOT NULL,       -- SourceFileKind
    period           TEXT    NULL,
    bytes            INTEGER NOT NULL,
    sha256           TEXT    NOT NULL,
    rows_read        INTEGER NOT NULL,
    rows_loaded      INTEGER NOT NULL,
    rows_superseded  INTEGER NOT NULL,       -- as of the end of its load; the data-quality table counts again at each as-of date
    rows_quarantined INTEGER NOT NULL,
    CHECK (rows_read = rows_loaded + rows_superseded + rows_quarantined)
);
CREATE INDEX source_file_load ON source_file (load_id);

CREATE TABLE quarantine (
    quarantine_id  INTEGER PRIMARY KEY,
    source_file_id INTEGER NOT NULL REFERENCES source_file (source_file_id),
    line           INTEGER NOT NULL,
    column_name    TEXT    NOT NULL,
    value          TEXT    NOT NULL,
    expected       TEXT    NOT NULL,
    record         TEXT    NOT NULL
);
CREATE INDEX quarantine_file ON quarantine (source_file_id);

-- Distinct texts; rows of reports carry their numbers.
CREATE TABLE drug_name (
    drug_name_id INTEGER PRIMARY KEY,
    name         TEXT NOT NULL,              -- as reported
    ingredient   TEXT NOT NULL               -- as coded by the source; '' where it codes none
);

CREATE TABLE term (
    term_id INTEGER PRIMARY KEY,
    text    TEXT NOT NULL                    -- as reported
);

-- Case ids that are no plain number get a negative key.
CREATE TABLE case_name (
    case_key INTEGER PRIMARY KEY CHECK (case_key < 0),
    case_id  TEXT    NOT NULL UNIQUE
);

CREATE TABLE report (
    report_id         INTEGER PRIMARY KEY,
    load_id           INTEGER NOT NULL,
    source            INTEGER NOT NULL,
    case_key          INTEGER NOT NULL,
    report_number     INTEGER NOT NULL,      -- primaryid or ISR; 0 where the source has none
    version           INTEGER NOT NULL,
    received_on       INTEGER NULL,          -- null counts in every run
    first_received_on INTEGER NULL,
    event_on          INTEGER NULL,
    age_years         REAL    NULL,
    sex               INTEGER NOT NULL,
    country           TEXT    NULL,
    reporter          INTEGER NOT NULL,
    outcomes          INTEGER NOT NULL,      -- bits of Outcomes; any makes the report serious
    drug_rows         INTEGER NOT NULL,
    event_rows        INTEGER NOT NULL,
    outcome_rows      INTEGER NOT NULL,
    source_rows       INTEGER NOT NULL,
    therapy_rows      INTEGER NOT NULL,
    indication_rows   INTEGER NOT NULL
);
CREATE INDEX report_case ON report (case_key);

CREATE TABLE report_drug (
    report_id    INTEGER NOT NULL,
    sequence     INTEGER NOT NULL,
    role         INTEGER NOT NULL,
    drug_name_id INTEGER NOT NULL,
    route        INTEGER NOT NULL,
    dechallenge  INTEGER NOT NULL,
    rechallenge  INTEGER NOT NULL
);

CREATE TABLE report_event (
    report_id INTEGER NOT NULL,
    term_id   INTEGER NOT NULL
);

CREATE TABLE report_indication (
    report_id INTEGER NOT NULL,
    sequence  INTEGER NOT NULL,
    term_id   INTEGER NOT NULL
);

CREATE TABLE report_therapy (
    report_id  INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    started_on INTEGER NULL,
    ended_on   INTEGER NULL
);

CREATE TABLE deleted_case (
    load_id  INTEGER NOT NULL REFERENCES source_load (load_id),
    case_key INTEGER NOT NULL
);

CREATE TABLE exposure (
    exposure_id   INTEGER PRIMARY KEY,
    load_id       INTEGER NOT NULL REFERENCES source_load (load_id),
    cohort        TEXT    NOT NULL,
    drug          TEXT    NOT NULL,
    dose          TEXT    NULL,
    indication    TEXT    NULL,
    event_class   TEXT    NOT NULL,
    events        INTEGER NULL,              -- null only for kind sales, whose events are counted from the cases
    patients      INTEGER NULL,
    patient_years REAL    NOT NULL,
    period_start  TEXT    NULL,
    period_end    TEXT    NULL,
    kind          TEXT    NOT NULL,
    source        TEXT    NOT NULL
);

-- What the latest normalisation made of the names; replaced whole when catalogue or name rules change.
CREATE TABLE substance (
    substance_id  INTEGER PRIMARY KEY,
    substance_key TEXT    NOT NULL UNIQUE
);

CREATE TABLE substance_alias (
    drug_name_id INTEGER NOT NULL,
    substance_id INTEGER NOT NULL,
    topical      INTEGER NOT NULL,
    rule         TEXT    NOT NULL,
    PRIMARY KEY (drug_name_id, substance_id)
) WITHOUT ROWID;

CREATE TABLE drug_group (
    group_key  TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    route      TEXT NOT NULL,
    substances TEXT NOT NULL                 -- keys, joined by '; '
) WITHOUT ROWID;

CREATE TABLE event_class (
    class_key TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    condition TEXT NOT NULL,
    children  TEXT NOT NULL,                 -- keys of a composite, joined by '; '
    version   TEXT NOT NULL,
    source    TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE event_class_term (
    class_key TEXT NOT NULL REFERENCES event_class (class_key),
    term_key  TEXT NOT NULL,
    PRIMARY KEY (class_key, term_key)
) WITHOUT ROWID;

CREATE TABLE run (
    run_id          TEXT PRIMARY KEY,
    as_of           TEXT NOT NULL,
    previous_run_id TEXT NULL REFERENCES run (run_id),
    state           TEXT NOT NULL CHECK (state IN ('running', 'published', 'failed')),
    name_rules      TEXT NOT NULL,
    code_version    TEXT NOT NULL,
    started_at      TEXT NOT NULL,
    finished_at     TEXT NULL,
    published_order INTEGER NULL UNIQUE,     -- 1, 2, 3 …: the newest publication has the highest
    snapshot        TEXT NULL,               -- folder, relative to the data folder
    manifest_sha256 TEXT NULL,
    message         TEXT NULL
) WITHOUT ROWID;

CREATE TABLE run_source (
    run_id  TEXT    NOT NULL REFERENCES run (run_id),
    load_id INTEGER NOT NULL REFERENCES source_load (load_id),
    PRIMARY KEY (run_id, load_id)
) WITHOUT ROWID;

CREATE TABLE run_step (
    run_id      TEXT    NOT NULL REFERENCES run (run_id),
    ordinal     INTEGER NOT NULL,
    step        TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
    started_at  TEXT    NOT NULL,
    finished_at TEXT    NULL,
    rows        INTEGER NULL,
    message     TEXT    NULL,
    PRIMARY KEY (run_id, ordinal)
) WITHOUT ROWID;

CREATE TABLE signal (
    run_id        TEXT    NOT NULL,
    drug_key      TEXT    NOT NULL,
    event_key     TEXT    NOT NULL,
    event_level   TEXT    NOT NULL,
    role_scope    TEXT    NOT NULL,
    stratum       TEXT    NOT NULL,
    a             INTEGER NOT NULL,
    b             INTEGER NOT NULL,
    c             INTEGER NOT NULL,
    d             INTEGER NOT NULL,
    prr           REAL    NULL,
    prr_lower     REAL    NULL,
    prr_upper     REAL    NULL,
    chi_square    REAL    NULL,
    ror           REAL    NULL,
    ror_lower     REAL    NULL,
    ror_upper     REAL    NULL,
    sdr           INTEGER NOT NULL,          -- above the thresholds that decide the status
    status        TEXT    NOT NULL,
    new_cases     INTEGER NOT NULL,
    serious_cases INTEGER NOT NULL,
    fatal_cases   INTEGER NOT NULL
);
CREATE INDEX signal_run ON signal (run_id, sdr);

CREATE TABLE incidence (
    run_id        TEXT    NOT NULL,
    cohort        TEXT    NOT NULL,
    drug_key      TEXT    NOT NULL,
    dose          TEXT    NULL,
    indication    TEXT    NULL,
    event_key     TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    events        INTEGER NOT NULL,
    patients      INTEGER NULL,
    patient_years REAL    NOT NULL,
    rate_per_100py REAL   NOT NULL,
    rate_lower    REAL    NOT NULL,
    rate_upper    REAL    NOT NULL
);
CREATE INDEX incidence_run ON incidence (run_id);

-- Decisions of reviewers: appended, never changed. Each row's hash covers the row and the hash before it.
CREATE TABLE review (
    review_id     INTEGER PRIMARY KEY,       -- 1, 2, 3 … without a gap
    run_id        TEXT NOT NULL,             -- the run the decision was made on
    drug_key      TEXT NOT NULL,
    event_key     TEXT NOT NULL,
    state         TEXT NOT NULL,
    rationale     TEXT NOT NULL,
    user_name     TEXT NOT NULL,
    decided_at    TEXT NOT NULL,             -- UTC, ISO 8601
    previous_hash TEXT NOT NULL,             -- of the row before; 64 zeros for the first
    hash          TEXT NOT NULL
);
