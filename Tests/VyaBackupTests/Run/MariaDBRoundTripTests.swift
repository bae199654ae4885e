import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Dump, drop, restore by stock tools, dump again: the two dumps must be equal.
@Suite("MariaDB comes back", .ownThread)
struct MariaDBRoundTripTests {
    private func hasQuote(_ name: String) -> Bool { name.contains("'") || name.contains("\"") }

    private func roundTrip(_ databases: [String], on server: PrivateMariaDB, backUp: [String]? = nil) throws {
        let night = try Night(entries: [Night.entry(server, databases: backUp ?? databases)])
        let before = try databases.map { ComparableDump(try server.dump($0, routines: !hasQuote($0))) }
        let result = try night.runAll(within: 300)
        #expect(result.status == 0, "\(result)")
        #expect(try night.problems() == [])
        for (database, expected) in zip(databases, before) {
            try server.dropDatabase(database)
            try server.createDatabase(database)
            try server.restore(fileOf: try night.artifact(of: database), into: database)
            let after = ComparableDump(try server.dump(database, routines: !hasQuote(database)))
            #expect(after.difference(from: expected) == nil, "\(database) came back different")
        }
    }

    @Test("hostile objects, triggers, events, routines that hold the end marker, every byte value")
    func hostile() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.hostile, into: server, database: "hostile_round_trip")
        defer { try? server.dropDatabase("hostile_round_trip") }
        try roundTrip(["hostile_round_trip"], on: server)
    }

    @Test("an empty database and an ordinary one")
    func ordinary() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.shop, into: server, database: "shop_round_trip")
        try server.createDatabase("empty_round_trip")
        defer {
            try? server.dropDatabase("shop_round_trip")
            try? server.dropDatabase("empty_round_trip")
        }
        try roundTrip(["shop_round_trip", "empty_round_trip"], on: server)
    }

    @Test("very many tables")
    func manyTables() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.manyTables, into: server, database: "many_round_trip")
        defer { try? server.dropDatabase("many_round_trip") }
        try roundTrip(["many_round_trip"], on: server)
    }

    @Test("a very wide row")
    func wideRow() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.wideRow, into: server, database: "wide_round_trip")
        defer { try? server.dropDatabase("wide_round_trip") }
        try roundTrip(["wide_round_trip"], on: server)
    }

    @Test("G1 G3 names that look like options and commands, all databases of a server")
    func names() throws {
        let server = try PrivateMariaDB()
        for (index, name) in HostileData.mariaDBNames.enumerated() {
            try server.createDatabase(name)
            try server.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (\(index))", in: name)
        }
        // contract.md §6 item 1: an empty db_list is every database.
        try roundTrip(HostileData.mariaDBNames, on: server, backUp: [])
    }

    @Test("tables without transactions are dumped under a lock, and named")
    func nonTransactional() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.nontransactional, into: server, database: "myisam_round_trip")
        defer { try? server.dropDatabase("myisam_round_trip") }
        let night = try Night(entries: [Night.entry(server, databases: ["myisam_round_trip"])])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        let manifest = try night.manifest(of: "myisam_round_trip")
        #expect(manifest.warnings.contains { $0.contains("transaction") }, "\(manifest.warnings)")
        #expect(!manifest.arguments.contains("--single-transaction"))
    }

    @Test("the witness counts the rows of each table and the objects; the globals hold users and grants")
    func manifest() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.shop, into: server, database: "shop_manifest")
        try server.execute(
            "CREATE USER app_m IDENTIFIED BY 'app'; GRANT SELECT ON shop_manifest.* TO app_m")
        defer {
            try? server.dropDatabase("shop_manifest")
            try? server.execute("DROP USER app_m")
        }
        let night = try Night(entries: [Night.entry(server, databases: ["shop_manifest"])])
        #expect(try night.runAll().status == 0)
        let manifest = try night.manifest(of: "shop_manifest")
        #expect(!manifest.proof.tables.isEmpty)
        for table in manifest.proof.tables {
            let count = try server.query("SELECT count(*) FROM \(table.table)", in: "shop_manifest")
            #expect(count == String(table.rows), "\(table.table)")
        }
        let globals = try #require(manifest.globals)
        let text = try Command("/bin/zcat", night.output + "/" + globals).check().text
        #expect(text.contains("app_m") && text.contains("GRANT SELECT ON `shop_manifest`.* TO"))
    }

    @Test("an account that the server does not show costs the others nothing, and is named")
    func unshownAccount() throws {
        let server = try PrivateMariaDB()
        try server.execute(
            "CREATE USER seen IDENTIFIED BY 'x'; CREATE USER unseen@'some.host'; FLUSH PRIVILEGES; CREATE DATABASE d"
        )
        // SHOW GRANTS knows nobody of a named host while names are not resolved.
        #expect(throws: (any Error).self) { try server.query("SHOW GRANTS FOR unseen@'some.host'") }
        let night = try Night(entries: [Night.entry(server, databases: ["d"])])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        let globals = try night.manifest(of: "globals", kind: "globals")
        #expect(globals.warnings.contains { $0.contains("unseen") }, "\(globals.warnings)")
        let text = try Command("/bin/zcat", night.output + "/" + globals.file).check().text
        #expect(text.contains("`seen`") && !text.contains("unseen"))
    }

    @Test(
        "A19 T21 an account that may not see triggers, routines and events makes an incomplete backup, exit 1"
    )
    func lowPrivileges() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.hostile, into: server, database: "low_db")
        try server.execute(
            "CREATE USER low IDENTIFIED BY 'low'; GRANT SELECT, LOCK TABLES, SHOW VIEW ON low_db.* TO low")
        defer {
            try? server.dropDatabase("low_db")
            try? server.execute("DROP USER low")
        }
        let night = try Night(entries: [
            Night.entry(server, databases: ["low_db"], host: "127.0.0.1", user: "low", password: "low")
        ])
        let result = try night.runAll()
        #expect(result.status == 1, "\(result)")
        for word in ["TRIGGER", "EVENT"] { #expect(result.errors.contains(word), "\(result)") }
        #expect(result.errors.contains("GRANT"), "\(result)")
    }

    @Test("A14 a wrong password fails within seconds and stays out of the message")
    func wrongPassword() throws {
        let server = try PrivateMariaDB.shared()
        let night = try Night(entries: [Night.entry(server, host: "127.0.0.1", password: "S3CR3T_wrong")])
        let begin = ContinuousClock.now
        let result = try night.runAll(within: 30)
        #expect(result.status == 2, "\(result)")
        #expect(ContinuousClock.now - begin < .seconds(30))
        #expect(result.errors.contains("Access denied"), "\(result)")
        #expect(!"\(result)\(try night.log())".contains("S3CR3T"))
    }

    @Test("A4 A15 R10 an unknown database fails by name, and a broken view its database alone, and is named")
    func brokenView() throws {
        let server = try PrivateMariaDB.shared()
        try server.createDatabase("broken_view")
        try server.createDatabase("whole_db")
        try server.execute(
            "CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t; DROP TABLE t", in: "broken_view")
        defer {
            try? server.dropDatabase("broken_view")
            try? server.dropDatabase("whole_db")
        }
        let night = try Night(entries: [
            Night.entry(server, databases: ["broken_view", "whole_db", "nosuch"])
        ])
        let result = try night.runAll()
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("nosuch"), "\(result)")
        #expect(result.errors.contains("the view is broken"), "\(result)")
        #expect(night.artifacts().contains { $0.contains("whole_db") })
        #expect(!night.artifacts().contains { $0.contains("broken_view") })
        #expect(try night.problems() == [])
    }

    @Test(
        "R10 an event that holds ;; costs the events and neither the rows nor the night; a mere folder is named"
    )
    func endlessEvents() throws {
        let server = try PrivateMariaDB()
        defer { server.stop() }
        try server.createDatabase("shop")
        try server.execute(
            """
            CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x');
            DELIMITER //
            CREATE EVENT endless ON SCHEDULE EVERY 1 DAY DO BEGIN INSERT INTO t VALUES ('a;;b'); END//
            CREATE EVENT harmless ON SCHEDULE EVERY 1 DAY DO BEGIN /* ; ; */ INSERT INTO t VALUES ('y'); END//
            DELIMITER ;
            """, in: "shop")
        let data = try server.query("SELECT @@datadir")
        #expect(mkdir(data + "/lost+found", 0o755) == 0)
        let night = try Night(entries: [Night.entry(server)])
        let run = try night.runAll(within: 60)
        #expect(run.status == 1 && run.errors.contains("the events are missing (2)"), "\(run)")
        #expect(run.errors.contains("endless") && !run.errors.contains("harmless"), "\(run)")
        #expect(run.errors.contains("#mysql50#lost+found"), "\(run)")
        let copy = try night.restore(
            try night.artifact(of: "shop"), "--target", "copy", "--accept-incomplete")
        #expect(copy.status == 0, "\(copy)")
        #expect(try server.query("SELECT a FROM t", in: "copy") == "x")
        // Written otherwise, all of it comes.
        try server.execute("ALTER EVENT endless DO INSERT INTO t VALUES ('a;')", in: "shop")
        let whole = try night.run("run", "--all", "--json")
        #expect(!whole.text.contains("events are missing"), "\(whole)")
    }
}
