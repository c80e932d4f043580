-- Who may sign in, and as what. Times are UTC, ISO 8601 to 100 ns with offset, so that their texts sort as they do.
CREATE TABLE account (
    normalized_name TEXT    PRIMARY KEY,          -- user_name in capitals
    user_name       TEXT    NOT NULL,
    role            TEXT    NOT NULL CHECK (role IN ('reader', 'reviewer', 'operator', 'administrator')),
    password_hash   TEXT    NULL,                 -- null: signs in through the reverse proxy only
    security_stamp  TEXT    NOT NULL,             -- new with every change of password, role or state: what was signed in before is out
    must_change     INTEGER NOT NULL,             -- 1: the password is for one use
    failed_attempts INTEGER NOT NULL,             -- since the last sign-in
    locked_until    TEXT    NULL,
    created_at      TEXT    NOT NULL,
    last_sign_in_at TEXT    NULL,
    disabled        INTEGER NOT NULL
) WITHOUT ROWID;
