-- Loads that hold the same report: the same case, number and version. Counted once, when the later of the two is loaded.
CREATE TABLE jaksignals.load_overlap (
    load_id           INT    NOT NULL CONSTRAINT load_overlap_load REFERENCES jaksignals.source_load (load_id),     -- the one loaded later
    other_load_id     INT    NOT NULL CONSTRAINT load_overlap_other REFERENCES jaksignals.source_load (load_id),
    same_reports      BIGINT NOT NULL,       -- reports that both hold
    differing_reports BIGINT NOT NULL,       -- of these, reports that do not say the same in both
    CONSTRAINT load_overlap_key PRIMARY KEY (load_id, other_load_id),
    CONSTRAINT load_overlap_counts CHECK (differing_reports BETWEEN 0 AND same_reports AND other_load_id < load_id)
);

-- 1: it was compared with all that was loaded before it; 0: it came with a program that did not compare.
ALTER TABLE jaksignals.source_load ADD compared BIT NOT NULL CONSTRAINT source_load_compared DEFAULT 0;
