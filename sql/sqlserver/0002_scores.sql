-- Scores that came after the ratios; null for runs before this version.
ALTER TABLE jaksignals.signal ADD ic         FLOAT NULL;
ALTER TABLE jaksignals.signal ADD ic_lower   FLOAT NULL;
ALTER TABLE jaksignals.signal ADD ic_upper   FLOAT NULL;
ALTER TABLE jaksignals.signal ADD ebgm       FLOAT NULL;
ALTER TABLE jaksignals.signal ADD eb05       FLOAT NULL;
ALTER TABLE jaksignals.signal ADD eb95       FLOAT NULL;
ALTER TABLE jaksignals.signal ADD fisher_p   FLOAT NULL;
ALTER TABLE jaksignals.signal ADD q_value    FLOAT NULL;
ALTER TABLE jaksignals.signal ADD robust_signals        INT NULL;    -- specifications of the robustness grid that call the pair a signal
ALTER TABLE jaksignals.signal ADD robust_specifications INT NULL;
