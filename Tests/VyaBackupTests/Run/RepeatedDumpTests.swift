import Foundation
import Synchronization
import Testing
import VyaCore
import VyaTestSupport

@Suite("Dumps that lose their server or their table", .ownThread)
struct RepeatedDumpTests {
    /// What the report says of one database.
    private func backup(_ database: String, in result: Program.Result) throws -> JSONValue {
        let backups =
            try result.json()["entries"]?.arrayValue?.flatMap { $0["backups"]?.arrayValue ?? [] } ?? []
        return try #require(backups.first { $0["database"]?.stringValue == database }, "\(result)")
    }

    private func warnings(_ backup: JSONValue) -> [String] {
        backup["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// Tables that a dump reads one after the other, and can be made to wait for.
    private func fill(_ server: PrivateMariaDB, _ database: String) throws {
        try server.createDatabase(database)
        try server.execute(
            """
            CREATE TABLE a_first (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO a_first VALUES (1), (2);
            CREATE TABLE b_second (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO b_second VALUES (1);
            CREATE TABLE c_third (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO c_third VALUES (1);
            """, in: database)
    }

    /// Waits for a dump that waits for a table; answers with the number of its connection.
    @discardableResult
    private func reader(
        of table: String = "a_first", _ server: PrivateMariaDB, _ database: String, by run: Program.Running
    ) throws -> String {
        var id = ""
        try waitUntil("\(table) is about to be read", within: 120) {
            if !run.process.isRunning { throw try Command.Failure(description: "\(run.finish())") }
            id = try server.query(
                "SELECT id FROM information_schema.processlist WHERE db = '\(database)'"
                    + " AND state LIKE 'Waiting for table%' AND info LIKE 'SELECT%\(table)%' LIMIT 1")
            return !id.isEmpty
        }
        return id
    }

    @Test("A18 a table that is altered during the dump costs one repetition, and a warning that says so")
    func alteredOnce() throws {
        let server = try PrivateMariaDB.shared()
        try fill(server, "altered_once")
        defer { try? server.dropDatabase("altered_once") }
        let night = try Night(entries: [Night.entry(server, databases: ["altered_once"])])
        let release = try server.lock("a_first", in: "altered_once")
        let run = try night.program.start(night.arguments("--all", "--json"))
        try reader(server, "altered_once", by: run)
        try server.execute("ALTER TABLE c_third ADD COLUMN x INT, ALGORITHM=COPY", in: "altered_once")
        try release()
        let result = try run.finish()
        #expect(result.status == 0, "\(result)")
        let backup = try backup("altered_once", in: result)
        #expect(backup["outcome"]?.stringValue == "warning")
        let said = warnings(backup).filter {
            $0.hasPrefix("the first attempt failed, and another was made: ")
        }
        #expect(said.count == 1 && said.first?.contains("1412") == true, "\(result)")
        #expect(try night.manifest(of: "altered_once").warnings.english.contains { said.contains($0) })
        #expect(try night.manifest(of: "altered_once").proof.tables.map(\.rows).sorted() == [1, 1, 2])
        #expect(night.artifacts().filter { $0.contains("altered_once") }.count == 1)
        #expect(try night.problems() == [])
    }

    @Test(
        "A18 a table that is altered in every attempt fails the backup after the second, and publishes nothing"
    )
    func alteredAlways() throws {
        let server = try PrivateMariaDB.shared()
        try fill(server, "altered_always")
        defer { try? server.dropDatabase("altered_always") }
        let night = try Night(entries: [Night.entry(server, databases: ["altered_always"])])
        let release = try server.lock("b_second", in: "altered_always")
        let run = try night.program.start(night.arguments("--all", "--json"))
        func alter(_ attempt: Int) throws {
            try server.execute(
                "ALTER TABLE c_third ADD COLUMN x\(attempt) INT, ALGORITHM=COPY", in: "altered_always")
        }
        try reader(of: "b_second", server, "altered_always", by: run)
        try alter(1)
        // The first attempt has read that one; the second will wait for it.
        let releaseSecond = try server.lock("a_first", in: "altered_always")
        try release()
        try reader(server, "altered_always", by: run)
        try alter(2)
        try releaseSecond()
        let result = try run.finish()
        #expect(result.status == 1, "\(result)")
        let backup = try backup("altered_always", in: result)
        #expect(backup["error_code"]?.stringValue == "dump.tool-failed")
        #expect(backup["details"]?.arrayValue?.contains { $0.stringValue?.contains("1412") == true } == true)
        #expect(warnings(backup).count { $0.hasPrefix("the first attempt failed") } == 1)
        #expect(night.artifacts().filter { $0.contains("altered_always") } == [])
        #expect(try night.problems() == [])
    }

    @Test(
        "A13 a MariaDB connection that is killed fails the backup; with \"retries\" another attempt is made",
        arguments: [0, 1])
    func killedMariaDB(retries: Int) throws {
        let server = try PrivateMariaDB.shared()
        let name = "killed_\(retries)"
        try fill(server, name)
        defer { try? server.dropDatabase(name) }
        let night = try Night(entries: [
            Night.entry(server, databases: [name], more: #", "retries": \#(retries)"#)
        ])
        let release = try server.lock("a_first", in: name)
        let run = try night.program.start(night.arguments("--all", "--json"))
        try server.execute("KILL CONNECTION \(try reader(server, name, by: run))")
        try release()
        try check(run.finish(), name, night, rows: 2, retries: retries)
    }

    @Test(
        "A13 a PostgreSQL backend that is terminated fails the backup; with \"retries\" another attempt is made",
        arguments: [0, 1])
    func terminatedPostgreSQL(retries: Int) throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "terminated_\(retries)"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute(
            "CREATE TABLE t AS SELECT g AS id, repeat(md5(g::text), 10) AS t FROM generate_series(1, 250000) g",
            in: name)
        let night = try Night(
            entries: [Night.entry(server, databases: [name])], settings: #", "retries": \#(retries)"#)
        let run = try night.program.start(night.arguments("--all", "--json"))
        try waitUntil("the table is being read", within: 60) {
            try server.query(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = '\(name)' AND query LIKE 'COPY%'") == "1"
        }
        try check(run.finish(), name, night, rows: 250_000, retries: retries)
    }

    @Test(
        "S13 a table that is dropped between pg_dump's list and its locks costs one more attempt, in whatever language"
    )
    func droppedTable() throws {
        let server = try PrivatePostgreSQL.shared()
        try server.createDatabase("dropped_s13")
        defer { try? server.dropDatabase("dropped_s13") }
        try server.execute("CREATE TABLE t AS SELECT 1 AS a", in: "dropped_s13")
        for (failures, status) in [(1, 0), (5, 2)] {
            let night = try Night(entries: [])
            try night.folder.write(
                """
                #!/bin/sh
                real=$(ls -1 /usr/lib/postgresql/*/bin/pg_dump | sort -V | tail -n 1)
                case "$*" in *dropped_s13*)
                    count=$(cat "$0.count" 2>/dev/null || echo 0); echo $((count + 1)) >"$0.count"
                    if [ "$count" -lt \(failures) ]; then
                        echo "pg_dump: Fehler: FEHLER:  Relation »public.tmp« existiert nicht" >&2; exit 1
                    fi
                esac
                exec "$real" "$@"
                """, to: "pg_dump", mode: 0o755)
            try night.configure([
                Night.entry(
                    server, databases: ["dropped_s13"],
                    more: #", "tools": { "pg_dump": "\#(night.folder("pg_dump"))" }"#)
            ])
            let result = try night.run(
                "run", "--id", "1", "--database", "dropped_s13", "--json")
            #expect((result.status == 0) == (status == 0), "\(result)")
            let attempts = try String(contentsOfFile: night.folder("pg_dump.count"), encoding: .utf8)
            #expect(attempts == "2\n")
            #expect(result.text.contains("the first attempt failed"), "\(result)")
        }
    }

    private func check(
        _ result: Program.Result, _ name: String, _ night: Night, rows: Int, retries: Int
    ) throws {
        let backup = try backup(name, in: result)
        if retries == 0 {
            #expect(result.status == 1, "\(result)")
            #expect(backup["error_code"]?.stringValue == "dump.tool-failed", "\(result)")
            #expect(night.artifacts().filter { $0.contains(name) } == [])
        } else {
            #expect(result.status == 0, "\(result)")
            #expect(warnings(backup).count { $0.hasPrefix("the first attempt failed") } == 1, "\(result)")
            #expect(try night.manifest(of: name).proof.tables.map(\.rows).max() == rows)
            #expect(night.artifacts().filter { $0.contains(name) }.count == 1)
        }
        #expect(try night.problems() == [])
    }
}
