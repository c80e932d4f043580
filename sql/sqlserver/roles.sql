-- Three logins with no more rights than they need. An administrator of the server reads it, replaces the passwords (or uses Windows or Entra logins
-- instead), and runs it in the database of the store twice: before the first jaksignals migrate, and after it, when the tables are there.
-- Schema: jaksignals, or what SqlServer:Schema says.
--
--   jaksignals_migrate   brings the schema up to date (jaksignals migrate); nothing runs under it day by day
--   jaksignals_run       ingests, runs the weekly steps, serves the console
--   jaksignals_read      reads cases and results, for analysts

IF SUSER_ID(N'jaksignals_migrate') IS NULL CREATE LOGIN jaksignals_migrate WITH PASSWORD = '<a long password>';
IF SUSER_ID(N'jaksignals_run')     IS NULL CREATE LOGIN jaksignals_run     WITH PASSWORD = '<another>';
IF SUSER_ID(N'jaksignals_read')    IS NULL CREATE LOGIN jaksignals_read    WITH PASSWORD = '<a third>';
GO
IF USER_ID(N'jaksignals_migrate') IS NULL CREATE USER jaksignals_migrate FOR LOGIN jaksignals_migrate;
IF USER_ID(N'jaksignals_run')     IS NULL CREATE USER jaksignals_run     FOR LOGIN jaksignals_run;
IF USER_ID(N'jaksignals_read')    IS NULL CREATE USER jaksignals_read    FOR LOGIN jaksignals_read;
GO
IF SCHEMA_ID(N'jaksignals') IS NULL EXEC (N'CREATE SCHEMA jaksignals AUTHORIZATION jaksignals_migrate');
GO
GRANT CREATE TABLE TO jaksignals_migrate;
GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::jaksignals TO jaksignals_run;
GRANT SELECT                         ON SCHEMA::jaksignals TO jaksignals_read;
GO
-- Readers must not wait for loads; set it while nobody is connected.
ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
IF OBJECT_ID(N'jaksignals.review', N'U') IS NULL
    PRINT N'The tables are not there yet: run jaksignals migrate, then this script once more.';
ELSE
BEGIN
    -- Migrations are entered by who migrates; decisions and hashes of reports are only added to.
    DENY INSERT, UPDATE, DELETE ON jaksignals.schema_migration TO jaksignals_run;
    DENY UPDATE, DELETE         ON jaksignals.review           TO jaksignals_run;
    DENY UPDATE, DELETE         ON jaksignals.report_file      TO jaksignals_run;
    -- The accounts of the console hold hashes of passwords.
    DENY SELECT                 ON jaksignals.account          TO jaksignals_read;
    IF OBJECT_ID(N'jaksignals.console_session', N'U') IS NOT NULL
    BEGIN
        DENY SELECT             ON jaksignals.console_session  TO jaksignals_read;
        DENY SELECT             ON jaksignals.sign_in_attempt  TO jaksignals_read;
    END;
    -- TRUNCATE asks for ALTER; of the staging tables only, so that those who run can neither make nor change a table that keeps anything.
    GRANT ALTER ON jaksignals.stage_report            TO jaksignals_run;
    GRANT ALTER ON jaksignals.stage_report_drug       TO jaksignals_run;
    GRANT ALTER ON jaksignals.stage_report_event      TO jaksignals_run;
    GRANT ALTER ON jaksignals.stage_report_indication TO jaksignals_run;
    GRANT ALTER ON jaksignals.stage_report_therapy    TO jaksignals_run;
    GRANT ALTER ON jaksignals.stage_quarantine        TO jaksignals_run;
END;
GO
-- Hangfire keeps its jobs in a schema of its own (Schedule:HangfireSchema) and makes its tables there at its first start.
IF SCHEMA_ID(N'hangfire') IS NULL EXEC (N'CREATE SCHEMA hangfire AUTHORIZATION jaksignals_run');
GRANT CREATE TABLE TO jaksignals_run;
GO
