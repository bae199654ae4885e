import Foundation
import Testing
import VyaTestSupport

/// The fixtures themselves must survive the stock tools, or no test with them says anything.
@Suite("the hostile data", .ownThread)
struct HostileDataTests {
    @Test("stock PostgreSQL tools bring it back equal", arguments: [HostileData.Kind.shop, .hostile])
    func postgresql(kind: HostileData.Kind) throws {
        let server = try PrivatePostgreSQL.shared()
        let (database, copy) = ("support \(kind)", "support \(kind) copy")
        try HostileData.load(kind, into: server, database: database)
        try server.createDatabase(copy)
        let folder = try TemporaryFolder("support")
        let before = try server.dump(database)
        try Command("/bin/gzip", try folder.write(before, to: "dump.sql")).check()
        try server.restore(fileOf: folder("dump.sql.gz"), into: copy)
        #expect(ComparableDump(before).difference(from: ComparableDump(try server.dump(copy))) == nil)
    }

    @Test(
        "stock MariaDB tools bring it back equal",
        arguments: [HostileData.Kind.shop, .hostile, .nontransactional])
    func mariadb(kind: HostileData.Kind) throws {
        let server = try PrivateMariaDB.shared()
        let (database, copy) = ("support \(kind)", "support \(kind) copy")
        try HostileData.load(kind, into: server, database: database)
        try server.createDatabase(copy)
        let folder = try TemporaryFolder("support")
        let before = try server.dump(database)
        try Command("/bin/gzip", try folder.write(before, to: "dump.sql")).check()
        try server.restore(fileOf: folder("dump.sql.gz"), into: copy)
        #expect(ComparableDump(before).difference(from: ComparableDump(try server.dump(copy))) == nil)
    }

    @Test("the servers take every hostile name as it is")
    func names() throws {
        let postgresql = try PrivatePostgreSQL.shared()
        for name in HostileData.postgreSQLNames { try postgresql.createDatabase(name) }
        let known = try postgresql.query("SELECT encode(convert_to(datname, 'UTF8'), 'hex') FROM pg_database")
            .split(
                separator: "\n")
        for name in HostileData.postgreSQLNames { #expect(known.contains(Substring(hex(name))), "\(name)") }
        for name in HostileData.postgreSQLNames { try postgresql.dropDatabase(name) }

        let mariadb = try PrivateMariaDB.shared()
        for name in HostileData.mariaDBNames { try mariadb.createDatabase(name) }
        let all = try mariadb.query("SELECT LOWER(HEX(schema_name)) FROM information_schema.schemata").split(
            separator: "\n")
        for name in HostileData.mariaDBNames { #expect(all.contains(Substring(hex(name))), "\(name)") }
        for name in HostileData.mariaDBNames { try mariadb.dropDatabase(name) }
    }

    @Test("a difference between dumps is found and told, a date is none")
    func differences() {
        let dump = ComparableDump(Data("a\nb\n-- Dump completed on 2024-01-01\n".utf8))
        #expect(
            dump.difference(from: ComparableDump(Data("a\nb\n-- Dump completed on 2025-01-01\n".utf8))) == nil
        )
        #expect(
            dump.difference(from: ComparableDump(Data("a\nx\n".utf8))) == "line 2, byte 1: 'b' is not 'x'")
        #expect(dump.difference(from: ComparableDump(Data("a".utf8))) == "3 lines are not 1 lines")
    }

    private func hex(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
