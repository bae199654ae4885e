import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// One database with every kind of object that PostgreSQL has, and every way in which it can come back.
@Suite("The kitchen sink of PostgreSQL", .ownThread)
struct PostgreSQLSinkTests {
    /// The system catalogs that have nothing that was made in the database; those that all databases share are left out.
    private func unlisted(_ database: String, on server: PrivatePostgreSQL) throws -> [String] {
        let catalogs = try server.query(
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
            WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND NOT relisshared ORDER BY 1
            """, in: database
        ).split(separator: "\n").map(String.init)
        #expect(catalogs.count > 30)
        return try catalogs.filter {
            try server.query("SELECT count(*) FROM \($0) WHERE oid >= 16384", in: database) == "0"
        }
    }

    @Test("everything that PostgreSQL 15 has comes back, in every way")
    func postgreSQL15() throws { try wholeWay(in: nil) }

    @Test(
        "everything that PostgreSQL 17 has comes back, in every way",
        .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
    func postgreSQL17() throws { try wholeWay(in: DebianRoot.trixie()) }

    @Test(
        "everything that PostgreSQL 18 has comes back, in every way",
        .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
    func postgreSQL18() throws { try wholeWay(in: DebianRoot.sid()) }

    private func wholeWay(in root: DebianRoot?) throws {
        let (server, other) = (try PrivatePostgreSQL(in: root), try PrivatePostgreSQL(in: root))
        try server.createDatabase("sink")
        try server.execute(
            String(decoding: Repository.contents(ofFixture: "sql/postgresql-sink.sql"), as: UTF8.self),
            in: "sink")
        let unlisted = try unlisted("sink", on: server)
        #expect(unlisted.isEmpty, "the sink lacks what the server has: \(unlisted)")
        try other.execute("CREATE ROLE keeper; CREATE ROLE reader")
        let entries = [
            Night.entry(server, databases: ["sink"], more: #", "drill": { "id_dbms": 9 }"#),
            Night.entry(other, databases: ["postgres"], id: 9),
        ]
        var night = try Night(entries: entries)
        if let root { night.program.path = try root.program(in: night.folder) }
        let run = try night.run("run", "--id", "1", "--json", within: 300)
        #expect(run.status == 0 && !run.text.contains("refuse"), "\(run)")
        let artifact = try night.artifact(of: "sink")
        // What a superuser alone can make is drilled on another server.
        let drill = try night.run("verify", artifact, "--restore", within: 300)
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        let before = ComparableDump(try server.dump("sink"))
        func isBack(_ name: String, on server: PrivatePostgreSQL, _ how: String) throws {
            let difference = ComparableDump(try server.dump(name)).difference(from: before)
            #expect(difference == nil, "\(how): \(difference ?? "")")
        }
        let copy = try night.restore(artifact, "--target", "copy", within: 300)
        #expect(copy.status == 0, "\(copy)")
        try isBack("copy", on: server, "another name")
        let replaced = try night.restore(artifact, "--replace", within: 300)
        #expect(replaced.status == 0, "\(replaced)")
        try isBack("sink", on: server, "--replace")
        let names = try server.query(
            "SELECT datname FROM pg_database WHERE datname LIKE 'sink%'"
        ).split(separator: "\n").map(String.init)
        for name in names {
            try server.execute("ALTER SUBSCRIPTION sub DISABLE; DROP SUBSCRIPTION sub", in: name)
            try server.dropDatabase(name)
        }
        let back = try night.restore(artifact, within: 300)
        #expect(back.status == 0, "\(back)")
        try isBack("sink", on: server, "its own name")
        try singleTables(of: artifact, night, server)
        let card = try night.run("restore", "--card", artifact)
        try night.folder.write(card.text, to: "card.sh")
        let words = root?.words("/bin/sh", [night.folder("card.sh")]) ?? ["/bin/sh", night.folder("card.sh")]
        var shell = Command(words[0], Array(words.dropFirst()))
        shell.environment = other.environment
        let result = try shell.run()
        #expect(result.status == 0, "\(result)\n\(card.text)")
        try isBack("sink", on: other, "the card")
    }

    /// Each table by itself, in a database of its own: with all its rows, or with an obstacle that says what it lacks.
    private func singleTables(of artifact: String, _ night: Night, _ server: PrivatePostgreSQL) throws {
        let tables = try server.query(
            """
            SELECT json_agg(json_build_array(oid::regclass::text, relkind)) FROM pg_class WHERE relkind IN ('r', 'p') AND oid >= 16384
            AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
            """, in: "sink")
        let list = try JSONValue(parsing: Array(tables.utf8)).arrayValue ?? []
        #expect(list.count > 20)
        for pair in list.compactMap(\.arrayValue) {
            guard let table = pair[0].stringValue, let kind = pair[1].stringValue else { continue }
            let name = table.contains(".") ? table : "public." + table
            let single = try night.restore(artifact, "--table", name, "--target", "single")
            #expect(single.status == 0, "\(table): \(single)")
            guard single.status == 0 else { continue }
            let rows =
                "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \(kind == "r" ? "ONLY" : "") \(name) t"
            #expect(try server.query(rows, in: "single") == server.query(rows, in: "sink"), "\(table)")
            try server.dropDatabase("single")
        }
    }
}
