SELECT user_name AS UserName, role AS RoleName, password_hash AS PasswordHash, security_stamp AS SecurityStamp, must_change AS MustChange,
       one_time_used AS OneTimeUsed, created_at AS CreatedAt, last_sign_in_at AS LastSignInAt, disabled AS Disabled
FROM jaksignals.account
ORDER BY normalized_name
