import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// One database with every kind of object that a server of MySQL's family has, and every way in which it can come back.
@Suite("Kitchen sinks of MySQL and MariaDB", .ownThread)
struct MySQLSinkTests {
    /// What information_schema lists by database and a sink need not have.
    private static let exempt: Set<String> = [
        // What every database has of itself.
        "SCHEMATA", "SCHEMATA_EXTENSIONS", "SCHEMA_PRIVILEGES",
        // Privileges are the accounts' matter, and a backup of their own.
        "TABLE_PRIVILEGES", "COLUMN_PRIVILEGES", "ROLE_TABLE_GRANTS", "ROLE_COLUMN_GRANTS",
        "ROLE_ROUTINE_GRANTS",
        // No replacement moves them; `MySQLServerTests` has them.
        "LIBRARIES", "ROUTINE_LIBRARIES",
        // Files of tablespaces, and what somebody has used or open just now.
        "FILES", "INDEX_STATISTICS", "TABLE_STATISTICS", "OPTIMIZER_TRACE", "OPTIMIZER_COSTS",
    ]

    /// The lists of information_schema that have nothing of a database.
    private func unlisted(_ database: String, on server: PrivateMariaDB) throws -> Set<String> {
        let lists = try server.query(
            """
            SELECT TABLE_NAME, MIN(COLUMN_NAME) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'information_schema'
            AND COLUMN_NAME LIKE '%\\_SCHEMA' AND COLUMN_NAME NOT LIKE 'REFERENCED%' AND TABLE_NAME NOT LIKE 'INNODB%' GROUP BY 1
            """
        ).split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lists.count > 10)
        var empty: Set<String> = []
        for list in lists where !Self.exempt.contains(list[0].uppercased()) {
            let count = try server.query(
                "SELECT COUNT(*) FROM information_schema.`\(list[0])` WHERE `\(list[1])` = '\(database)'")
            if count == "0" { empty.insert(list[0].uppercased()) }
        }
        return empty
    }

    private static func text(ofDigits digits: Substring) -> String {
        let numbers = Array(digits.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x37 }
        return String(
            decoding: stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] << 4 | numbers[$0 + 1] },
            as: UTF8.self)
    }

    /// The whole way of a sink: run, list, drill, restored under another name, under its own, in place of itself
    /// and by single tables.
    private func wholeWay(
        _ fixture: String, on server: PrivateMariaDB, in root: DebianRoot?
    ) throws {
        try server.createDatabase("sink")
        try server.execute(
            String(decoding: Repository.contents(ofFixture: "sql/" + fixture), as: UTF8.self), in: "sink")
        let unlisted = try unlisted("sink", on: server)
        #expect(unlisted.isEmpty, "the sink lacks what the server has: \(unlisted)")
        var night = try Night(entries: [Night.entry(server, databases: ["sink"])])
        if let root { night.program.path = try root.program(in: night.folder) }
        let run = try night.run("run", "--all", "--json", within: 300)
        #expect(run.status == 0 && !run.text.contains("refuse"), "\(run)")
        let artifact = try night.artifact(of: "sink")
        let drill = try night.run("verify", artifact, "--restore", within: 300)
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        let before = ComparableDump(try server.dump("sink"))
        func isBack(_ name: String, _ how: String) throws {
            // Where the sequence of a default is.
            let dump = String(decoding: try server.dump(name), as: UTF8.self)
                .replacingOccurrences(of: "nextval(`\(name)`", with: "nextval(`sink`")
            let difference = ComparableDump(Data(dump.utf8)).difference(from: before)
            #expect(difference == nil, "\(how): \(difference ?? "")")
        }
        let copy = try night.restore(artifact, "--target", "copy", within: 300)
        #expect(copy.status == 0, "\(copy)")
        // Events of a copy are quiet.
        try server.execute("ALTER EVENT yearly ENABLE", in: "copy")
        try isBack("copy", "another name")
        let replaced = try night.restore(artifact, "--replace", within: 300)
        #expect(replaced.status == 0, "\(replaced)")
        try isBack("sink", "--replace")
        try server.dropDatabase("sink")
        let back = try night.restore(artifact, within: 300)
        #expect(back.status == 0, "\(back)")
        try isBack("sink", "its own name")
        let tables = try server.query(
            """
            SELECT HEX(TABLE_NAME) FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = 'sink' AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
            """
        ).split(separator: "\n").map { Self.text(ofDigits: $0) }
        #expect(tables.count > 20)
        for table in tables where !["children", "merged"].contains(table) {
            let single = try night.restore(artifact, "--table", table, "--target", "single")
            #expect(single.status == 0, "\(table): \(single)")
            let name = PrivateMariaDB.identifier(table)
            #expect(
                try server.query("SELECT * FROM \(name)", in: "single")
                    == server.query("SELECT * FROM \(name)", in: "sink"), "\(table)")
            try server.dropDatabase("single")
        }
    }

    @Test("everything that MariaDB 10.11 has comes back, in every way")
    func mariaDB10() throws {
        try wholeWay("mariadb-sink.sql", on: PrivateMariaDB(), in: nil)
    }

    @Test(
        "everything that MariaDB 11.8 has comes back, in every way",
        .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
    func mariaDB11() throws {
        let root = try #require(try DebianRoot.trixie())
        let server = try PrivateMariaDB(in: root)
        try wholeWay("mariadb-sink.sql", on: server, in: root)
    }

    @Test(
        "everything that MySQL 9 has comes back, in every way",
        .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
    func mySQL() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try wholeWay("mysql9-sink.sql", on: server, in: root)
    }
}
