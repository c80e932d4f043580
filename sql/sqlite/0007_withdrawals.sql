-- Loads that hold the same report: the same case, number and version. Counted once, when the later of the two is loaded.
CREATE TABLE load_overlap (
    load_id           INTEGER NOT NULL REFERENCES source_load (load_id),     -- the one loaded later
    other_load_id     INTEGER NOT NULL REFERENCES source_load (load_id),
    same_reports      INTEGER NOT NULL,      -- reports that both hold
    differing_reports INTEGER NOT NULL,      -- of these, reports that do not say the same in both
    PRIMARY KEY (load_id, other_load_id),
    CHECK (differing_reports BETWEEN 0 AND same_reports AND other_load_id < load_id)
) WITHOUT ROWID;

-- 1: it was compared with all that was loaded before it; 0: it came with a program that did not compare.
ALTER TABLE source_load ADD COLUMN compared INTEGER NOT NULL DEFAULT 0;
