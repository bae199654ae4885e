import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// The commands of the recovery card, run as they are printed, bring a set back without this program.
@Suite("The recovery card", .ownThread)
struct RecoveryCardTests {
    private func run(_ card: String, in night: Night, environment: [String: String]) throws -> Command.Result
    {
        try night.folder.write(card, to: "card.sh")
        var shell = Command("/bin/sh", night.folder("card.sh"))
        shell.environment = environment
        return try shell.run()
    }

    @Test("a set of PostgreSQL comes back on a new server by the card's commands alone")
    func postgreSQL() throws {
        let source = try PrivatePostgreSQL()
        let name = "it's a $(shop)"
        try HostileData.load(.shop, into: source, database: name)
        let quoted = PrivatePostgreSQL.identifier(name)
        try source.execute(
            """
            CREATE ROLE app LOGIN PASSWORD 'app'; ALTER DATABASE \(quoted) OWNER TO app;
            ALTER DATABASE \(quoted) SET work_mem = '8MB'; COMMENT ON DATABASE \(quoted) IS 'it''s';
            """)
        let night = try Night(entries: [Night.entry(source, databases: [name])])
        #expect(try night.runAll().status == 0)
        let expected = ComparableDump(try source.dump(name))
        let card = try night.run("restore", "--card", "--id", "1")
        #expect(card.status == 0, "\(card)")
        let target = try PrivatePostgreSQL()
        let result = try run(card.text, in: night, environment: target.environment)
        #expect(result.status == 0, "\(result)\n\(card.text)")
        #expect(ComparableDump(try target.dump(name)).difference(from: expected) == nil)
        #expect(
            try target.query("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname LIKE 'it%'")
                == "app")
        #expect(try target.query("SHOW work_mem", in: name) == "8MB")
    }

    @Test("a set of MariaDB comes back on a new server by the card's commands alone")
    func mariaDB() throws {
        let source = try PrivateMariaDB()
        let name = "it's a $(shop)"
        try HostileData.load(.shop, into: source, database: name)
        try source.execute("CREATE USER app IDENTIFIED BY 'app'; GRANT SELECT ON *.* TO app")
        let night = try Night(entries: [Night.entry(source, databases: [name])])
        #expect(try night.runAll().status == 0)
        let expected = ComparableDump(try source.dump(name, routines: false))
        let card = try night.run("restore", "--card", try night.artifact(of: name))
        #expect(card.status == 0, "\(card)")
        let target = try PrivateMariaDB()
        try Command("cp", target.optionFile, night.folder("home/.my.cnf")).check()
        let result = try run(
            card.text, in: night, environment: ["PATH": "/usr/bin:/bin", "HOME": night.folder("home")])
        #expect(result.status == 0, "\(result)\n\(card.text)")
        #expect(ComparableDump(try target.dump(name, routines: false)).difference(from: expected) == nil)
        #expect(try target.query("SHOW GRANTS FOR app").contains("GRANT SELECT ON *.* TO"))
    }

    @Test("K1 the card's commands take no line of a routine for one of the dump's own")
    func smuggled() throws {
        let server = try PrivateMariaDB()
        try server.createDatabase("tenant")
        try server.execute(
            """
            CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT a FROM t; CREATE SEQUENCE s;
            DELIMITER //
            CREATE PROCEDURE p()
            BEGIN
            /*
            -- Final view structure for view `v`
            CREATE USER gained IDENTIFIED BY 'x';
            LOCK TABLES `t` WRITE;
            */
            SET @a = '
            -- Final view structure for view `v`
            CREATE USER gained IDENTIFIED BY ''x'';
            LOCK TABLES `t` WRITE;
            ';
            END//
            DELIMITER ;
            """, in: "tenant")
        let night = try Night(entries: [Night.entry(server, databases: ["tenant"])])
        #expect(try night.runAll().status == 0)
        let body = "SELECT HEX(ROUTINE_DEFINITION) FROM information_schema.ROUTINES WHERE ROUTINE_NAME = 'p'"
        let expected = try server.query(body)
        let card = try night.run("restore", "--card", try night.artifact(of: "tenant"))
        try server.dropDatabase("tenant")
        try Command("cp", server.optionFile, night.folder("home/.my.cnf")).check()
        let result = try run(
            card.text, in: night, environment: ["PATH": "/usr/bin:/bin", "HOME": night.folder("home")])
        #expect(result.status == 0, "\(result)\n\(card.text)")
        #expect(try server.query(body) == expected)
        #expect(try server.query("SELECT COUNT(*) FROM mysql.user WHERE User = 'gained'") == "0")
    }

    @Test("files come back by the card's commands, and a damaged file stops them before anything is written")
    func files() throws {
        let night = try Night(entries: [])
        mkdir(night.folder("tree"), 0o700)
        try night.folder.write("content", to: "tree/file")
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"] }"#])
        #expect(try night.runAll().status == 0)
        let beside = try night.run("restore", "--card", "--beside", "--id", "3")
        #expect(beside.status == 0, "\(beside)")
        let path = beside.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let card = try String(contentsOfFile: path, encoding: .utf8)
        let environment = ["PATH": "/usr/bin:/bin", "TARGET": night.folder("target")]
        #expect(try run(card, in: night, environment: environment).status == 0, "\(card)")
        let file = night.folder("target") + night.folder("tree/file")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "content")
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: artifact))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: artifact))
        let other = ["PATH": "/usr/bin:/bin", "TARGET": night.folder("other")]
        #expect(try run(card, in: night, environment: other).status != 0)
        #expect(!FileManager.default.fileExists(atPath: night.folder("other")))
    }
}
