-- Scores that came after the ratios; null for runs before this version.
ALTER TABLE signal ADD COLUMN ic         REAL    NULL;
ALTER TABLE signal ADD COLUMN ic_lower   REAL    NULL;
ALTER TABLE signal ADD COLUMN ic_upper   REAL    NULL;
ALTER TABLE signal ADD COLUMN ebgm       REAL    NULL;
ALTER TABLE signal ADD COLUMN eb05       REAL    NULL;
ALTER TABLE signal ADD COLUMN eb95       REAL    NULL;
ALTER TABLE signal ADD COLUMN fisher_p   REAL    NULL;
ALTER TABLE signal ADD COLUMN q_value    REAL    NULL;
ALTER TABLE signal ADD COLUMN robust_signals        INTEGER NULL;    -- specifications of the robustness grid that call the pair a signal
ALTER TABLE signal ADD COLUMN robust_specifications INTEGER NULL;
