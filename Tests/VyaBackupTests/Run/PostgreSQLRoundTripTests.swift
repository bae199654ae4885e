import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Dump, drop, restore by stock tools, dump again: the two dumps must be equal.
@Suite("PostgreSQL comes back", .ownThread)
struct PostgreSQLRoundTripTests {
    private func roundTrip(
        _ databases: [String], on server: PrivatePostgreSQL, backUp: [String]? = nil
    ) throws {
        let night = try Night(entries: [Night.entry(server, databases: backUp ?? databases)])
        let before = try databases.map { ComparableDump(try server.dump($0)) }
        let result = try night.runAll(within: 300)
        #expect(result.status == 0, "\(result)")
        #expect(try night.problems() == [])
        for (database, expected) in zip(databases, before) {
            try server.dropDatabase(database)
            try server.createDatabase(database)
            try server.restore(fileOf: try night.artifact(of: database), into: database)
            let after = ComparableDump(try server.dump(database))
            #expect(after.difference(from: expected) == nil, "\(database) came back different")
        }
    }

    @Test("hostile objects, large objects, functions that hold the end marker, every byte value")
    func hostile() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "hostile_round_trip"
        try HostileData.load(.hostile, into: server, database: name)
        defer { try? server.dropDatabase(name) }
        try roundTrip([name], on: server)
    }

    @Test("an empty database and an ordinary one")
    func ordinary() throws {
        let server = try PrivatePostgreSQL.shared()
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
        let server = try PrivatePostgreSQL.shared()
        try HostileData.load(.manyTables, into: server, database: "many_round_trip")
        defer { try? server.dropDatabase("many_round_trip") }
        try roundTrip(["many_round_trip"], on: server)
    }

    @Test("a very wide row")
    func wideRow() throws {
        let server = try PrivatePostgreSQL.shared()
        try HostileData.load(.wideRow, into: server, database: "wide_round_trip")
        defer { try? server.dropDatabase("wide_round_trip") }
        try roundTrip(["wide_round_trip"], on: server)
    }

    @Test("G1 G2 G3 names that look like options, connection strings and commands, all databases of a server")
    func names() throws {
        let server = try PrivatePostgreSQL()
        for (index, name) in HostileData.postgreSQLNames.enumerated() {
            try server.createDatabase(name)
            try server.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (\(index))", in: name)
        }
        // contract.md §6 item 1: an empty db_list is every database.
        try roundTrip(HostileData.postgreSQLNames, on: server, backUp: [])
    }

    @Test("the witness counts the rows of each table, and the manifest says what creates the database")
    func manifest() throws {
        let server = try PrivatePostgreSQL.shared()
        try HostileData.load(.shop, into: server, database: "shop_manifest")
        defer { try? server.dropDatabase("shop_manifest") }
        let night = try Night(entries: [Night.entry(server, databases: ["shop_manifest"])])
        #expect(try night.runAll().status == 0)
        let path = try night.artifact(of: "shop_manifest")
        let manifest = try #require(Manifest(json: try Oracle.manifest(of: path)))
        #expect(!manifest.proof.tables.isEmpty)
        for table in manifest.proof.tables {
            let count = try server.query("SELECT count(*) FROM \(table.table)", in: "shop_manifest")
            #expect(count == String(table.rows), "\(table.table)")
        }
        #expect(manifest.provenance.create?["encoding"]?.stringValue == "UTF8")
        #expect(manifest.provenance.create?["owner"]?.stringValue == "postgres")
        #expect(manifest.globals?.hasSuffix("_globals.sql.gz") == true)
        #expect(manifest.provenance.serverVersion?.contains("15.") == true)
    }

    @Test("LEGACY 4 owners, privileges and roles come back: an application can connect and read as before")
    func rolesAndPrivileges() throws {
        let source = try PrivatePostgreSQL()
        try source.execute(
            """
            CREATE ROLE app LOGIN PASSWORD 'app-password'; CREATE ROLE owner_role NOLOGIN;
            CREATE DATABASE app_db OWNER owner_role;
            """)
        try source.execute(
            """
            SET ROLE owner_role; CREATE SCHEMA s; CREATE TABLE s.t (id int); INSERT INTO s.t VALUES (1), (2);
            GRANT USAGE ON SCHEMA s TO app; GRANT SELECT ON s.t TO app;
            """, in: "app_db")
        let night = try Night(entries: [Night.entry(source, databases: ["app_db"])])
        #expect(try night.runAll().status == 0)
        let expected = ComparableDump(try source.dump("app_db"))

        let target = try PrivatePostgreSQL()
        let globals = try #require(night.artifacts().first { $0.contains("globals") })
        // The superuser that runs the restore exists there already, as on any new server.
        try Command(
            "/bin/bash", "-c", "zcat -- \"$1\" | grep -v 'ROLE postgres' | gzip > \"$2\"", "bash",
            night.output + "/" + globals, night.folder("roles.sql.gz")
        ).check()
        try target.restore(fileOf: night.folder("roles.sql.gz"), into: "postgres")
        try target.execute("CREATE DATABASE app_db OWNER owner_role TEMPLATE template0")
        try target.restore(fileOf: try night.artifact(of: "app_db"), into: "app_db")
        #expect(ComparableDump(try target.dump("app_db")).difference(from: expected) == nil)
        var login = Command("psql", "-XAtqw", "-c", "SELECT sum(id) FROM s.t", "app_db")
        login.environment = target.environment
        login.environment["PGUSER"] = "app"
        login.environment["PGPASSWORD"] = "app-password"
        login.environment["PGPASSFILE"] = nil
        #expect(try login.check().text == "3\n")
        // contract.md §6 item 5: nobody else was given anything.
        #expect(
            try target.query("SELECT has_table_privilege('pg_monitor', 's.t', 'SELECT')", in: "app_db") == "f"
        )
    }
}
