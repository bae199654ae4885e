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
}
