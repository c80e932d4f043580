-- The register of signals: what a decision says beside its state, and what its reviewer saw. The hash of a row covers every column.
ALTER TABLE jaksignals.review ADD kind            NVARCHAR(20)   COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT review_kind DEFAULT 'signal';   -- signal: on a pair; name: on the substance drug_key of an unmapped name
ALTER TABLE jaksignals.review ADD name            NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NULL;        -- the unmapped name
ALTER TABLE jaksignals.review ADD meaning         NVARCHAR(200)  NOT NULL CONSTRAINT review_meaning DEFAULT '';          -- of the signature, in words
ALTER TABLE jaksignals.review ADD manifest_sha256 NVARCHAR(64)   NOT NULL CONSTRAINT review_manifest DEFAULT '';         -- of the snapshot the decision was made on
ALTER TABLE jaksignals.review ADD priority        NVARCHAR(20)   NULL;        -- low, medium or high
ALTER TABLE jaksignals.review ADD due_on          NVARCHAR(10)   NULL;        -- ISO day
ALTER TABLE jaksignals.review ADD assignee        NVARCHAR(400)  COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE jaksignals.review ADD labelled        BIT            NULL;        -- 1: the event is listed in the label
ALTER TABLE jaksignals.review ADD refs            NVARCHAR(2000) NULL;        -- references
ALTER TABLE jaksignals.review ADD cases_seen      BIGINT         NULL;        -- cases of the pair in that snapshot
ALTER TABLE jaksignals.review ADD ror_lower_seen  FLOAT          NULL;        -- lower limit of its ROR there; null when not estimable

-- The last decision a run knows of: fixed when it begins, so that each attempt at it publishes the same register. Null for runs before this version.
ALTER TABLE jaksignals.run ADD review_id BIGINT NULL;

-- A pair over the runs is read by run: its keys may be longer than an index of this engine takes.

-- Filters of the list of signals that a user keeps.
CREATE TABLE jaksignals.saved_filter (
    user_key NVARCHAR(64)   COLLATE Latin1_General_100_BIN2 NOT NULL,      -- normalized_name of the account
    name     NVARCHAR(100)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    query    NVARCHAR(2000) NOT NULL,                                       -- the query of the address
    CONSTRAINT saved_filter_key PRIMARY KEY (user_key, name)
);
