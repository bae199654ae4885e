-- What runs by the clock: jobs of several accounts, with what became of them. None is due while this is looked at.
CREATE EXTENSION pg_cron;
CREATE ROLE clerk LOGIN;
CREATE ROLE auditor LOGIN;
GRANT USAGE ON SCHEMA cron TO clerk, auditor;
GRANT SELECT ON cron.job_run_details TO auditor;
CREATE TABLE ledger (id int PRIMARY KEY, amount numeric, at timestamptz DEFAULT now());
INSERT INTO ledger SELECT n, n * 1.5, '2026-01-01' FROM generate_series(1, 100) n;
ALTER TABLE ledger OWNER TO clerk;
SELECT cron.schedule('nightly vacuum', '0 3 29 2 *', 'VACUUM ledger');
SELECT cron.schedule('0 4 29 2 *', $$DELETE FROM ledger WHERE at < now() - interval '10 years'$$);
SELECT cron.schedule_in_database('elsewhere', '0 5 29 2 *', 'SELECT 1', 'postgres', 'auditor', false);
SET SESSION AUTHORIZATION clerk;
SELECT cron.schedule('it''s the clerk''s', '@yearly', E'SELECT ''a\\tb'',\n\t1');
SELECT cron.schedule('gone', '0 6 29 2 *', 'SELECT 2');
SELECT cron.unschedule('gone');
RESET SESSION AUTHORIZATION;
INSERT INTO cron.job_run_details (jobid, runid, job_pid, database, username, command, status, return_message, start_time, end_time)
    SELECT 1 + n % 2, nextval('cron.runid_seq'), 4000 + n, current_database(), 'postgres', 'VACUUM ledger',
        CASE WHEN n % 9 = 0 THEN 'failed' ELSE 'succeeded' END, E'VACUUM\n', '2026-01-01'::timestamptz + n * interval '1 day',
        '2026-01-01'::timestamptz + n * interval '1 day 3 seconds' FROM generate_series(1, 50) n;
-- What is made of the extension's tables and functions.
CREATE VIEW jobs AS SELECT jobname, schedule, username FROM cron.job WHERE active;
CREATE VIEW failures AS SELECT jobid, runid, return_message FROM cron.job_run_details WHERE status = 'failed';
CREATE FUNCTION postpone(job bigint) RETURNS void LANGUAGE sql
    BEGIN ATOMIC SELECT cron.alter_job(job, schedule => '0 0 29 2 *'); END;
CREATE FUNCTION plan_it(text) RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN cron.schedule($1, ''0 7 29 2 *'', ''SELECT 3''); END';
