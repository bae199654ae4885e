import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Oracle's MySQL of Debian unstable, with its own clients.
@Suite(
    "MySQL's own server and clients", .ownThread,
    .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
struct MySQLServerTests {
    /// A night with the tools of the server's own release.
    private func night(_ server: PrivateMariaDB, _ root: DebianRoot, databases: [String]) throws -> Night {
        let night = try Night(entries: [])
        let tools = try ["mysqldump", "mysql"].map {
            "\"\($0)\": \"\(try root.wrapper(for: "/usr/bin/" + $0, in: night.folder))\""
        }
        try night.configure([
            Night.entry(
                server, databases: databases,
                more: ", \"tools\": { \(tools.joined(separator: ", ")) }")
        ])
        return night
    }

    @Test("days that no calendar has come back, with every value of a drill compared")
    func days() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try server.createDatabase("days")
        try server.execute(MariaDBRestoreTests.days, in: "days")
        try server.execute("CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1", in: "days")
        let night = try night(server, root, databases: ["days"])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: "days")
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        #expect(drill.text.contains("6 of them compared by value"), "\(drill)")
        let copy = try night.restore(artifact, "--target", "copy")
        #expect(copy.status == 0, "\(copy)")
        #expect(
            try server.query("SELECT * FROM copy.days ORDER BY id")
                == server.query("SELECT * FROM days.days ORDER BY id"))
    }

    @Test(
        "R1 hints, bodies between dollar signs and libraries are backed up without a word, drilled, and come back"
    )
    func foreignBodies() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try server.createDatabase("shop")
        try server.execute(
            """
            CREATE TABLE t (x INT); INSERT INTO t VALUES (1), (2);
            DELIMITER //
            CREATE PROCEDURE hinted() BEGIN SELECT /*+ MAX_EXECUTION_TIME(1000) NO_BNL(t) */ COUNT(*) FROM t; END//
            CREATE FUNCTION js(a INT) RETURNS INT LANGUAGE JAVASCRIPT AS $$ // it's $$//
            CREATE FUNCTION js2(a INT) RETURNS INT LANGUAGE JAVASCRIPT AS $x$ let s = "$$;;
            DELIMITER ;
            system touch \(NSTemporaryDirectory())vya-gained
            "; return a $x$//
            CREATE LIBRARY lib LANGUAGE JAVASCRIPT AS $$ export function f(n) { return "it's" } $$//
            CREATE FUNCTION of_lib(a INT) RETURNS INT LANGUAGE JAVASCRIPT USING (lib AS l) AS $$ return l.f(a).length $$//
            CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.x = (SELECT /*+ BKA(t) */ 3)//
            CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT /*+ BKA(t) */ 1; END//
            DELIMITER ;
            CREATE VIEW v AS SELECT /*+ MAX_EXECUTION_TIME(1000) */ x FROM t;
            """, in: "shop")
        let night = try night(server, root, databases: ["shop"])
        let run = try night.run("run", "--all", "--json")
        #expect(run.status == 0 && !run.text.contains("refuse"), "\(run)")
        let artifact = try night.artifact(of: "shop")
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0, "\(drill)")
        let copy = try night.restore(artifact, "--target", "copy")
        #expect(copy.status == 0, "\(copy)")
        // Those of a copy are quiet.
        try server.execute("ALTER EVENT ev ENABLE", in: "copy")
        // The copy has its own library.
        let dump = String(decoding: try server.dump("copy"), as: UTF8.self)
        #expect(dump.contains("USING (`copy`.`lib`"))
        let own = dump.replacingOccurrences(of: "USING (`copy`", with: "USING (`shop`")
        let expected = ComparableDump(try server.dump("shop"))
        #expect(ComparableDump(Data(own.utf8)).difference(from: expected) == nil)
        let bodies = "SELECT ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = "
        #expect(try server.query(bodies + "'copy' ORDER BY 1") == server.query(bodies + "'shop' ORDER BY 1"))
        #expect(!FileManager.default.fileExists(atPath: NSTemporaryDirectory() + "vya-gained"))
        // What a replacement does not move is refused before anything is touched.
        let replaced = try night.restore(artifact, "--replace")
        #expect(replaced.status == 2 && replaced.errors.contains("libraries"), "\(replaced)")
        // MariaDB's client would see quotes in them.
        try night.configure([Night.entry(server, databases: ["shop"])])
        let other = try night.restore(artifact, "--target", "other")
        #expect(other.status == 2 && other.errors.contains("MySQL's own client of version 9"), "\(other)")
    }

    @Test(
        "R4 the client of MariaDB 11.8 reaches a MySQL with a certificate of its own making, and still checks one when it is told to"
    )
    func certificates() throws {
        let root = try #require(try DebianRoot.sid())
        let newer = try #require(try DebianRoot.trixie())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try server.createDatabase("shop")
        try server.execute("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)", in: "shop")
        try server.execute(
            "CREATE USER far@'%' IDENTIFIED BY 'S3CRET'; GRANT ALL ON *.* TO far@'%' WITH GRANT OPTION")
        let night = try Night(entries: [])
        let tools = try ["mariadb-dump", "mariadb"].map {
            "\"\($0)\": \"\(try newer.wrapper(for: "/usr/bin/" + $0, in: night.folder))\""
        }.joined(separator: ", ")
        func run(_ mode: String?) throws -> Program.Result {
            let ssl = mode.map { ", \"ssl\": { \"mode\": \"\($0)\" }" } ?? ""
            try night.configure([
                """
                { "id_dbms": 2, "dbms": "mysql", "host": "127.0.0.2", "port": \(server.port), "username": "far",
                "password": "S3CRET", "db_list": ["shop"], "db_ignore": [], "enabled": true\(ssl), "tools": { \(tools) } }
                """
            ])
            return try night.run("run", "--all")
        }
        for mode in ["prefer", "require"] {
            let result = try run(mode)
            #expect(result.status == 0, "\(mode): \(result)")
            let drill = try night.run("verify", night.artifact(of: "shop"), "--restore")
            #expect(drill.status == 0, "\(mode): \(drill)")
            try Command("/bin/rm", "-r", night.output).check()
        }
        for mode in ["verify-full", nil] {
            let result = try run(mode)
            #expect(
                result.status == 2 && result.errors.contains("certificate"), "\(mode ?? "none"): \(result)")
        }
    }

    @Test(
        "R8 where partial_revokes makes names of grants literal, drills pass, and the GRANTs that are printed help"
    )
    func literalGrants() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true, options: ["--partial-revokes=ON"])
        try server.createDatabase("my_shop")
        try server.execute(
            "CREATE TABLE t (a INT); CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1",
            in: "my_shop")
        let night = try night(server, root, databases: ["my_shop"])
        #expect(try night.runAll().status == 0)
        let drill = try night.run("verify", night.artifact(of: "my_shop"), "--restore")
        #expect(drill.status == 0, "\(drill)")

        try server.execute(
            "CREATE USER small@localhost IDENTIFIED BY 'S3CRET'; GRANT SELECT, LOCK TABLES ON `my_shop`.* TO small@localhost"
        )
        let tools = try ["mysqldump", "mysql"].map {
            "\"\($0)\": \"\(try root.wrapper(for: "/usr/bin/" + $0, in: night.folder))\""
        }.joined(separator: ", ")
        try night.configure([
            """
            { "id_dbms": 2, "dbms": "mysql", "host": "\(server.socket)", "username": "small", "password": "S3CRET",
            "db_list": ["my_shop"], "db_ignore": [], "enabled": true, "tools": { \(tools) } }
            """
        ])
        let thin = try night.run("run", "--all")
        #expect(thin.status == 1 && thin.errors.contains("GRANT TRIGGER ON `my_shop`.*"), "\(thin)")
        try server.execute(
            "GRANT TRIGGER, EVENT ON `my_shop`.* TO small@localhost; GRANT SHOW_ROUTINE ON *.* TO small@localhost"
        )
        let whole = try night.run("run", "--all")
        #expect(!whole.errors.contains("missing TRIGGER"), "\(whole)")
    }

    @Test(
        "R9 a server that takes no writes is an obstacle of the plan, and one whose sessions begin read-only is written to"
    )
    func readOnly() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try server.createDatabase("shop")
        try server.execute("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)", in: "shop")
        try server.execute("SET GLOBAL transaction_read_only = ON")
        let night = try night(server, root, databases: ["shop"])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let artifact = try night.artifact(of: "shop")
        for words in [["--target", "copy"], ["--replace"]] {
            let result = try night.program.run(
                ["restore", artifact, "--yes", "--config", night.folder("config.json")] + words)
            #expect(result.status == 0, "\(words): \(result)")
        }
        #expect(try night.run("verify", artifact, "--restore").status == 0)
        try server.execute("SET SESSION transaction_read_only = OFF; SET GLOBAL super_read_only = ON")
        let plan = try night.run("restore", artifact, "--target", "other", "--plan")
        #expect(plan.status == 2 && plan.errors.contains("super_read_only is on"), "\(plan)")
    }

    @Test(
        "R10 rows of computed columns alone, of which mysqldump writes what no server takes, are named, and all else comes back"
    )
    func computedRows() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try server.createDatabase("shop")
        try server.execute(
            """
            CREATE TABLE a (x INT); INSERT INTO a VALUES (1), (2);
            CREATE TABLE computed (a INT AS (1 + 1) VIRTUAL, b INT AS (3) STORED); INSERT INTO computed () VALUES (), (), ();
            CREATE TABLE empty_computed (a INT AS (1 + 1) VIRTUAL);
            CREATE TABLE z (x INT, y INT AS (x + 1)); INSERT INTO z (x) VALUES (7);
            """, in: "shop")
        let night = try night(server, root, databases: ["shop"])
        let run = try night.runAll()
        #expect(run.status == 0 && run.errors.contains("no row of these tables comes back"), "\(run)")
        #expect(run.errors.contains("`computed`") && !run.errors.contains("empty_computed"), "\(run)")
        let artifact = try night.artifact(of: "shop")
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0, "\(drill)")
        let copy = try night.restore(artifact, "--target", "copy")
        #expect(copy.status == 0 && "\(copy)".contains("their rows the dump holds"), "\(copy)")
        #expect(try server.query("SELECT SUM(x) FROM a", in: "copy") == "3")
        #expect(try server.query("SELECT y FROM z", in: "copy") == "8")
        #expect(try server.query("SELECT COUNT(*) FROM computed", in: "copy") == "0")
        let replaced = try night.restore(artifact, "--replace")
        #expect(replaced.status == 0, "\(replaced)")
    }

    @Test(
        "R9 what a dump needs of a server is asked before: tablespaces, coordinates, time zones, collations, the binary log, writes"
    )
    func needs() throws {
        let root = try #require(try DebianRoot.sid())
        let origin = try PrivateMariaDB(in: root, isMySQL: true)
        try origin.createDatabase("shop")
        let tablespace = "CREATE TABLESPACE `their space` ADD DATAFILE 'their.ibd'"
        let reference = """
            CREATE SPATIAL REFERENCE SYSTEM 990001 NAME 'ours' DEFINITION 'GEOGCS["ours",DATUM["d",SPHEROID["s",6378137,298.257]],\
            PRIMEM["Greenwich",0],UNIT["degree",0.017453292519943278],AXIS["Lat",NORTH],AXIS["Lon",EAST]]'
            """
        let zone = """
            INSERT INTO mysql.time_zone VALUES (9001, 'N'); INSERT INTO mysql.time_zone_name VALUES ('Ours/Here', 9001);
            INSERT INTO mysql.time_zone_transition_type VALUES (9001, 0, 3600, 0, 'OUR')
            """
        try origin.execute(
            """
            SET GLOBAL log_bin_trust_function_creators = 1; SET SESSION restrict_fk_on_non_standard_key = 0;
            \(tablespace); \(reference); \(zone);
            CREATE TABLE t (x INT) TABLESPACE `their space`; INSERT INTO t VALUES (1);
            CREATE TABLE places (p POINT NOT NULL SRID 990001);
            CREATE TABLE parent (id INT, KEY (id)); CREATE TABLE child (p INT, FOREIGN KEY (p) REFERENCES parent (id));
            SET time_zone = 'Ours/Here'; CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO INSERT INTO t VALUES (2);
            SET time_zone = DEFAULT;
            DELIMITER //
            CREATE FUNCTION loose(a INT) RETURNS INT BEGIN RETURN a + 1; END//
            CREATE FUNCTION strict(a INT) RETURNS INT NO SQL BEGIN RETURN a + 1; END//
            """, in: "shop")
        let night = try night(origin, root, databases: ["shop"])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let artifact = try night.artifact(of: "shop")

        let other = try PrivateMariaDB(in: root, isMySQL: true, options: ["--log-bin=binlog"])
        let tools = try ["mysqldump", "mysql"].map {
            "\"\($0)\": \"\(try root.wrapper(for: "/usr/bin/" + $0, in: night.folder))\""
        }.joined(separator: ", ")
        try night.configure([Night.entry(other, databases: ["shop"], more: ", \"tools\": { \(tools) }")])
        let plan = try night.run("restore", artifact, "--plan")
        #expect(plan.status == 2, "\(plan)")
        for words in [
            "CREATE TABLESPACE `their space` ADD DATAFILE 'their space.ibd'", "990001", "Ours/Here",
            "function loose",
            "log_bin_trust_function_creators = 1",
        ] {
            #expect(plan.errors.contains(words), "\(words): \(plan)")
        }
        #expect(!plan.errors.contains("function strict"), "\(plan)")
        try other.execute(
            "\(tablespace); \(reference); \(zone); SET GLOBAL log_bin_trust_function_creators = 1")
        let restored = try night.restore(artifact)
        #expect(restored.status == 0, "\(restored)")
        // Their dumps differ by the transactions that the binary log has counted.
        for question in [
            "SHOW CREATE TABLE t", "SHOW CREATE TABLE places", "SHOW CREATE TABLE child",
            "SHOW CREATE EVENT e",
            "SHOW CREATE FUNCTION loose", "SHOW CREATE FUNCTION strict", "SELECT * FROM t",
        ] {
            #expect(try other.query(question, in: "shop") == origin.query(question, in: "shop"))
        }

        try other.execute("ALTER DATABASE shop READ ONLY = 1")
        let readOnly = try night.run("restore", artifact, "--replace", "--plan")
        #expect(
            readOnly.status == 2 && readOnly.errors.contains("ALTER DATABASE `shop` READ ONLY = 0"),
            "\(readOnly)")

        let maria = try PrivateMariaDB.shared()
        try night.configure([Night.entry(maria, databases: ["shop"])])
        let foreign = try night.run("restore", artifact, "--target", "r9_needs", "--plan")
        #expect(foreign.status == 2 && foreign.errors.contains("utf8mb4_0900_ai_ci"), "\(foreign)")
    }
}
