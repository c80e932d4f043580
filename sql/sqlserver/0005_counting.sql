-- Codes for counting in the database: what a run's normalisation made of names and terms, as tables that sql/queries/count_pairs.sql joins with.
-- Each set has a number of its own that is never given again, so that no count can mix two sets; the newest set of a run stays for a day.
CREATE TABLE jaksignals.counting (
    counting_id INT          NOT NULL CONSTRAINT counting_key PRIMARY KEY,
    run_id      NVARCHAR(80) NOT NULL,      -- whose cases it is about
    written_at  NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL       -- UTC, ISO 8601 of one length
);

CREATE TABLE jaksignals.counting_drug (
    counting_id INT           NOT NULL,
    drug_code   INT           NOT NULL,
    drug_key    NVARCHAR(MAX) NOT NULL,
    CONSTRAINT counting_drug_key PRIMARY KEY (counting_id, drug_code)
);

CREATE TABLE jaksignals.counting_event (
    counting_id INT           NOT NULL,
    event_code  INT           NOT NULL,
    event_key   NVARCHAR(MAX) NOT NULL,
    CONSTRAINT counting_event_key PRIMARY KEY (counting_id, event_code)
);

-- Drugs that a row of a name counts as.
CREATE TABLE jaksignals.counting_name (
    counting_id  INT     NOT NULL,
    drug_name_id INT     NOT NULL,
    topical      TINYINT NOT NULL,           -- 1 where the row's route is topical, 0 where it is another or not stated
    drug_code    INT     NOT NULL,
    use_code     INT     NULL,               -- only rows given for this (or not, see given); null: whatever they were given for
    given        TINYINT NULL,               -- 1: only rows given for it; 0: only the others
    CONSTRAINT counting_name_key PRIMARY KEY (counting_id, drug_name_id, topical, drug_code)
);

-- Events that a row of a term counts as.
CREATE TABLE jaksignals.counting_term (
    counting_id INT     NOT NULL,
    term_id     INT     NOT NULL,
    event_code  INT     NOT NULL,
    severity    TINYINT NOT NULL,            -- 0: in any case, 1: in a serious one, 2: in a fatal one
    CONSTRAINT counting_term_key PRIMARY KEY (counting_id, term_id, event_code)
);

-- Uses that indications stand for.
CREATE TABLE jaksignals.counting_indication (
    counting_id INT NOT NULL,
    term_id     INT NOT NULL,
    use_code    INT NOT NULL,
    CONSTRAINT counting_indication_key PRIMARY KEY (counting_id, term_id)
);

CREATE TABLE jaksignals.counting_country (
    counting_id INT           NOT NULL,
    country     NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    region      TINYINT       NOT NULL,      -- Region
    CONSTRAINT counting_country_key PRIMARY KEY (counting_id, country)
);
