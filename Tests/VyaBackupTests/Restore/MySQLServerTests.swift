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
        let expected = ComparableDump(try server.dump("shop"))
        #expect(ComparableDump(try server.dump("copy")).difference(from: expected) == nil)
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
}
