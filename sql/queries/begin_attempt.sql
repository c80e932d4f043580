-- The count is taken before the password is looked at. A lock that is over begins a new count.
UPDATE jaksignals.account
SET failed_attempts = CASE WHEN locked_until IS NULL THEN failed_attempts + 1 ELSE 1 END,
    locked_until    = CASE WHEN locked_until IS NULL AND failed_attempts + 1 >= @most THEN @until ELSE NULL END
WHERE normalized_name = @key AND disabled = 0 AND (locked_until IS NULL OR locked_until <= @now)
