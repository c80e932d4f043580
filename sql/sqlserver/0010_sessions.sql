-- Sessions of the console, and wrong passwords by account and sender. Times are UTC, ISO 8601 to 100 ns with offset, so that their texts sort as they do.
CREATE TABLE jaksignals.console_session (
    session_id      NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT console_session_key PRIMARY KEY,    -- random; the cookie holds it, encrypted
    normalized_name NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    begun_at        NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ends_at         NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL      -- however much it is used
);

CREATE TABLE jaksignals.sign_in_attempt (
    normalized_name NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sender          NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,     -- address or network; 'elsewhere': all senders the account has not signed in from; 'signature': who is signed in
    failed_attempts INT          NOT NULL,        -- counted before the password is looked at, taken back when it was right
    counted_since   NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    locked_until    NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    signed_in_at    NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,         -- last sign-in of the account from there
    CONSTRAINT sign_in_attempt_key PRIMARY KEY (normalized_name, sender)
);

-- Locks were of the account as a whole.
ALTER TABLE jaksignals.account DROP COLUMN failed_attempts, locked_until;

-- 1: the password for one use has signed in once; it can only be changed now.
ALTER TABLE jaksignals.account ADD one_time_used BIT NOT NULL CONSTRAINT account_one_time_used DEFAULT 0;
