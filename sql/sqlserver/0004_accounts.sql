-- Who may sign in, and as what. Times are UTC, ISO 8601 to 100 ns with offset, so that their texts sort as they do.
CREATE TABLE jaksignals.account (
    normalized_name NVARCHAR(64)  COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT account_key PRIMARY KEY,    -- user_name in capitals
    user_name       NVARCHAR(64)  NOT NULL,
    role            NVARCHAR(20)  NOT NULL CONSTRAINT account_role CHECK (role IN ('reader', 'reviewer', 'operator', 'administrator')),
    password_hash   NVARCHAR(400) NULL,           -- null: signs in through the reverse proxy only
    security_stamp  NVARCHAR(64)  NOT NULL,       -- new with every change of password, role or state: what was signed in before is out
    must_change     BIT           NOT NULL,       -- 1: the password is for one use
    failed_attempts INT           NOT NULL,       -- since the last sign-in
    locked_until    NVARCHAR(40)  COLLATE Latin1_General_100_BIN2 NULL,
    created_at      NVARCHAR(40)  NOT NULL,
    last_sign_in_at NVARCHAR(40)  NULL,
    disabled        BIT           NOT NULL
);
