-- The ledger of work: each step of a run, and each occurrence of the timetable, is held by one process at a time, for as long as its lease lasts.
-- Times are UTC, ISO 8601 of one length, so that they compare as text.

CREATE TABLE run_step_with_lease (
    run_id       TEXT    NOT NULL REFERENCES run (run_id),
    ordinal      INTEGER NOT NULL,
    step         TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'finished', 'failed', 'released')),
    attempt      INTEGER NOT NULL,           -- how often it was taken; with the owner it tells one holder from the next
    owner        TEXT    NULL,               -- host:process:start of who holds it, or held it last
    started_at   TEXT    NULL,
    heartbeat_at TEXT    NULL,               -- last sign of life
    lease_until  TEXT    NULL,               -- when another process may take it
    finished_at  TEXT    NULL,
    rows         INTEGER NULL,               -- rows it left
    done         INTEGER NULL,               -- progress: so many …
    total        INTEGER NULL,               -- … of so many, where that is known
    message      TEXT    NULL,
    PRIMARY KEY (run_id, ordinal)
) WITHOUT ROWID;

INSERT INTO run_step_with_lease (run_id, ordinal, step, state, attempt, started_at, heartbeat_at, lease_until, finished_at, rows, message)
SELECT run_id, ordinal, step, state, 1, started_at, started_at, CASE WHEN state = 'running' THEN started_at END, finished_at, rows, message
FROM run_step;

DROP TABLE run_step;

ALTER TABLE run_step_with_lease RENAME TO run_step;

-- Work that is no step of a weekly run: an occurrence of an entry of the timetable.
CREATE TABLE job (
    job_key      TEXT    PRIMARY KEY,        -- entry and due time: the same occurrence is the same job, whoever begins it
    entry        TEXT    NOT NULL,
    due_at       TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'finished', 'failed', 'released')),
    attempt      INTEGER NOT NULL,
    owner        TEXT    NULL,
    started_at   TEXT    NULL,
    heartbeat_at TEXT    NULL,
    lease_until  TEXT    NULL,
    finished_at  TEXT    NULL,
    rows         INTEGER NULL,
    done         INTEGER NULL,
    total        INTEGER NULL,
    message      TEXT    NULL
) WITHOUT ROWID;
CREATE INDEX job_due ON job (due_at);

-- Current cases of the run: what the quality gate compares; null for runs before this version.
ALTER TABLE run ADD COLUMN cases INTEGER NULL;
