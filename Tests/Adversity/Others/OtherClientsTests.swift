import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// A server of one release and clients of another, as after half of an upgrade.
@Suite(
    "Servers and clients of different releases", .ownThread,
    .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
struct OtherClientsTests {
    private func fresh(_ name: String) -> String { "\(name)_\(UInt32.random(in: .min ... .max))" }

    private func trixie() throws -> DebianRoot { try #require(try DebianRoot.trixie()) }

    /// The member `tools` of an entry, for tools that are run in a root.
    private func tools(_ paths: [String], in root: DebianRoot, of night: Night) throws -> String {
        let members = try paths.map { path in
            let name = (path as NSString).lastPathComponent
            return "\"\(name)\": \"\(try root.wrapper(for: path, in: night.folder))\""
        }
        return ", \"tools\": { \(members.joined(separator: ", ")) }"
    }

    private func postgreSQLTools(_ major: Int) -> [String] {
        ["pg_dump", "pg_dumpall", "psql"].map { "/usr/lib/postgresql/\(major)/bin/\($0)" }
    }

    @Test("A16 PostgreSQL 17 with the pg_dump of an older release: refused, with the package to install")
    func newerServer() throws {
        let server = try PrivatePostgreSQL(in: trixie())
        try server.createDatabase("some")
        let night = try Night(entries: [Night.entry(server)])
        let result = try night.runAll()
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("the server is PostgreSQL 17."), "\(result)")
        #expect(result.errors.contains("hint: "), "\(result)")
        #expect(result.errors.contains("postgresql-client-17"), "\(result)")
        #expect(result.errors.contains("pg_dump (PostgreSQL) 15."), "\(result)")
        #expect(night.artifacts() == [])
    }

    @Test("T15 an older PostgreSQL is dumped and restored by the tools of 17, which say so")
    func olderServer() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = fresh("older")
        try HostileData.load(.hostile, into: server, database: name)
        defer { try? server.dropDatabase(name) }
        let night = try Night(entries: [])
        let tools = try tools(postgreSQLTools(17), in: trixie(), of: night)
        try night.configure([Night.entry(server, databases: [name], more: tools)])
        let before = ComparableDump(try server.dump(name))
        let run = try night.runAll(within: 300)
        #expect(run.status == 0, "\(run)")
        #expect(try night.manifest(of: name).provenance.toolVersion?.contains("17.") == true)
        let drill = try night.run("verify", "--restore", "--latest", within: 300)
        #expect(drill.status == 0, "\(drill)")
        try server.dropDatabase(name)
        let back = try night.restore("--id", "1", "--database", name, within: 300)
        #expect(back.status == 0, "\(back)")
        #expect(ComparableDump(try server.dump(name)).difference(from: before) == nil)
    }

    @Test("F22 a backup of PostgreSQL 17 that goes to an older server fails, says why, and leaves nothing")
    func olderTarget() throws {
        let source = try PrivatePostgreSQL(in: trixie())
        let target = try PrivatePostgreSQL.shared()
        let name = fresh("down")
        try HostileData.load(.shop, into: source, database: name)
        let night = try Night(entries: [])
        let tools = try tools(postgreSQLTools(17), in: trixie(), of: night)
        try night.configure([
            Night.entry(source, databases: [name], more: tools), Night.entry(target, id: 7),
        ])
        #expect(try night.run("run", "--id", "1", within: 300).status == 0)
        let result = try night.restore(try night.artifact(of: name), "--id", "7", within: 300)
        #expect(result.status != 0, "\(result)")
        #expect(result.errors.contains("hint: "), "\(result)")
        #expect(result.errors.contains("17") && result.errors.contains("15"), "\(result)")
        let left = try target.query("SELECT datname FROM pg_database WHERE datname LIKE '%\(name)%'")
        #expect(left.isEmpty)
    }

    @Test("T16 MariaDB 11.8 with the client of 10.11: dumped, drilled and restored")
    func newerMariaDB() throws {
        let server = try PrivateMariaDB(in: trixie())
        try HostileData.load(.hostile, into: server, database: "hostile")
        let night = try Night(entries: [Night.entry(server, databases: ["hostile"])])
        let before = ComparableDump(try server.dump("hostile"))
        let run = try night.runAll(within: 300)
        #expect(run.status == 0, "\(run)")
        #expect(try night.manifest(of: "hostile").provenance.toolVersion?.contains("10.11") == true)
        let drill = try night.run("verify", "--restore", "--latest", within: 300)
        #expect(drill.status == 0, "\(drill)")
        try server.dropDatabase("hostile")
        let back = try night.restore("--id", "2", "--database", "hostile", within: 300)
        #expect(back.status == 0, "\(back)")
        #expect(ComparableDump(try server.dump("hostile")).difference(from: before) == nil)
    }

    @Test(
        "F22 a backup of MariaDB 11.8 that goes to a MariaDB 10.11 is refused, says why, and changes nothing")
    func olderMariaDB() throws {
        let source = try PrivateMariaDB(in: trixie())
        let target = try PrivateMariaDB.shared()
        let name = fresh("down")
        try HostileData.load(.shop, into: source, database: name)
        let night = try Night(entries: [])
        let tools = try tools(["/usr/bin/mariadb-dump", "/usr/bin/mariadb"], in: trixie(), of: night)
        try night.configure([
            Night.entry(source, databases: [name], more: tools), Night.entry(target, id: 7),
        ])
        let run = try night.run("run", "--id", "2", within: 300)
        #expect(run.status == 0, "\(run)")
        let result = try night.restore(try night.artifact(of: name), "--id", "7", within: 300)
        #expect(result.status != 0, "\(result)")
        let told = result.text + result.errors
        #expect(told.contains("the dump is of MariaDB 11.8, the server is MariaDB 10.11"), "\(result)")
        #expect(told.contains("hint: restore on a server of MariaDB 11.8 or newer"), "\(result)")
        #expect(try !target.query("SHOW DATABASES").contains(name))
    }
}
