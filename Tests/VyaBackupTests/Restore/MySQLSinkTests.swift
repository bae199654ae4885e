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
        _ fixture: String, on server: PrivateMariaDB, and other: PrivateMariaDB, in root: DebianRoot?
    ) throws {
        try server.createDatabase("sink")
        try server.execute(
            String(decoding: Repository.contents(ofFixture: "sql/" + fixture), as: UTF8.self), in: "sink")
        let unlisted = try unlisted("sink", on: server)
        #expect(unlisted.isEmpty, "the sink lacks what the server has: \(unlisted)")
        let entries = [
            Night.entry(server, databases: ["sink"]), Night.entry(other, databases: ["mysql"], id: 9),
        ]
        var night = try Night(entries: entries)
        if let root { night.program.path = try root.program(in: night.folder) }
        let run = try night.run("run", "--id", "2", "--json", within: 300)
        #expect(run.status == 0 && !run.text.contains("refuse"), "\(run)")
        let artifact = try night.artifact(of: "sink")
        let drill = try night.run("verify", artifact, "--restore", within: 300)
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        let before = ComparableDump(try server.dump("sink"))
        func isBack(_ name: String, _ how: String, on other: PrivateMariaDB? = nil) throws {
            let server = other ?? server
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
        let elsewhere = try night.restore(artifact, "--id", "9", within: 300)
        #expect(elsewhere.status == 0, "\(elsewhere)")
        try isBack("sink", "another server", on: other)
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
        try byCard(in: night, root, from: server, to: other)
    }

    /// Brings the sink to another server by the commands of the card, as they are printed; without what the card itself says that
    /// stock tools do not bring back: views that check above others, defaults from a sequence, and days that no calendar has.
    private func byCard(
        in night: Night, _ root: DebianRoot?, from server: PrivateMariaDB, to other: PrivateMariaDB
    ) throws {
        try server.execute(
            "DROP VIEW IF EXISTS aaa, between_them, above; DROP TABLE IF EXISTS counted; DELETE FROM times WHERE id = 2",
            in: "sink")
        try other.dropDatabase("sink")
        let before = night.artifacts()
        #expect(try night.run("run", "--id", "2").status == 0)
        for name in before {
            for suffix in ["", ".json", ".proof.json"] { unlink(night.output + "/" + name + suffix) }
        }
        let card = try night.run("restore", "--card", try night.artifact(of: "sink"))
        try night.folder.write(card.text, to: "card.sh")
        mkdir(night.folder("home"), 0o700)
        try Command("/bin/cp", other.optionFile, night.folder("home/.my.cnf")).check()
        let path = night.folder("card.sh")
        let words = root?.words("/bin/sh", [path]) ?? ["/bin/sh", path]
        var shell = Command(words[0], Array(words.dropFirst()))
        shell.environment = ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": night.folder("home")]
        let result = try shell.run()
        #expect(result.status == 0, "\(result)\n\(card.text)")
        let difference = ComparableDump(try other.dump("sink")).difference(
            from: ComparableDump(try server.dump("sink")))
        #expect(difference == nil, "the card: \(difference ?? "")")
    }

    @Test("everything that MariaDB 10.11 has comes back, in every way")
    func mariaDB10() throws {
        try wholeWay("mariadb-sink.sql", on: PrivateMariaDB(), and: PrivateMariaDB(), in: nil)
    }

    @Test(
        "everything that MariaDB 11.8 has comes back, in every way",
        .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
    func mariaDB11() throws {
        let root = try #require(try DebianRoot.trixie())
        let server = try PrivateMariaDB(in: root)
        try wholeWay("mariadb-sink.sql", on: server, and: PrivateMariaDB(in: root), in: root)
    }

    @Test(
        "everything that MySQL 9 has comes back, in every way",
        .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
    func mySQL() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        let other = try PrivateMariaDB(in: root, isMySQL: true)
        try wholeWay("mysql9-sink.sql", on: server, and: other, in: root)
    }
}
