-- Codes for counting in the database: what a run's normalisation made of names and terms, as tables that sql/queries/count_pairs.sql joins with.
-- Each set has a number of its own that is never given again, so that no count can mix two sets; the newest set of a run stays for a day.
CREATE TABLE counting (
    counting_id INTEGER PRIMARY KEY,
    run_id      TEXT    NOT NULL,            -- whose cases it is about
    written_at  TEXT    NOT NULL             -- UTC, ISO 8601 of one length
);

CREATE TABLE counting_drug (
    counting_id INTEGER NOT NULL,
    drug_code   INTEGER NOT NULL,
    drug_key    TEXT    NOT NULL,
    PRIMARY KEY (counting_id, drug_code)
) WITHOUT ROWID;

CREATE TABLE counting_event (
    counting_id INTEGER NOT NULL,
    event_code  INTEGER NOT NULL,
    event_key   TEXT    NOT NULL,
    PRIMARY KEY (counting_id, event_code)
) WITHOUT ROWID;

-- Drugs that a row of a name counts as.
CREATE TABLE counting_name (
    counting_id  INTEGER NOT NULL,
    drug_name_id INTEGER NOT NULL,
    topical      INTEGER NOT NULL,           -- 1 where the row's route is topical, 0 where it is another or not stated
    drug_code    INTEGER NOT NULL,
    use_code     INTEGER NULL,               -- only rows given for this (or not, see given); null: whatever they were given for
    given        INTEGER NULL,               -- 1: only rows given for it; 0: only the others
    PRIMARY KEY (counting_id, drug_name_id, topical, drug_code)
) WITHOUT ROWID;

-- Events that a row of a term counts as.
CREATE TABLE counting_term (
    counting_id INTEGER NOT NULL,
    term_id     INTEGER NOT NULL,
    event_code  INTEGER NOT NULL,
    severity    INTEGER NOT NULL,            -- 0: in any case, 1: in a serious one, 2: in a fatal one
    PRIMARY KEY (counting_id, term_id, event_code)
) WITHOUT ROWID;

-- Uses that indications stand for.
CREATE TABLE counting_indication (
    counting_id INTEGER NOT NULL,
    term_id     INTEGER NOT NULL,
    use_code    INTEGER NOT NULL,
    PRIMARY KEY (counting_id, term_id)
) WITHOUT ROWID;

CREATE TABLE counting_country (
    counting_id INTEGER NOT NULL,
    country     TEXT    NOT NULL,
    region      INTEGER NOT NULL,            -- Region
    PRIMARY KEY (counting_id, country)
) WITHOUT ROWID;
