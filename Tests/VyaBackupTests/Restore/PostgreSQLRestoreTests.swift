import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// `restore` on a real PostgreSQL: what comes back is what was there.
@Suite("PostgreSQL restored by vya-backup", .ownThread)
struct PostgreSQLRestoreTests {
    /// A name of a database that no other test has.
    private func fresh(_ name: String) -> String { "\(name)_\(UInt32.random(in: .min ... .max))" }

    private func names(on server: PrivatePostgreSQL) throws -> [String] {
        try server.query("SELECT datname FROM pg_database").split(separator: "\n").map(String.init)
    }

    /// What a database is besides its content: owner, privileges, settings, comment.
    private func facts(_ database: String, on server: PrivatePostgreSQL) throws -> String {
        try server.query(
            """
            SELECT pg_encoding_to_char(encoding), datcollate, datctype, pg_get_userbyid(datdba), datacl,
            datconnlimit, shobj_description(d.oid, 'pg_database'),
            (SELECT array_agg(setconfig::text || setrole::text) FROM pg_db_role_setting WHERE setdatabase = d.oid)
            FROM pg_database d WHERE datname = '\(database.replacingOccurrences(of: "'", with: "''"))'
            """)
    }

    private func roundTrip(_ kind: HostileData.Kind) throws {
        let server = try PrivatePostgreSQL.shared()
        let (name, other) = (fresh("restored"), fresh("other's \"name\""))
        try HostileData.load(kind, into: server, database: name)
        defer {
            try? server.dropDatabase(name)
            try? server.dropDatabase(other)
        }
        try server.execute(
            """
            ALTER DATABASE \(name) SET search_path TO public, "odd, schema"; ALTER DATABASE \(name) SET work_mem = '8MB';
            COMMENT ON DATABASE \(name) IS 'it''s the shop'; ALTER DATABASE \(name) CONNECTION LIMIT 50;
            REVOKE ALL ON DATABASE \(name) FROM PUBLIC; GRANT CONNECT ON DATABASE \(name) TO pg_monitor WITH GRANT OPTION;
            """)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll(within: 300).status == 0)
        let expected = ComparableDump(try server.dump(name))
        let expectedFacts = try facts(name, on: server)
        let artifact = try night.artifact(of: name)

        // Beside the living database, under a name that needs quotes, without a byte of the data changed.
        let copy = try night.restore(artifact, "--target", other, within: 600)
        #expect(copy.status == 0, "\(copy)")
        #expect(ComparableDump(try server.dump(other)).difference(from: expected) == nil)
        #expect(try facts(other, on: server) == expectedFacts)
        // And under its own name, once that is free.
        try server.dropDatabase(name)
        let back = try night.restore("--id", "1", "--database", name, within: 600)
        #expect(back.status == 0, "\(back)")
        #expect(back.text.contains("counted, as in the backup") || kind == .wideRow, "\(back)")
        #expect(ComparableDump(try server.dump(name)).difference(from: expected) == nil)
        #expect(try facts(name, on: server) == expectedFacts)
    }

    @Test("hostile objects come back under both names, database settings included")
    func hostile() throws { try roundTrip(.hostile) }

    @Test("an ordinary database comes back")
    func shop() throws { try roundTrip(.shop) }

    @Test("very many tables come back; in the long form more than one transaction could lock")
    func manyTables() throws { try roundTrip(.manyTables) }

    @Test("a very wide row comes back")
    func wideRow() throws { try roundTrip(.wideRow) }

    @Test("an empty database comes back, and hard names do")
    func hardNames() throws {
        let server = try PrivatePostgreSQL()
        let all = HostileData.postgreSQLNames
        for (index, name) in all.enumerated() {
            try server.createDatabase(name)
            if index % 2 == 0 {
                try server.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (\(index))", in: name)
            }
        }
        let night = try Night(entries: [Night.entry(server)])
        #expect(try night.runAll(within: 300).status == 0)
        for (index, name) in all.enumerated() where Adversity.isFull || index % 3 == 0 {
            let expected = ComparableDump(try server.dump(name))
            try server.dropDatabase(name)
            let result = try night.restore(try night.artifact(of: name))
            #expect(result.status == 0, "\(index) \(name): \(result)")
            #expect(ComparableDump(try server.dump(name)).difference(from: expected) == nil)
        }
    }

    @Test("LEGACY 4 on a new server with none of the roles an application logs in and reads as before")
    func newServer() throws {
        let source = try PrivatePostgreSQL()
        try source.execute(
            """
            CREATE ROLE "owner role"; CREATE ROLE app LOGIN PASSWORD 'app-password'; GRANT "owner role" TO app;
            CREATE ROLE reader NOLOGIN; ALTER ROLE app SET search_path TO s, public;
            CREATE DATABASE app_db OWNER "owner role"; ALTER ROLE app IN DATABASE app_db SET work_mem = '9MB';
            """)
        try source.execute(
            """
            SET ROLE "owner role"; CREATE SCHEMA s; CREATE TABLE s.t (id int); INSERT INTO s.t VALUES (1), (2);
            GRANT USAGE ON SCHEMA s TO reader; GRANT SELECT ON s.t TO reader;
            ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO reader;
            """, in: "app_db")
        let night = try Night(entries: [Night.entry(source, databases: ["app_db"])])
        #expect(try night.runAll().status == 0)
        let expected = ComparableDump(try source.dump("app_db"))
        let expectedFacts = try facts("app_db", on: source)
        let artifact = try night.artifact(of: "app_db")

        let target = try PrivatePostgreSQL()
        try night.configure([Night.entry(target, databases: ["app_db"])])
        // F22: without the roles nothing is begun, and they are named.
        let refused = try night.restore(artifact)
        #expect(refused.status == 2, "\(refused)")
        for word in ["owner role", "reader", "--globals"] {
            #expect(refused.errors.contains(word), "\(refused)")
        }
        #expect(try names(on: target).sorted() == ["postgres", "template0", "template1"])

        let result = try night.restore(artifact, "--globals")
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("postgres"), "the role that exists is named: \(result)")
        #expect(ComparableDump(try target.dump("app_db")).difference(from: expected) == nil)
        #expect(try facts("app_db", on: target).contains("owner role"))
        // Without the last column, which has the numbers of roles.
        let found = try facts("app_db", on: target).split(separator: "|", omittingEmptySubsequences: false)
        let wanted = expectedFacts.split(separator: "|", omittingEmptySubsequences: false)
        #expect(found.dropLast() == wanted.dropLast())
        var login = Command(
            "psql", "-XAtqw", "-c", "SELECT sum(id), current_setting('work_mem') FROM t", "app_db")
        login.environment = target.environment
        login.environment["PGUSER"] = "app"
        login.environment["PGPASSWORD"] = "app-password"
        login.environment["PGPASSFILE"] = nil
        #expect(try login.check().text == "3|9MB\n")
        // Again: the roles exist by now, and are left alone.
        let again = try night.restore(try night.artifact(of: "globals", kind: "globals"))
        #expect(again.status == 0, "\(again)")
        #expect(again.errors.contains("app"), "\(again)")
    }

    @Test(
        "hostile, ordinary and empty databases come back on a new server, owned by roles that it did not have"
    )
    func everythingOnNewServer() throws {
        let source = try PrivatePostgreSQL()
        try source.execute("CREATE ROLE \"the owner\" LOGIN PASSWORD 'its password'")
        let large: [HostileData.Kind] = Adversity.isFull ? [.wideRow, .manyTables] : []
        for kind in [.hostile, .shop] + large {
            try HostileData.load(kind, into: source, database: kind.rawValue)
            try source.execute("ALTER DATABASE \"\(kind.rawValue)\" OWNER TO \"the owner\"")
        }
        try source.execute(
            "ALTER TABLE orders OWNER TO \"the owner\"; GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"the owner\"",
            in: "shop")
        try source.createDatabase("empty")
        let names = ["hostile", "shop", "empty"] + large.map(\.rawValue)
        let night = try Night(entries: [Night.entry(source)])
        #expect(try night.runAll(within: 300).status == 0)
        let expected = try names.map { ComparableDump(try source.dump($0)) }
        let sum = "SELECT count(*), sum(id) FROM orders"
        let read = try source.query(sum, in: "shop")
        let target = try PrivatePostgreSQL()
        try night.configure([Night.entry(target)])
        for (name, dump) in zip(names, expected) {
            let result = try night.restore(try night.artifact(of: name), "--globals", within: 300)
            #expect(result.status == 0, "\(result)")
            #expect(ComparableDump(try target.dump(name)).difference(from: dump) == nil, "\(name)")
        }
        var login = Command("psql", "-XAtqw", "-c", sum, "shop")
        login.environment = target.environment
        login.environment["PGUSER"] = "the owner"
        login.environment["PGPASSWORD"] = "its password"
        login.environment["PGPASSFILE"] = nil
        #expect(try login.check().text == read + "\n")
    }

    @Test(
        "F10 F20 a database that exists is refused, nobody at a terminal is no yes, and --plan changes nothing"
    )
    func asking() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = fresh("asked")
        try HostileData.load(.shop, into: server, database: name)
        defer { try? server.dropDatabase(name) }
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let before = try server.query("SELECT oid FROM pg_database WHERE datname = '\(name)'")
        let exists = try night.restore(artifact)
        #expect(exists.status == 2, "\(exists)")
        for word in [name, "--replace", "--target"] { #expect(exists.errors.contains(word), "\(exists)") }
        let unasked = try night.run("restore", artifact, "--target", name + "_x")
        #expect(unasked.status == 64, "\(unasked)")
        #expect(unasked.errors.contains("--yes") && unasked.errors.contains(name + "_x"), "\(unasked)")
        let plan = try night.run("restore", artifact, "--target", name + "_x", "--plan")
        #expect(plan.status == 0, "\(plan)")
        #expect(plan.text.contains("destination") && plan.text.contains(name + "_x"), "\(plan)")
        #expect(try !names(on: server).contains(name + "_x"))
        #expect(try server.query("SELECT oid FROM pg_database WHERE datname = '\(name)'") == before)
    }

    @Test(
        "--replace swaps the names at the end, keeps the old database, and a failed one leaves it as it was")
    func replacing() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = fresh("replaced")
        try HostileData.load(.shop, into: server, database: name)
        defer {
            for database in (try? names(on: server)) ?? [] where database.hasPrefix(name) {
                try? server.dropDatabase(database)
            }
        }
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let good = ComparableDump(try server.dump(name))
        try server.execute("CREATE TABLE later (id int); INSERT INTO later VALUES (1)", in: name)
        let changed = ComparableDump(try server.dump(name))

        let broken = try night.legacy(
            "20260101_000000_postgresql_broken.sql.gz", BrokenDump.postgreSQL)
        let failed = try night.restore(broken, "--id", "1", "--target", name, "--replace")
        #expect(failed.status == 2, "\(failed)")
        #expect(ComparableDump(try server.dump(name)).difference(from: changed) == nil)

        let result = try night.restore(artifact, "--replace")
        #expect(result.status == 0, "\(result)")
        #expect(ComparableDump(try server.dump(name)).difference(from: good) == nil)
        let log = try night.log()
        #expect(
            log.contains("restore begins") && log.contains("restore ends") && log.contains("no_such_function")
        )
        #expect(!log.contains(server.password))
        let kept = try #require(try names(on: server).first { $0.hasPrefix(name + "_replaced") }, "\(result)")
        #expect(result.errors.contains(kept), "\(result)")
        #expect(ComparableDump(try server.dump(kept)).difference(from: changed) == nil)
    }

    @Test("F19 an error in the middle is reported with its words, and nothing half-done stays")
    func errorInTheMiddle() throws {
        let server = try PrivatePostgreSQL()
        let night = try Night(entries: [Night.entry(server, databases: ["postgres"])])
        let name = fresh("broken")
        let file = try night.legacy("20260101_000000_postgresql_\(name).sql.gz", BrokenDump.postgreSQL)
        let result = try night.restore(file, "--id", "1")
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("no_such_function"), "\(result)")
        #expect(try !names(on: server).contains { $0.hasPrefix(name) || $0.hasPrefix("vya_") })
    }

    @Test(
        "F15 a dump without its last line is refused; --accept-incomplete restores it and says what is missing"
    )
    func incomplete() throws {
        let server = try PrivatePostgreSQL.shared()
        let night = try Night(entries: [Night.entry(server, databases: ["postgres"])])
        let name = fresh("incomplete")
        let file = try night.legacy(
            "20260101_000000_postgresql_\(name).sql.gz",
            "--\n-- PostgreSQL database dump\n--\nCREATE TABLE public.t (id int);\n")
        defer { try? server.dropDatabase(name) }
        let refused = try night.restore(file, "--id", "1")
        #expect(refused.status == 4, "\(refused)")
        #expect(refused.errors.contains("--accept-incomplete"), "\(refused)")
        #expect(try !names(on: server).contains(name))
        let taken = try night.restore(file, "--id", "1", "--accept-incomplete")
        #expect(taken.status == 0, "\(taken)")
        #expect(taken.errors.contains("completion line"), "\(taken)")
        #expect(try server.query("SELECT count(*) FROM t", in: name) == "0")
    }

    @Test(
        "F16 a dump that would have psql run a program is refused, and the program is not run",
        arguments: [
            "\\! touch MARK", "SELECT 1 \\! touch MARK", "\\copy t FROM PROGRAM 'touch MARK'",
            "\\unrestrict `touch MARK`", "\\o | touch MARK", "SELECT 'touch MARK' \\gexec", "\\i MARK",
            "COPY t FROM PROGRAM 'touch MARK';", "\\setenv X `touch MARK`", "\\g | touch MARK",
        ])
    func commands(_ payload: String) throws {
        let server = try PrivatePostgreSQL.shared()
        let night = try Night(entries: [Night.entry(server, databases: ["postgres"])])
        let mark = night.folder("mark")
        let name = fresh("command")
        let text = """
            --
            -- PostgreSQL database dump
            --
            CREATE TABLE t (a text);
            \(payload.replacingOccurrences(of: "MARK", with: mark))

            --
            -- PostgreSQL database dump complete
            --

            """
        let file = try night.legacy("20260101_000000_postgresql_\(name).sql.gz", text)
        let result = try night.restore(file, "--id", "1")
        #expect(result.status == 4, "\(result)")
        #expect(!FileManager.default.fileExists(atPath: mark))
        #expect(try !names(on: server).contains(name))
    }

    @Test("F21 a restore that was killed half-way does not keep the next one from its work, which says so")
    func killed() throws {
        let server = try PrivatePostgreSQL()
        let name = fresh("killed")
        try server.createDatabase(name)
        try server.execute(
            "CREATE TABLE t AS SELECT n, repeat(md5(n::text), 20) AS x FROM generate_series(1, 60000) n",
            in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        try server.dropDatabase(name)
        defer { try? server.dropDatabase(name) }
        let running = try night.program.start(
            ["restore", "--yes", artifact, "--config", night.folder("config.json")])
        try waitUntil("the scratch database is there") {
            try names(on: server).contains { $0.hasPrefix("vya_restore_") }
        }
        running.process.send(SIGKILL)
        _ = try running.finish(within: 20)
        #expect(try !names(on: server).contains(name))
        try waitUntil("the killed restore's client has gone") {
            try server.query("SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'vya_restore_%'")
                == "0"
        }
        let result = try night.restore(artifact)
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("interrupted"), "\(result)")
        #expect(try server.query("SELECT count(*) FROM t", in: name) == "60000")
        #expect(try !names(on: server).contains { $0.hasPrefix("vya_") })
    }

    @Test("Ctrl-C during a restore removes what was begun, exit 130")
    func interrupted() throws {
        let server = try PrivatePostgreSQL()
        let name = fresh("interrupted")
        try server.createDatabase(name)
        try server.execute(
            "CREATE TABLE t AS SELECT n, repeat(md5(n::text), 20) AS x FROM generate_series(1, 60000) n",
            in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        defer { try? server.dropDatabase(name) }
        let other = fresh("interrupted_copy")
        let running = try night.program.start(
            ["restore", "--yes", artifact, "--target", other, "--config", night.folder("config.json")])
        let count = { try names(on: server).filter { $0.hasPrefix("vya_restore_") }.count }
        let before = try count()
        try waitUntil("the scratch database is there") { try count() > before }
        running.process.send(SIGINT)
        #expect(try running.finish(within: 30).status == 130)
        #expect(try !names(on: server).contains(other))
        try waitUntil("the scratch database has gone") { try count() <= before }
    }

    @Test("F23 a file that is replaced between the proof and the use is not what is restored")
    func replacedFile() throws {
        let server = try PrivatePostgreSQL()
        let name = fresh("swapped")
        try server.createDatabase(name)
        try server.execute("CREATE TABLE t AS SELECT generate_series(1, 200000) AS n", in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        defer { try? server.dropDatabase(name) }
        try server.dropDatabase(name)
        let evil = try night.legacy(
            "evil.sql.gz", "CREATE TABLE evil (a int);\n--\n-- PostgreSQL database dump complete\n--\n")
        let running = try night.program.start(
            ["restore", "--yes", artifact, "--config", night.folder("config.json")])
        // Swapped as soon as the restore has begun to write, which is after the proof.
        try waitUntil("the scratch database is there") {
            try names(on: server).contains { $0.hasPrefix("vya_restore_") }
        }
        rename(evil, artifact)
        let result = try running.finish()
        #expect(result.status == 0, "\(result)")
        #expect(try server.query("SELECT count(*) FROM t", in: name) == "200000")
        #expect(try server.query("SELECT to_regclass('evil') IS NULL", in: name) == "t")
    }

    @Test("--table brings single tables back, with indexes and rows, into a new or the living database")
    func tables() throws {
        let server = try PrivatePostgreSQL.shared()
        let (name, other) = (fresh("tables"), fresh("tables_copy"))
        try server.createDatabase(name)
        defer {
            try? server.dropDatabase(name)
            try? server.dropDatabase(other)
        }
        try server.execute(
            """
            CREATE SCHEMA s; CREATE TYPE s.mood AS ENUM ('ok', 'bad');
            CREATE TABLE s.people (id serial PRIMARY KEY, name text, mood s.mood DEFAULT 'ok');
            CREATE INDEX people_name ON s.people (name);
            INSERT INTO s.people (name) SELECT 'p' || n FROM generate_series(1, 500) n;
            CREATE TABLE big AS SELECT n, md5(n::text) AS t FROM generate_series(1, 50000) n;
            CREATE TABLE "odd ""name" (id int REFERENCES s.people);
            INSERT INTO "odd ""name" VALUES (1), (2);
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)

        let copy = try night.restore(artifact, "--table", "s.people", "--target", other)
        #expect(copy.status == 0, "\(copy)")
        #expect(try server.query("SELECT count(*), max(mood::text) FROM s.people", in: other) == "500|ok")
        #expect(try server.query("SELECT to_regclass('big') IS NULL", in: other) == "t")
        #expect(try server.query("SELECT to_regclass('s.people_name') IS NOT NULL", in: other) == "t")

        try server.execute("DROP TABLE \"odd \"\"name\"", in: name)
        let exists = try night.restore(artifact, "--table", "people")
        #expect(exists.status == 2 && exists.errors.contains("people"), "\(exists)")
        let back = try night.restore(artifact, "--table", "odd \"name")
        #expect(back.status == 0, "\(back)")
        #expect(try server.query("SELECT count(*) FROM \"odd \"\"name\"", in: name) == "2")
        #expect(
            try server.query(
                "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = '\"odd \"\"name\"'::regclass",
                in: name) == "1")
        let unknown = try night.restore(artifact, "--table", "peeple")
        #expect(unknown.status == 64 && unknown.errors.contains("people"), "\(unknown)")
    }

    @Test("names of the Python program, as gzip and plain text, restore under any name")
    func legacyNames() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = fresh("legacy")
        try HostileData.load(.shop, into: server, database: name)
        defer { try? server.dropDatabase(name) }
        let dump = try server.dump(name)
        let expected = ComparableDump(dump)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let text = String(decoding: dump, as: UTF8.self)
        let zip = night.output + "/20260102_003000_postgresql_\(name).zip"
        let files = [
            try night.legacy("20260101_003000_postgresql_\(name).sql.gz", text),
            try night.legacy("\(name)_20260103_003000.sql", text),
            try hinted(zip, holding: text, in: night),
        ]
        for file in files {
            let other = fresh("legacy_copy")
            let result = try night.restore(file, "--id", "1", "--target", other)
            defer { try? server.dropDatabase(other) }
            #expect(result.status == 0, "\(file): \(result)")
            #expect(ComparableDump(try server.dump(other)).difference(from: expected) == nil)
        }
        let unknown = try night.restore(files[0])
        #expect(unknown.status == 64 && unknown.errors.contains("--id"), "\(unknown)")
    }

    /// Makes a zip file of the Python program's, has it refused, and runs the command that the refusal names.
    private func hinted(_ zip: String, holding text: String, in night: Night) throws -> String {
        try night.folder.write(text, to: "member.sql")
        try Command(
            "python3", "-c",
            "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED).write(sys.argv[2], 'x.sql')",
            zip, night.folder("member.sql")
        ).check()
        let refused = try night.restore(zip, "--id", "1", "--target", fresh("zip"))
        #expect(refused.status == 4, "\(refused)")
        let lines = refused.errors.split(separator: "\n")
        let command = try #require(lines.first { $0.contains("unzip -p") }?.split(separator: ": ").last)
        try Command("sh", "-c", String(command)).check()
        return String(zip.dropLast(4)) + ".sql.gz"
    }
}

/// Dumps of which one statement in the middle is wrong.
enum BrokenDump {
    static let postgreSQL = """
        --
        -- PostgreSQL database dump
        --

        CREATE TABLE public.before (id int);

        COPY public.before (id) FROM stdin;
        1
        2
        \\.

        CREATE VIEW failing AS SELECT no_such_function(1);

        CREATE TABLE public.after (id int);

        --
        -- PostgreSQL database dump complete
        --

        """

    static let mariaDB = """
        -- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
        CREATE TABLE `before` (`id` int);
        INSERT INTO `before` VALUES (1),(2);
        CREATE VIEW failing AS SELECT no_such_function(1);
        CREATE TABLE `after` (`id` int);
        -- Dump completed on 2026-01-01  0:00:00

        """
}
