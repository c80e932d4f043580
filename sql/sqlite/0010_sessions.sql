-- Sessions of the console, and wrong passwords by account and sender. Times are UTC, ISO 8601 to 100 ns with offset, so that their texts sort as they do.
CREATE TABLE console_session (
    session_id      TEXT PRIMARY KEY,             -- random; the cookie holds it, encrypted
    normalized_name TEXT NOT NULL,
    begun_at        TEXT NOT NULL,
    ends_at         TEXT NOT NULL                 -- however much it is used
) WITHOUT ROWID;

CREATE TABLE sign_in_attempt (
    normalized_name TEXT    NOT NULL,
    sender          TEXT    NOT NULL,             -- address or network; 'elsewhere': all senders the account has not signed in from; 'signature': who is signed in
    failed_attempts INTEGER NOT NULL,             -- counted before the password is looked at, taken back when it was right
    counted_since   TEXT    NOT NULL,
    locked_until    TEXT    NULL,
    signed_in_at    TEXT    NULL,                 -- last sign-in of the account from there
    PRIMARY KEY (normalized_name, sender)
) WITHOUT ROWID;

-- Locks were of the account as a whole.
ALTER TABLE account DROP COLUMN failed_attempts;
ALTER TABLE account DROP COLUMN locked_until;

-- 1: the password for one use has signed in once; it can only be changed now.
ALTER TABLE account ADD COLUMN one_time_used INTEGER NOT NULL DEFAULT 0;
