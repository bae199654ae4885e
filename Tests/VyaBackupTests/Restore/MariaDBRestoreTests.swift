import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// `restore` on a real MariaDB: what comes back is what was there.
@Suite("MariaDB restored by vya-backup", .ownThread)
struct MariaDBRestoreTests {
    /// A name of a database that no other test has.
    private func fresh(_ name: String) -> String { "\(name)_\(UInt32.random(in: .min ... .max))" }

    private func names(on server: PrivateMariaDB) throws -> [String] {
        try server.query("SHOW DATABASES").split(separator: "\n").map(String.init)
    }

    private func roundTrip(_ kind: HostileData.Kind) throws {
        let server = try PrivateMariaDB.shared()
        let (name, other) = (fresh("restored"), fresh("other name"))
        try HostileData.load(kind, into: server, database: name)
        defer {
            try? server.dropDatabase(name)
            try? server.dropDatabase(other)
        }
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll(within: 300).status == 0)
        let expected = ComparableDump(try server.dump(name))
        let artifact = try night.artifact(of: name)
        let copy = try night.restore(artifact, "--target", other, within: 600)
        #expect(copy.status == 0, "\(copy)")
        #expect(ComparableDump(try server.dump(other)).difference(from: expected) == nil)
        try server.dropDatabase(name)
        let back = try night.restore("--id", "2", "--database", name, within: 600)
        #expect(back.status == 0, "\(back)")
        #expect(ComparableDump(try server.dump(name)).difference(from: expected) == nil)
    }

    @Test("hostile objects, triggers, events and routines come back under both names")
    func hostile() throws { try roundTrip(.hostile) }

    @Test("an ordinary database comes back")
    func shop() throws { try roundTrip(.shop) }

    @Test("very many tables come back")
    func manyTables() throws { try roundTrip(.manyTables) }

    @Test("a very wide row comes back")
    func wideRow() throws { try roundTrip(.wideRow) }

    @Test("databases whose names are hard, and empty ones, come back with their character set")
    func hardNames() throws {
        let server = try PrivateMariaDB()
        for (index, name) in HostileData.mariaDBNames.enumerated() {
            try server.createDatabase(name)
            if index % 2 == 0 {
                try server.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (\(index))", in: name)
            }
        }
        try server.execute("CREATE DATABASE latin CHARACTER SET latin1 COLLATE latin1_german1_ci")
        let night = try Night(entries: [Night.entry(server)])
        #expect(try night.runAll(within: 300).status == 0)
        let names = HostileData.mariaDBNames.enumerated().filter { Adversity.isFull || $0.offset % 3 == 0 }
        for name in names.map(\.element) + ["latin"] {
            let quoted = name.contains("'") || name.contains("\"")
            let expected = ComparableDump(try server.dump(name, routines: !quoted))
            try server.dropDatabase(name)
            let result = try night.restore(try night.artifact(of: name))
            #expect(result.status == 0, "\(name): \(result)")
            #expect(
                ComparableDump(try server.dump(name, routines: !quoted)).difference(from: expected) == nil)
        }
        #expect(
            try server.query(
                "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'latin'")
                == "latin1_german1_ci")
    }

    @Test("O6 what runs in the name of users that are gone comes back, with the statements that make them")
    func goneDefiners() throws {
        let server = try PrivateMariaDB.shared()
        try server.createDatabase("gone")
        defer { try? server.dropDatabase("gone") }
        try server.execute(
            """
            CREATE TABLE t (id INT); INSERT INTO t VALUES (1); CREATE USER gone_one@'%'; CREATE USER gone_two@localhost;
            GRANT ALL ON gone.* TO gone_one@'%';
            CREATE DEFINER=gone_one@'%' VIEW v AS SELECT * FROM t;
            CREATE DEFINER=gone_two@localhost PROCEDURE p() SELECT 1;
            CREATE DEFINER=gone_two@localhost EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;
            CREATE DEFINER=gone_two@localhost TRIGGER g BEFORE DELETE ON t FOR EACH ROW SET @x = 1;
            DROP USER gone_one@'%', gone_two@localhost;
            """, in: "gone")
        let night = try Night(entries: [Night.entry(server, databases: ["gone"])])
        let run = try night.program.run(night.arguments("--all", "--json"))
        #expect(run.status == 0, "\(run)")
        let makes = "CREATE USER `gone_one`@`%` ACCOUNT LOCK; CREATE USER `gone_two`@`localhost` ACCOUNT LOCK"
        #expect(run.text.contains(makes), "\(run)")
        let expected = ComparableDump(try server.dump("gone"))
        let artifact = try night.artifact(of: "gone")
        try server.dropDatabase("gone")
        let result = try night.restore(artifact, "--globals")
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains(makes), "\(result)")
        #expect(ComparableDump(try server.dump("gone")).difference(from: expected) == nil)
        // The server writes the database's name into a view whose definer is gone: beside it, that fails, and harms nothing.
        let beside = try night.restore(artifact, "--globals", "--replace")
        #expect(beside.status == 2, "\(beside)")
        #expect(ComparableDump(try server.dump("gone")).difference(from: expected) == nil)
        // What is made of such a view comes back only once its definer is there.
        try server.execute(
            "CREATE USER gone_one@'%'; GRANT ALL ON gone.* TO gone_one@'%'; CREATE VIEW w AS SELECT * FROM v;"
                + " DROP USER gone_one@'%'", in: "gone")
        let later = try Night(entries: [Night.entry(server, databases: ["gone"])])
        #expect(try later.runAll().status == 0)
        let nested = try later.artifact(of: "gone")
        try server.dropDatabase("gone")
        let refused = try later.restore(nested, "--globals")
        #expect(
            refused.status == 2 && (refused.errors + refused.text).contains("CREATE USER `gone_one`"),
            "\(refused)")
        try server.execute("CREATE USER gone_one@'%' ACCOUNT LOCK; GRANT ALL ON gone.* TO gone_one@'%'")
        defer { try? server.execute("DROP USER gone_one@'%'") }
        let again = try later.restore(nested, "--globals")
        #expect(again.status == 0, "\(again)")
    }

    @Test(
        "K7 views over views, in the name of an account that has rights on the original alone, come back everywhere"
    )
    func nestedViews() throws {
        // Its own, because accounts are in the backups of all who share a server.
        try nestedViews(on: PrivateMariaDB(), Night(entries: []))
    }

    @Test("K7 such views come back on MySQL, too")
    func nestedViewsOfMySQL() throws {
        let root = try #require(try DebianRoot.sid())
        try nestedViews(on: PrivateMariaDB(in: root, isMySQL: true), Night(entries: []))
    }

    private func nestedViews(on server: PrivateMariaDB, _ night: Night) throws {
        try server.createDatabase("nest")
        defer { for name in ["nest", "nest_copy"] { try? server.dropDatabase(name) } }
        try server.execute(
            """
            CREATE TABLE t (id INT, name TEXT CHARACTER SET latin1); INSERT INTO t VALUES (1, 'é');
            CREATE USER nest_app@localhost IDENTIFIED BY 'nest'; GRANT ALL ON nest.* TO nest_app@localhost;
            CREATE DEFINER=nest_app@localhost VIEW v AS SELECT * FROM t;
            CREATE DEFINER=nest_app@localhost VIEW w AS SELECT id, name COLLATE latin1_german1_ci AS name FROM v;
            CREATE DEFINER=nest_app@localhost VIEW `x``y` AS SELECT w.id AS v, v.id AS w FROM w JOIN v ON v.id = w.id;
            CREATE DEFINER=nest_app@localhost VIEW `a b` AS SELECT * FROM `x``y` WHERE v IN (SELECT id FROM w);
            CREATE VIEW b AS SELECT * FROM `a b`;
            CREATE DEFINER=nest_app@localhost VIEW c AS SELECT * FROM b;
            """, in: "nest")
        defer { try? server.execute("DROP USER nest_app@localhost") }
        try night.configure([Night.entry(server, databases: ["nest"])])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let expected = ComparableDump(try server.dump("nest"))
        let artifact = try night.artifact(of: "nest")
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0, "\(drill)")
        let copy = try night.restore(artifact, "--target", "nest_copy")
        #expect(copy.status == 0 && copy.errors.contains("nest_app@localhost"), "\(copy)")
        try server.execute("GRANT SELECT ON nest_copy.* TO nest_app@localhost")
        for view in ["v", "w", "`x``y`", "`a b`", "b", "c"] {
            #expect(try server.query("SELECT COUNT(*) FROM \(view)", in: "nest_copy") == "1", "\(view)")
        }
        try server.execute("REVOKE SELECT ON nest_copy.* FROM nest_app@localhost")
        let replaced = try night.restore(artifact, "--replace")
        #expect(replaced.status == 0, "\(replaced)")
        #expect(ComparableDump(try server.dump("nest")).difference(from: expected) == nil)
        for name in try names(on: server).filter({ $0.hasPrefix("nest_replaced") }) {
            try server.dropDatabase(name)
        }
    }

    @Test(
        "R3 settings of the server that change what a session may do keep no restore, drill or replacement from its work",
        arguments: [
            ["--autocommit=0"], ["--lower-case-table-names=1"],
            ["--sql-require-primary-key=ON", "--autocommit=0"],
        ])
    func serverSettings(options: [String]) throws {
        let isMySQL = options[0].hasPrefix("--sql-require")
        let server =
            try isMySQL
            ? PrivateMariaDB(in: DebianRoot.sid(), isMySQL: true, options: options)
            : PrivateMariaDB(options: options)
        try server.createDatabase("Shop")
        try server.execute(
            """
            CREATE TABLE T (id INT PRIMARY KEY, a TEXT); INSERT INTO T VALUES (1, 'x'), (2, 'y'); COMMIT;
            CREATE VIEW V AS SELECT * FROM T; CREATE TRIGGER G BEFORE INSERT ON T FOR EACH ROW SET NEW.a = UPPER(NEW.a);
            CREATE PROCEDURE P() SELECT COUNT(*) FROM T; CREATE EVENT E ON SCHEDULE EVERY 1 DAY DO SELECT 1;
            """, in: "Shop")
        let name = try #require(try names(on: server).first { $0.lowercased() == "shop" })
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let expected = ComparableDump(try server.dump(name))
        let artifact = try night.artifact(of: name)
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0, "\(drill)")
        let table = try #require(
            try server.query("SHOW TABLES", in: name).lines.first { $0.lowercased() == "t" })
        for words in [
            ["--target", "Copy"], ["--replace"], ["--table", String(table), "--target", "Tabled"],
        ] {
            let result = try night.program.run(
                ["restore", artifact, "--yes", "--config", night.folder("config.json")] + words)
            #expect(result.status == 0, "\(result)")
        }
        #expect(ComparableDump(try server.dump(name)).difference(from: expected) == nil)
        #expect(try server.query("SELECT COUNT(*), MIN(a) FROM T", in: "Copy") == "2\tx")
        #expect(try server.query("SELECT COUNT(*) FROM T", in: "Tabled") == "2")
    }

    @Test(
        "R2 a statement that the server does not take at once is told of by the backup, and stands in the way of a restore"
    )
    func packets() throws {
        let server = try PrivateMariaDB(options: ["--max-allowed-packet=1M"])
        try server.createDatabase("large")
        try server.execute(
            "CREATE TABLE t (a LONGBLOB); INSERT INTO t VALUES (REPEAT('x', 600 * 1024)), ('y')", in: "large")
        let night = try Night(entries: [Night.entry(server, databases: ["large"])])
        let run = try night.run("run", "--all", "--json")
        let remedy = "SET GLOBAL max_allowed_packet = 2097152"
        #expect(run.status == 0 && run.text.contains(remedy), "\(run)")
        let artifact = try night.artifact(of: "large")
        let refused = try night.restore(artifact, "--target", "copy")
        #expect(refused.status == 2 && refused.errors.contains(remedy), "\(refused)")
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status != 0 && (drill.text + drill.errors).contains(remedy), "\(drill)")
        try server.execute(remedy)
        let restored = try night.restore(artifact, "--target", "copy")
        #expect(restored.status == 0, "\(restored)")
        #expect(try night.run("verify", artifact, "--restore").status == 0)
        #expect(try server.query("SELECT SUM(LENGTH(a)) FROM t", in: "copy") == "614401")
        #expect(try !night.run("run", "--all", "--json").text.contains("max_allowed_packet"))
    }

    @Test(
        "R7 events that run once and whose time is past keep no drill and no restore from passing, which is said"
    )
    func pastEvents() throws {
        let server = try PrivateMariaDB.shared()
        try server.createDatabase("past")
        defer { for name in ["past", "past_copy"] { try? server.dropDatabase(name) } }
        try server.execute(
            """
            CREATE TABLE t (id INT); INSERT INTO t VALUES (1);
            CREATE EVENT gone ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 SECOND DO SELECT 1;
            CREATE EVENT ended ON SCHEDULE EVERY 1 DAY ENDS CURRENT_TIMESTAMP + INTERVAL 1 SECOND DO SELECT 1;
            CREATE EVENT later ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 YEAR DO SELECT 1;
            CREATE EVENT kept ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 SECOND ON COMPLETION PRESERVE DO SELECT 1;
            CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO SELECT 'ON SCHEDULE AT NOT PRESERVE';
            DO SLEEP(2);
            """, in: "past")
        let night = try Night(entries: [Night.entry(server, databases: ["past"])])
        #expect(try night.runAll().status == 0)
        let drill = try night.run("verify", "--latest", "--restore")
        #expect(drill.status == 0, "\(drill)")
        let artifact = try night.artifact(of: "past")
        let events =
            "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1"
        for words in [["--target", "past_copy"], ["--replace"]] {
            let result = try night.program.run(
                ["restore", artifact, "--yes", "--config", night.folder("config.json")] + words)
            #expect(result.status == 0 && result.errors.contains("ended, gone, later"), "\(result)")
            let name = words.count > 1 ? "past_copy" : "past"
            let found = try server.query(events, in: name).lines.map { String($0) }
            #expect(Set(found).isSuperset(of: ["kept", "later", "nightly"]), "\(found)")
        }
        for name in try names(on: server).filter({ $0.hasPrefix("past_replaced") }) {
            try server.dropDatabase(name)
        }
    }

    @Test("on a new server with none of the users an application logs in and reads; grants are equal")
    func newServer() throws {
        let source = try PrivateMariaDB()
        try source.execute(
            """
            CREATE DATABASE app_db; CREATE TABLE app_db.t (id int); INSERT INTO app_db.t VALUES (1), (2);
            CREATE TABLE app_db.hidden (id int);
            CREATE ROLE readers; GRANT SELECT ON app_db.t TO readers;
            CREATE USER app@'%' IDENTIFIED BY 'app-password'; GRANT readers TO app@'%';
            SET DEFAULT ROLE readers FOR app@'%'; GRANT INSERT ON app_db.* TO app@'%';
            CREATE USER definer@localhost IDENTIFIED BY 'x'; GRANT ALL ON app_db.* TO definer@localhost;
            CREATE DEFINER=definer@localhost VIEW app_db.v AS SELECT * FROM app_db.t;
            """)
        try HostileData.load(.hostile, into: source, database: "hostile")
        if Adversity.isFull {
            try HostileData.load(.wideRow, into: source, database: "wide")
            try HostileData.load(.manyTables, into: source, database: "many")
        }
        let others = ["hostile", "empty"] + (Adversity.isFull ? ["wide", "many"] : [])
        try source.createDatabase("empty")
        let night = try Night(entries: [
            Night.entry(source, databases: ["app_db"] + others)
        ])
        #expect(try night.runAll(within: 300).status == 0)
        let expected = ComparableDump(try source.dump("app_db"))
        let grants = "SHOW GRANTS FOR app@'%'; SHOW GRANTS FOR readers; SHOW GRANTS FOR definer@localhost"
        let expectedGrants = try source.query(grants)
        let artifact = try night.artifact(of: "app_db")

        let target = try PrivateMariaDB()
        try night.configure([Night.entry(target, databases: ["app_db"])])
        for name in others {
            let result = try night.restore(try night.artifact(of: name), "--globals", within: 300)
            #expect(result.status == 0, "\(result)")
            let before = ComparableDump(try source.dump(name))
            #expect(ComparableDump(try target.dump(name)).difference(from: before) == nil, "\(name)")
        }
        try target.execute("DROP USER definer@localhost")
        let refused = try night.restore(artifact)
        #expect(refused.status == 2, "\(refused)")
        for word in ["definer@localhost", "--globals"] {
            #expect(refused.errors.contains(word), "\(refused)")
        }
        #expect(try !names(on: target).contains("app_db"))

        let result = try night.restore(artifact, "--globals")
        #expect(result.status == 0, "\(result)")
        #expect(ComparableDump(try target.dump("app_db")).difference(from: expected) == nil)
        #expect(try target.query(grants) == expectedGrants)
        var login = Command(
            "mariadb", "--no-defaults", "--host=127.0.0.1", "--port=\(target.port)", "--user=app",
            "--password=app-password", "-BNe", "SELECT sum(id) FROM app_db.t")
        login.environment["HOME"] = night.folder.path
        #expect(try login.check().text == "3\n")
    }

    @Test(
        "F10 M2 a database that exists is refused; --replace keeps it under another name, and a failed one changes nothing"
    )
    func replacing() throws {
        let server = try PrivateMariaDB()
        let name = "replaced"
        try HostileData.load(.hostile, into: server, database: name)
        try server.execute(
            "CREATE SEQUENCE numbers; CREATE TABLE numbered (n INT DEFAULT NEXTVAL(numbers), m INT) WITH SYSTEM VERSIONING",
            in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let good = ComparableDump(try server.dump(name))
        try server.execute(
            "CREATE TABLE later (id int); INSERT INTO later VALUES (1); DROP TABLE numbered; DROP SEQUENCE numbers",
            in: name)
        let changed = ComparableDump(try server.dump(name))
        let exists = try night.restore(artifact)
        #expect(exists.status == 2 && exists.errors.contains("--replace"), "\(exists)")

        let broken = try night.legacy("20260101_000000_mysql_broken.sql.gz", BrokenDump.mariaDB)
        let failed = try night.restore(broken, "--id", "2", "--target", name, "--replace")
        #expect(failed.status == 2, "\(failed)")
        #expect(ComparableDump(try server.dump(name)).difference(from: changed) == nil)

        let before = Set(night.artifacts())
        // A file that somebody left in the database's folder is nobody's reason to fail.
        let foreign = (server.socket as NSString).deletingLastPathComponent + "/data/\(name)/notes.txt"
        try Data("x".utf8).write(to: URL(fileURLWithPath: foreign))
        let result = try night.restore(artifact, "--replace")
        #expect(result.status == 0, "\(result)")
        #expect(ComparableDump(try server.dump(name)).difference(from: good) == nil)
        #expect(Set(night.artifacts()) == before)
        let kept = try #require(try names(on: server).first { $0.hasPrefix("replaced_replaced_") })
        #expect(result.errors.contains(kept), "\(result)")
        #expect(try server.query("SELECT id FROM later", in: kept) == "1")
        // The sequence that fills the column is the one under the name.
        try server.execute("INSERT INTO numbered (m) VALUES (2)", in: name)
        #expect(try server.query("SELECT COUNT(*) FROM numbered", in: name) == "1")
        #expect(try !names(on: server).contains { $0.hasPrefix("vya_") })
    }

    @Test("M2 what cannot be replaced is refused, with the reason and the way out, and nothing is changed")
    func refused() throws {
        let server = try PrivateMariaDB()
        try server.execute(
            """
            CREATE DATABASE held; CREATE TABLE held.parent (i INT PRIMARY KEY); CREATE DATABASE holding;
            CREATE TABLE holding.child (i INT, FOREIGN KEY (i) REFERENCES held.parent (i));
            """)
        let night = try Night(entries: [Night.entry(server, databases: ["held"])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: "held")
        let refused = try night.restore(artifact, "--replace")
        #expect(refused.status == 2, "\(refused)")
        for word in ["\"holding\".\"child\"", "--target"] {
            #expect(refused.errors.contains(word), "\(refused)")
        }
        #expect(try names(on: server).filter { $0.hasPrefix("vya_") || $0.contains("replaced") } == [])
        try server.execute("DROP TABLE holding.child")
        #expect(try night.restore(artifact, "--replace").status == 0)
    }

    @Test("F19 an error in the middle is reported with its words, and nothing half-done stays")
    func errorInTheMiddle() throws {
        let server = try PrivateMariaDB.shared()
        let night = try Night(entries: [Night.entry(server, databases: ["mysql"])])
        let name = fresh("broken")
        let file = try night.legacy("20260101_000000_mysql_\(name).sql.gz", BrokenDump.mariaDB)
        let result = try night.restore(file, "--id", "2")
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("no_such_function"), "\(result)")
        #expect(try !names(on: server).contains(name))
    }

    @Test(
        "F21 M3 what a restore that was killed half-way has left is named, and replaced where that is asked for"
    )
    func killed() throws {
        let server = try PrivateMariaDB()
        try server.createDatabase("killed")
        try server.execute(
            "CREATE TABLE t AS SELECT seq, REPEAT(MD5(seq), 20) AS x FROM seq_1_to_60000", in: "killed")
        let night = try Night(entries: [Night.entry(server, databases: ["killed"])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: "killed")
        try server.dropDatabase("killed")
        let running = try night.program.start(
            ["restore", "--yes", artifact, "--config", night.folder("config.json")])
        try waitUntil("the database is there") { try names(on: server).contains("killed") }
        running.process.send(SIGKILL)
        _ = try running.finish(within: 20)
        // Somebody may use what is there: it goes only where it is asked for.
        let refused = try night.restore(artifact)
        #expect(refused.status == 2 && refused.errors.contains("interrupted"), "\(refused)")
        let result = try night.restore(artifact, "--replace")
        #expect(result.status == 0, "\(result)")
        #expect(try server.query("SELECT count(*) FROM killed.t") == "60000")
    }

    @Test(
        "F17 a dump that would have the client run a program is refused, and the program is not run",
        arguments: [
            "\\! touch MARK", "system touch MARK", "SELECT 1; \\! touch MARK", "source MARK", "tee MARK",
            "\\. MARK", "\\T MARK", "pager touch MARK", "/*!40101 SET @x = 1 */ \\! touch MARK",
            "/*M!999999\\- enable the sandbox mode */\n\\! touch MARK",
        ])
    func commands(_ payload: String) throws {
        let server = try PrivateMariaDB.shared()
        let night = try Night(entries: [Night.entry(server, databases: ["mysql"])])
        let mark = night.folder("mark")
        let name = fresh("command")
        let text = """
            -- MariaDB dump 10.19
            CREATE TABLE t (a text);
            \(payload.replacingOccurrences(of: "MARK", with: mark))
            COMMIT;
            -- Dump completed on 2026-01-01  0:00:00

            """
        let file = try night.legacy("20260101_000000_mysql_\(name).sql.gz", text)
        let result = try night.restore(file, "--id", "2")
        #expect(result.status == 4, "\(result)")
        #expect(!FileManager.default.fileExists(atPath: mark))
        #expect(try !names(on: server).contains(name))
    }

    @Test(
        "F18 the sandbox line is read, whichever way it is spelt",
        arguments: [
            "/*M!999999\\- enable the sandbox mode */", "/*!999999\\- enable the sandbox mode */",
            "/*M!999999\\- enable the sandbox mode */ ",
        ])
    func sandboxLine(_ line: String) throws {
        let server = try PrivateMariaDB.shared()
        let night = try Night(entries: [Night.entry(server, databases: ["mysql"])])
        let name = fresh("sandbox")
        let file = try night.legacy(
            "20260101_000000_mysql_\(name).sql.gz",
            line + "\n-- MariaDB dump 10.19\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (1),(2);\n"
                + "-- Dump completed on 2026-01-01  0:00:00\n")
        defer { try? server.dropDatabase(name) }
        let result = try night.restore(file, "--id", "2")
        #expect(result.status == 0, "\(result)")
        #expect(try server.query("SELECT count(*) FROM t", in: name) == "2")
    }

    @Test("--table brings single tables back with their triggers, into a new or the living database")
    func tables() throws {
        let server = try PrivateMariaDB.shared()
        let (name, other) = (fresh("tables"), fresh("tables_copy"))
        try server.createDatabase(name)
        defer {
            try? server.dropDatabase(name)
            try? server.dropDatabase(other)
        }
        try server.execute(
            """
            CREATE TABLE people (id int PRIMARY KEY, name varchar(50), KEY k (name));
            INSERT INTO people SELECT seq, CONCAT('p', seq) FROM seq_1_to_500;
            CREATE TABLE big AS SELECT seq, MD5(seq) AS t FROM seq_1_to_50000;
            CREATE TABLE `odd ``name` (id int);
            INSERT INTO `odd ``name` VALUES (1),(2);
            CREATE TRIGGER tr BEFORE INSERT ON people FOR EACH ROW SET NEW.name = UPPER(NEW.name);
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let copy = try night.restore(artifact, "--table", "people", "--target", other)
        #expect(copy.status == 0, "\(copy)")
        #expect(try server.query("SHOW TABLES", in: other) == "people")
        #expect(try server.query("SELECT count(*), max(name) FROM people", in: other) == "500\tp99")
        #expect(
            try server.query(
                "SELECT count(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '\(other)'") == "1")
        try server.execute("DROP TABLE `odd ``name`", in: name)
        let exists = try night.restore(artifact, "--table", "people")
        #expect(exists.status == 2 && exists.errors.contains("people"), "\(exists)")
        let back = try night.restore(artifact, "--table", "odd `name")
        #expect(back.status == 0, "\(back)")
        #expect(try server.query("SELECT count(*) FROM `odd ``name`", in: name) == "2")
        let unknown = try night.restore(artifact, "--table", "peeple")
        #expect(unknown.status == 64 && unknown.errors.contains("people"), "\(unknown)")
    }

    @Test("a dump of --databases restores under another name and leaves the one that it names alone")
    func databasesDump() throws {
        let server = try PrivateMariaDB.shared()
        let (name, other) = (fresh("named"), fresh("named_copy"))
        try HostileData.load(.shop, into: server, database: name)
        defer {
            try? server.dropDatabase(name)
            try? server.dropDatabase(other)
        }
        let expected = ComparableDump(try server.dump(name))
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        var dump = Command(
            "mariadb-dump", "--defaults-file=" + server.optionFile, "--routines", "--events", "--hex-blob",
            "--default-character-set=utf8mb4", "--databases", name)
        dump.environment["HOME"] = night.folder.path
        let text = String(decoding: try dump.check().output, as: UTF8.self)
        #expect(text.contains("USE `\(name)`"))
        let file = try night.legacy("20260101_000000_mysql_\(name).sql.gz", text)
        try server.execute("CREATE TABLE later (id int)", in: name)
        let result = try night.restore(file, "--id", "2", "--target", other)
        #expect(result.status == 0, "\(result)")
        #expect(ComparableDump(try server.dump(other)).difference(from: expected) == nil)
        #expect(try server.query("SHOW TABLES LIKE 'later'", in: name) == "later")
    }

    /// Days that a server takes under ALLOW_INVALID_DATES alone.
    static let days = """
        SET sql_mode = 'ALLOW_INVALID_DATES'; CREATE TABLE days (id int PRIMARY KEY, d date, t datetime);
        INSERT INTO days VALUES (1, '2000-02-31', '1999-11-31 12:00:00'), (2, '0000-00-00', '2000-00-13'), (3, '2023-02-29', NULL);
        CREATE TABLE computing (id int PRIMARY KEY, s varchar(20), d date AS (CAST(s AS DATE)) STORED UNIQUE);
        SET sql_mode = ''; INSERT INTO computing (id, s) VALUES (1, '2000-02-31'), (2, '2000-02-31'), (3, 'x')
        """

    @Test("a column that is computed by the clock fails no drill, and its table is named")
    func clock() throws {
        let server = try PrivateMariaDB.shared()
        let name = fresh("clock")
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute(
            "CREATE TABLE n (born date, age bigint AS (TIMESTAMPDIFF(MICROSECOND, born, NOW(6))) VIRTUAL); INSERT INTO n (born) VALUES ('2000-01-01')",
            in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let drill = try night.run("verify", try night.artifact(of: name), "--restore")
        #expect(drill.status == 0 && drill.text.contains("`n` has columns that are computed"), "\(drill)")
    }

    @Test("days that no calendar has come back, by every restore and by a drill")
    func days() throws {
        let server = try PrivateMariaDB.shared()
        let (name, other) = (fresh("days"), fresh("other"))
        try server.createDatabase(name)
        try server.execute(Self.days, in: name)
        defer {
            let all = (try? names(on: server)) ?? []
            for database in all where database.hasPrefix(name) || database == other {
                try? server.dropDatabase(database)
            }
        }
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let expected = try server.query("SELECT * FROM `\(name)`.days ORDER BY id")
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        for words in [["--target", other], ["--target", other, "--table", "days"]] {
            let result = try night.program.run(
                ["restore", artifact, "--yes", "--config", night.folder("config.json")] + words)
            #expect(result.status == 0, "\(result)")
            #expect(try server.query("SELECT * FROM `\(other)`.days ORDER BY id") == expected)
            try server.dropDatabase(other)
        }
        #expect(try night.restore(artifact, "--replace").status == 0)
        #expect(try server.query("SELECT * FROM `\(name)`.days ORDER BY id") == expected)
    }
}
