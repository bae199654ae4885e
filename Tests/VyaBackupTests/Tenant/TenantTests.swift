import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// An account that owns one database gains nothing by what it puts there, whatever the program does.
@Suite("A tenant of PostgreSQL", .ownThread)
struct TenantTests {
    @Test("K4 objects that stand in the way of PostgreSQL's own run in no session of ours")
    func shadows() throws {
        let server = try PrivatePostgreSQL()
        let tenant = try HostileTenant(on: server)
        try tenant.act("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
        #expect(tenant.try_(HostileTenant.shadows) > 60)
        let before = try tenant.picture()
        let night = try Night(entries: [Night.entry(server, databases: ["tenant"])])
        let failures = try HostileTenant.exercise(night, copying: ["tenant"], drop: server.dropDatabase)
        #expect(failures == [], "\(failures)")
        #expect(try tenant.picture() == before)
        #expect(try server.query("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = 'tenant'") == "f")
    }

    @Test("K1 K2 a name stays a name, with every mark of every language and what hides it")
    func names() throws {
        let server = try PrivatePostgreSQL()
        let tenant = try HostileTenant(on: server)
        let names = HostileTenant.names
        try tenant.makeObjects(named: names)
        let databases = names.enumerated().filter { $0.offset % 20 == 1 }.map(\.element).filter {
            !$0.holds("/")
        }
        for name in databases { try server.createDatabase(name) }
        let before = try tenant.picture()
        let night = try Night(entries: [Night.entry(server)])
        let failures = try HostileTenant.exercise(night, copying: ["tenant"], drop: server.dropDatabase)
        #expect(failures == [], "\(failures)")
        #expect(try tenant.picture() == before)
    }

    @Test("K6 a drill on the server that was backed up gives a tenant's code nothing")
    func drill() throws {
        let server = try PrivatePostgreSQL()
        let tenant = try HostileTenant(on: server)
        #expect(tenant.refused(PostgreSQLFurnishing.all) == [])
        let before = try tenant.picture()
        let night = try Night(entries: [Night.entry(server, databases: ["tenant"])])
        let failures = try HostileTenant.exercise(night)
        #expect(failures == [], "\(failures)")
        #expect(try tenant.picture() == before)
    }

    @Test("K3 the passfile serves the server and the account of the entry alone")
    func passfile() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "passed_\(UInt32.random(in: .min ... .max))"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        try night.folder.write(
            "#!/bin/sh\ncat \"$PGPASSFILE\" >\(night.folder("passfile"))\nexec pg_dump \"$@\"\n",
            to: "pg_dump")
        chmod(night.folder("pg_dump"), 0o700)
        try night.configure([
            Night.entry(
                server, databases: [name], more: #", "tools": { "pg_dump": "\#(night.folder("pg_dump"))" }"#)
        ])
        #expect(try night.runAll().status == 0)
        let text = try String(contentsOfFile: night.folder("passfile"), encoding: .utf8)
        #expect(text == "\(server.socketFolder):\(server.port):*:postgres:\(server.password)\n")
    }

    @Test("S10 the account's settings decide over nothing")
    func settings() throws {
        let server = try PrivatePostgreSQL()
        try server.createDatabase("slow")
        try server.execute(
            "CREATE TABLE t AS SELECT n, 'it costs 5 €' AS s FROM generate_series(1, 400000) n", in: "slow")
        try server.execute(
            """
            ALTER ROLE postgres SET statement_timeout = '100ms'; ALTER ROLE postgres SET lock_timeout = '50ms';
            ALTER ROLE postgres SET default_transaction_read_only = on; ALTER ROLE postgres SET client_encoding = 'LATIN1';
            ALTER ROLE postgres SET idle_in_transaction_session_timeout = '100ms';
            ALTER ROLE postgres SET standard_conforming_strings = off;
            """)
        let night = try Night(entries: [Night.entry(server, databases: ["slow"])])
        let failures = try HostileTenant.exercise(night)
        #expect(failures == [], "\(failures)")
        let artifact = try night.artifact(of: "slow")
        #expect(try night.run("restore", "--yes", artifact, "--target", "back").status == 0)
        #expect(
            try server.query(
                "SET statement_timeout = 0; SELECT count(*) FROM t WHERE s LIKE '%' || chr(8364)", in: "back")
                == "400000")
    }

    @Test("K6 a drill loads as a role without rights, which goes with the scratch, and says what it left out")
    func drillRole() throws {
        let server = try PrivatePostgreSQL()
        try server.execute("CREATE ROLE app; CREATE ROLE reader")
        try server.createDatabase("furnished")
        try server.execute(
            """
            CREATE SCHEMA ext; CREATE EXTENSION pgcrypto WITH SCHEMA ext; CREATE EXTENSION hstore;
            CREATE TABLE t (n int, k hstore, p text DEFAULT ext.crypt('x', 'y')); ALTER TABLE t OWNER TO app;
            INSERT INTO t VALUES (1, 'a=>1', 'x'); GRANT SELECT ON t TO reader;
            CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
            CREATE PUBLICATION p FOR ALL TABLES;
            CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false);
            COMMENT ON SCHEMA public IS 'ours'; ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO reader;
            ALTER DATABASE furnished SET work_mem = '8MB'; GRANT CONNECT ON DATABASE furnished TO reader;
            """, in: "furnished")
        let before = try server.query(
            "SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database ORDER BY 1")
        let night = try Night(entries: [Night.entry(server, databases: ["furnished"])])
        #expect(try night.runAll().status == 0)
        let result = try night.run("verify", "--latest", "--restore")
        #expect(result.status == 0, "\(result)")
        for word in [
            "not drilled", "owners", "privileges", "event triggers", "subscriptions", "publications",
        ] {
            #expect(result.text.contains(word), "\(word): \(result)")
        }
        #expect(
            try server.query(
                "SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database ORDER BY 1") == before
        )
        #expect(try server.query("SELECT count(*) FROM pg_subscription") == "1")
    }

    @Test("the least account that SECURITY.md names backs up and drills")
    func leastAccount() throws {
        let server = try PrivatePostgreSQL()
        try server.execute(Repository.leastAccount(of: "postgresql"))
        try server.execute("CREATE ROLE app")
        try server.createDatabase("shop")
        try server.execute(
            """
            CREATE TABLE t (n int PRIMARY KEY); INSERT INTO t VALUES (1); ALTER TABLE t OWNER TO app;
            ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE VIEW v AS SELECT n FROM t
            """, in: "shop")
        let night = try Night(entries: [
            Night.entry(server, databases: ["shop"], user: "backup", password: "change me")
        ])
        let failures = try HostileTenant.exercise(night)
        #expect(failures == [], "\(failures)")
        #expect(try server.query("SELECT rolname FROM pg_roles WHERE rolname LIKE 'vya%'").isEmpty)
        #expect(try server.query("SELECT datname FROM pg_database WHERE datname LIKE 'vya%'").isEmpty)
    }

    @Test("K1 the name of a database is no line of what an operator pastes, and no other server")
    func hints() throws {
        let server = try PrivatePostgreSQL()
        let silent = try SilentServer()
        try server.execute("CREATE ROLE weak LOGIN PASSWORD 'weak'")
        let names = [
            "a\"\n\\! id\n\"", "b\"\u{301}\r\\! id", "c' host=127.0.0.1 port=\(silent.port) x='",
            "d'\u{301} host=127.0.0.1 port=\(silent.port) x='", "e\\' host=127.0.0.1 port=\(silent.port) x='",
            "postgresql://127.0.0.1:\(silent.port)/x", "host=127.0.0.1 port=\(silent.port)",
        ]
        for name in names {
            try server.createDatabase(name)
            try server.execute("CREATE TABLE hidden (n int)", in: name)
        }
        let night = try Night(entries: [Night.entry(server, user: "weak", password: "weak")])
        for command in [["doctor"], ["run", "--all", "--dry-run"], ["run", "--all"]] {
            let result = try night.program.run(
                command + ["--config", night.folder("config.json")], within: 120)
            #expect(!result.text.lines.contains { $0.trimming(" ").begins(with: "\\!") }, "\(result)")
            #expect(!result.errors.lines.contains { $0.trimming(" ").begins(with: "\\!") }, "\(result)")
        }
        try night.configure([Night.entry(server)])
        #expect(try night.runAll().status == 0)
        #expect(try night.run("verify", "--latest", "--restore").status == 0)
        #expect(!silent.wasReached)
    }
}
