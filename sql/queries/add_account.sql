INSERT INTO jaksignals.account (normalized_name, user_name, role, password_hash, security_stamp, must_change, one_time_used, created_at, last_sign_in_at, disabled)
SELECT @key, @name, @role, @passwordHash, @stamp, @mustChange, 0, @at, NULL, 0
WHERE NOT EXISTS (SELECT 1 FROM jaksignals.account WHERE normalized_name = @key)
