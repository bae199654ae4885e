import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("What pg_dump writes, and what it never does", .ownThread)
struct PostgreSQLDumpPolicyTests {
    private func commands(_ statement: String) -> [String] {
        PostgreSQLInspectorTests.inspect(Array((statement + "\n").utf8), forTables: false, kind: .dump).1
            .commands
            .map(\.text)
    }

    @Test(
        "K8 what pg_dump never writes is refused before the first byte",
        arguments: [
            "DO $$ BEGIN COPY (SELECT 1) TO PROGRAM 'id'; END $$;", "COPY t FROM PROGRAM 'id';",
            "COPY (SELECT 1) TO PROGRAM 'id';", "COPY t TO '/tmp/x';", "CREATE ROLE evil SUPERUSER;",
            "create role evil superuser;", "CREATE USER evil;", "CREATE GROUP evil;",
            "ALTER ROLE me SUPERUSER;",
            "ALTER USER me SUPERUSER;", "ALTER SYSTEM SET archive_command = 'id';",
            "SELECT pg_reload_conf();",
            "SELECT pg_read_file('/etc/passwd');", "SELECT pg_catalog.setval('s', (SELECT f()), true);",
            "SELECT pg_catalog.setval('s', 1, true), f();",
            "SELECT pg_catalog.setval('s', 1, true) FROM f();",
            "SELECT public.setval('s', 1, true);", "SELECT setval('s', f(), true);",
            "SELECT pg_catalog.set_config('role', 'me', false);",
            "SELECT pg_catalog.lo_import('/etc/passwd');",
            "SELECT pg_catalog.lo_export(1, '/tmp/x');", "SELECT lowrite(0, f());",
            "WITH x AS (SELECT 1) SELECT f();",
            "VALUES (f());", "TABLE x;", "CALL p();", "EXECUTE q;", "PREPARE q AS SELECT f();",
            "EXPLAIN ANALYZE SELECT f();",
            "CREATE TABLE x AS SELECT f();", "GRANT pg_execute_server_program TO me;", "REVOKE a FROM b;",
            "DROP ROLE x;", "DROP OWNED BY x;", "REASSIGN OWNED BY x TO y;", "LOAD 'x';", "SET ROLE x;",
            "SET LOCAL ROLE x;",
            "SET session_preload_libraries = 'x';", "SET SESSION session_preload_libraries = 'x';",
            "CREATE TABLESPACE x LOCATION '/x';", "DELETE FROM pg_authid;",
            "UPDATE pg_authid SET rolsuper = true;",
            "TRUNCATE x;", "NOTIFY x;", "LISTEN x;", "VACUUM;", "CHECKPOINT;", "DISCARD ALL;",
            "LOCK TABLE x;",
            "IMPORT FOREIGN SCHEMA x FROM SERVER y INTO z;",
            "MERGE INTO x USING y ON true WHEN MATCHED THEN DELETE;",
            "DECLARE c CURSOR FOR SELECT f();", "START TRANSACTION;", "ROLLBACK;",
        ])
    func refused(_ statement: String) {
        let found = PostgreSQLInspectorTests.inspect(
            Array((statement + "\n").utf8), forTables: false, kind: .dump
        ).1
            .commands
        #expect(found.count == 1, "\(found)")
        // R1: what could run somebody's code is never merely unknown.
        #expect(found.allSatisfy { $0.isUnknown == statement.hasPrefix("LOCK ") }, "\(found)")
    }

    @Test(
        "what pg_dump writes is not refused",
        arguments: [
            "SET statement_timeout = 0;", "SET client_encoding = 'UTF8';",
            "SET default_table_access_method = heap;",
            "SELECT pg_catalog.set_config('search_path', '', false);",
            "SELECT pg_catalog.setval('public.s', 3, true);",
            "SELECT pg_catalog.setval('public.\"it''s\"', -9223372036854775808, false);",
            "SELECT pg_catalog.lo_create('16396');", "SELECT pg_catalog.lo_open('16396', 131072);",
            "SELECT pg_catalog.lowrite(0, '\\x00ff');", "SELECT pg_catalog.lo_close(0);",
            "SELECT lo_create(1);",
            "SELECT * FROM pg_catalog.pg_restore_relation_stats(\n\t'version', '180000'::integer,\n\t'relpages', '0'::integer\n);",
            "CREATE TABLE public.t (\n    a integer,\n    b integer GENERATED ALWAYS AS ((a + 1)) STORED\n);",
            "CREATE USER MAPPING FOR x SERVER y;", "ALTER USER MAPPING FOR x SERVER y;", "BEGIN;", "COMMIT;",
            "REFRESH MATERIALIZED VIEW public.m;", "SECURITY LABEL ON TABLE x IS 'y';", "DROP SCHEMA public;",
            "DROP TABLE IF EXISTS public.t;", "GRANT SELECT ON TABLE public.t TO me;",
            "INSERT INTO t VALUES (1);",
            "INSERT INTO t DEFAULT VALUES;", "SET SESSION AUTHORIZATION 'me';",
            "RESET SESSION AUTHORIZATION;",
            "ALTER DEFAULT PRIVILEGES FOR ROLE me GRANT SELECT ON TABLES TO you;",
            "CREATE OR REPLACE VIEW public.v AS SELECT 1 AS n;",
            "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();",
            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false, slot_name = 's');",
        ])
    func written(_ statement: String) { #expect(commands(statement) == []) }
}
