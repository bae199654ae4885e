import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// The clients of MySQL on a MariaDB, and those of MariaDB on a MySQL.
@Suite(
    "MySQL and MariaDB, each with the other's clients", .ownThread,
    .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
struct OtherFamilyTests {
    private func fresh(_ name: String) -> String { "\(name)_\(UInt32.random(in: .min ... .max))" }

    @Test("T17 MySQL's tools on a MariaDB: dumped with a warning, and restored by MariaDB's own client")
    func mySQLToolsOnMariaDB() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB.shared()
        let name = fresh("foreign")
        try HostileData.load(.shop, into: server, database: name)
        defer { try? server.dropDatabase(name) }
        let night = try Night(entries: [])
        let tool = try root.wrapper(for: "/usr/bin/mysqldump", in: night.folder)
        try night.configure([
            Night.entry(server, databases: [name], more: #", "tools": { "mysqldump": "\#(tool)" }"#)
        ])
        let before = ComparableDump(try server.dump(name))
        let run = try night.runAll(within: 300)
        #expect(run.status == 0, "\(run)")
        let manifest = try night.manifest(of: name)
        #expect(manifest.provenance.toolName == "mysqldump", "\(manifest.provenance)")
        #expect(manifest.warnings.contains { $0.contains("the server is MariaDB") }, "\(manifest.warnings)")
        try server.dropDatabase(name)
        let back = try night.restore("--id", "2", "--database", name, within: 300)
        #expect(back.status == 0, "\(back)")
        #expect(ComparableDump(try server.dump(name)).difference(from: before) == nil)
    }

    @Test(
        "T17 MariaDB's tools on a MySQL: generated columns are a shortfall, the rest is drilled and restored")
    func mariaDBToolsOnMySQL() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try HostileData.load(.hostile, into: server, database: "hostile")
        let night = try Night(entries: [Night.entry(server, databases: ["hostile"])])
        // MySQL takes no values for generated columns, and mariadb-dump writes them.
        let incomplete = try night.runAll(within: 300)
        #expect(incomplete.status == 1, "\(incomplete)")
        #expect(incomplete.errors.contains("the rows of tables with generated columns (1)"), "\(incomplete)")
        let refused = try night.run("verify", "--restore", "--latest", within: 300)
        #expect(refused.status == 4, "\(refused)")
        #expect(refused.text.contains("INCOMPLETE 2 mysql hostile"), "\(refused)")

        try server.execute("DROP TABLE computed", in: "hostile")
        let before = ComparableDump(try server.dump("hostile"))
        try Command("/bin/rm", "-r", night.output).check()
        let run = try night.runAll(within: 300)
        #expect(run.status == 0, "\(run)")
        let manifest = try night.manifest(of: "hostile")
        #expect(manifest.provenance.toolName == "mariadb-dump")
        #expect(manifest.warnings.contains { $0.contains("the server is MySQL") }, "\(manifest.warnings)")
        let drill = try night.run("verify", "--restore", "--latest", within: 300)
        #expect(drill.status == 0, "\(drill)")
        try server.dropDatabase("hostile")
        let back = try night.restore("--id", "2", "--database", "hostile", within: 300)
        #expect(back.status == 0, "\(back)")
        #expect(ComparableDump(try server.dump("hostile")).difference(from: before) == nil)
    }
}
