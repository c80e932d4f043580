-- The ledger of work: each step of a run, and each occurrence of the timetable, is held by one process at a time, for as long as its lease lasts.
-- Times are UTC, ISO 8601 of one length, so that they compare as text.

CREATE TABLE jaksignals.run_step_without_lease (
    run_id      NVARCHAR(80)  NOT NULL,
    ordinal     INT           NOT NULL,
    step        NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    state       NVARCHAR(20)  NOT NULL,
    started_at  NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    finished_at NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    rows        BIGINT        NULL,
    message     NVARCHAR(2000) NULL
);
GO

INSERT INTO jaksignals.run_step_without_lease (run_id, ordinal, step, state, started_at, finished_at, rows, message)
SELECT run_id, ordinal, step, state, started_at, finished_at, rows, message
FROM jaksignals.run_step;

DROP TABLE jaksignals.run_step;
GO

CREATE TABLE jaksignals.run_step (
    run_id       NVARCHAR(80)  NOT NULL CONSTRAINT run_step_of_run REFERENCES jaksignals.run (run_id),
    ordinal      INT           NOT NULL,
    step         NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    state        NVARCHAR(20)  NOT NULL CONSTRAINT run_step_state CHECK (state IN ('waiting', 'running', 'finished', 'failed', 'released')),
    attempt      INT           NOT NULL,     -- how often it was taken; with the owner it tells one holder from the next
    owner        NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NULL,     -- host:process:start of who holds it, or held it last
    started_at   NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    heartbeat_at NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,     -- last sign of life
    lease_until  NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,     -- when another process may take it
    finished_at  NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    rows         BIGINT        NULL,         -- rows it left
    done         BIGINT        NULL,         -- progress: so many …
    total        BIGINT        NULL,         -- … of so many, where that is known
    message      NVARCHAR(2000) NULL,
    CONSTRAINT run_step_key PRIMARY KEY (run_id, ordinal)
);
GO

INSERT INTO jaksignals.run_step (run_id, ordinal, step, state, attempt, started_at, heartbeat_at, lease_until, finished_at, rows, message)
SELECT run_id, ordinal, step, state, 1, started_at, started_at, CASE WHEN state = 'running' THEN started_at END, finished_at, rows, message
FROM jaksignals.run_step_without_lease;

DROP TABLE jaksignals.run_step_without_lease;

-- Work that is no step of a weekly run: an occurrence of an entry of the timetable.
CREATE TABLE jaksignals.job (
    job_key      NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT job_key PRIMARY KEY,   -- entry and due time: the same occurrence is the same job, whoever begins it
    entry        NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    due_at       NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    state        NVARCHAR(20)  NOT NULL CONSTRAINT job_state CHECK (state IN ('waiting', 'running', 'finished', 'failed', 'released')),
    attempt      INT           NOT NULL,
    owner        NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NULL,
    started_at   NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    heartbeat_at NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    lease_until  NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    finished_at  NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    rows         BIGINT        NULL,
    done         BIGINT        NULL,
    total        BIGINT        NULL,
    message      NVARCHAR(2000) NULL
);
CREATE INDEX job_due ON jaksignals.job (due_at);

-- Current cases of the run: what the quality gate compares; null for runs before this version.
ALTER TABLE jaksignals.run ADD cases BIGINT NULL;
