import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// `vya-backup` as it is used on a newer Debian: it runs there, with that release's servers and their own clients.
@Suite(
    "On newer Debian releases, with their own servers and clients", .ownThread,
    .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
struct OtherServersTests {
    /// The whole way of one server: run, list, verify with a drill, restore under another name and under its own.
    ///
    /// `names` are those of databases that are there; nothing else on the server may change.
    private func wholeWay(
        in root: DebianRoot, entry: String, id: String, names: [String], dump: (String) throws -> Data,
        drop: (String) throws -> Void
    ) throws -> Night {
        var night = try Night(entries: [entry])
        night.program.path = try root.program(in: night.folder)
        let before = try names.map { ComparableDump(try dump($0)) }
        let run = try night.runAll(within: 300)
        #expect(run.status == 0, "\(run)")
        #expect(try night.problems() == [])
        let list = try night.run("list", "--json").json()
        #expect(list["backups"]?.arrayValue?.count == night.artifacts().count)
        #expect(night.artifacts().count == names.count + 1)
        let drill = try night.run("verify", "--restore", "--latest", within: 300)
        #expect(drill.status == 0, "\(drill)")
        for (name, expected) in zip(names, before) {
            let copy = try night.restore(
                try night.artifact(of: name), "--target", "copy of " + name, within: 300)
            #expect(copy.status == 0, "\(copy)")
            #expect(ComparableDump(try dump("copy of " + name)).difference(from: expected) == nil)
            try drop(name)
            let back = try night.restore("--id", id, "--database", name, within: 300)
            #expect(back.status == 0, "\(back)")
            #expect(ComparableDump(try dump(name)).difference(from: expected) == nil)
            let replaced = try night.restore("--id", id, "--database", name, "--replace", within: 300)
            #expect(replaced.status == 0, "\(replaced)")
            #expect(ComparableDump(try dump(name)).difference(from: expected) == nil)
        }
        return night
    }

    private func wholeWay(
        on server: PrivatePostgreSQL, in root: DebianRoot, names: [String]
    ) throws -> Night {
        try wholeWay(
            in: root, entry: Night.entry(server, databases: names), id: "1", names: names,
            dump: { try server.dump($0) }, drop: { try server.dropDatabase($0) })
    }

    private func wholeWay(on server: PrivateMariaDB, in root: DebianRoot, names: [String]) throws -> Night {
        try wholeWay(
            in: root, entry: Night.entry(server, databases: names), id: "2", names: names,
            dump: { try server.dump($0) }, drop: { try server.dropDatabase($0) })
    }

    private func firstLine(of artifact: String) throws -> String {
        let text = try Command("/bin/zcat", "--", artifact).check().output
        return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private func postgreSQL(_ major: String, in root: DebianRoot) throws {
        let server = try PrivatePostgreSQL(in: root)
        #expect(try server.query("SHOW server_version").hasPrefix(major))
        try HostileData.load(.hostile, into: server, database: "hostile")
        try HostileData.load(.shop, into: server, database: "shop")
        try server.createDatabase("empty")
        let night = try wholeWay(on: server, in: root, names: ["hostile", "shop", "empty"])
        let manifest = try night.manifest(of: "hostile")
        #expect(manifest.provenance.toolVersion?.contains(") \(major).") == true)
        #expect(manifest.provenance.serverVersion?.hasPrefix(major) == true)
        // traps.md T15: the line that closes the client's commands comes after the end marker.
        let text = try Command("/bin/zcat", "--", try night.artifact(of: "empty")).check().text
        #expect(text.contains("\n\\restrict ") && text.contains("\n\\unrestrict "))
        #expect(manifest.proof.marker?.isEmpty == false)
    }

    @Test("T15 PostgreSQL 17: run, list, drill and restore; what comes back is what was there")
    func postgreSQL17() throws {
        try postgreSQL("17", in: try #require(try DebianRoot.trixie()))
    }

    @Test(
        "T15 PostgreSQL 18: run, list, drill and restore; what comes back is what was there",
        .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
    func postgreSQL18() throws {
        try postgreSQL("18", in: try #require(try DebianRoot.sid()))
    }

    @Test("F18 T16 MariaDB 11.8: run, list, drill and restore; what comes back is what was there")
    func mariaDB() throws {
        let root = try #require(try DebianRoot.trixie())
        let server = try PrivateMariaDB(in: root)
        #expect(try server.query("SELECT VERSION()").hasPrefix("11.8"))
        try HostileData.load(.hostile, into: server, database: "hostile")
        try HostileData.load(.shop, into: server, database: "shop")
        try server.createDatabase("empty")
        let night = try wholeWay(on: server, in: root, names: ["hostile", "shop", "empty"])
        #expect(try night.manifest(of: "shop").provenance.toolVersion?.contains("11.8") == true)
        #expect(try firstLine(of: night.artifact(of: "shop")).contains("enable the sandbox mode"))
    }

    @Test(
        "T17 MySQL: run, list, drill and restore; what comes back is what was there",
        .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
    func mySQL() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try HostileData.load(.hostile, into: server, database: "hostile")
        try server.createDatabase("empty")
        let night = try wholeWay(on: server, in: root, names: ["hostile", "empty"])
        let manifest = try night.manifest(of: "hostile")
        #expect(manifest.provenance.toolName == "mysqldump")
        #expect(manifest.warnings == [])
    }
}
