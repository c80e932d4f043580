-- The register of signals: what a decision says beside its state, and what its reviewer saw. The hash of a row covers every column.
ALTER TABLE review ADD COLUMN kind            TEXT    NOT NULL DEFAULT 'signal';   -- signal: on a pair; name: on the substance drug_key of an unmapped name
ALTER TABLE review ADD COLUMN name            TEXT    NULL;        -- the unmapped name
ALTER TABLE review ADD COLUMN meaning         TEXT    NOT NULL DEFAULT '';         -- of the signature, in words
ALTER TABLE review ADD COLUMN manifest_sha256 TEXT    NOT NULL DEFAULT '';         -- of the snapshot the decision was made on
ALTER TABLE review ADD COLUMN priority        TEXT    NULL;        -- low, medium or high
ALTER TABLE review ADD COLUMN due_on          TEXT    NULL;        -- ISO day
ALTER TABLE review ADD COLUMN assignee        TEXT    NULL;
ALTER TABLE review ADD COLUMN labelled        INTEGER NULL;        -- 1: the event is listed in the label
ALTER TABLE review ADD COLUMN refs            TEXT    NULL;        -- references
ALTER TABLE review ADD COLUMN cases_seen      INTEGER NULL;        -- cases of the pair in that snapshot
ALTER TABLE review ADD COLUMN ror_lower_seen  REAL    NULL;        -- lower limit of its ROR there; null when not estimable

-- The last decision a run knows of: fixed when it begins, so that each attempt at it publishes the same register. Null for runs before this version.
ALTER TABLE run ADD COLUMN review_id INTEGER NULL;

-- A pair over the runs.
CREATE INDEX signal_pair ON signal (drug_key, event_key);

-- Filters of the list of signals that a user keeps.
CREATE TABLE saved_filter (
    user_key TEXT NOT NULL,              -- normalized_name of the account
    name     TEXT NOT NULL,
    query    TEXT NOT NULL,              -- the query of the address
    PRIMARY KEY (user_key, name)
) WITHOUT ROWID;
