import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Servers that make a dump wait", .ownThread)
struct LockedTableTests {
    @Test("A17 a locked table of PostgreSQL fails its database at the lock timeout, and no other")
    func postgreSQL() throws {
        let server = try PrivatePostgreSQL.shared()
        for name in ["locked_a17", "free_a17"] {
            try server.createDatabase(name)
            try server.execute("CREATE TABLE t (id int)", in: name)
        }
        defer { for name in ["locked_a17", "free_a17"] { try? server.dropDatabase(name) } }
        var environment = server.environment
        environment["PGDATABASE"] = "locked_a17"
        let holder = try RunningProgram(
            "/usr/bin/psql", ["-Xqc", "BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)"],
            environment: environment)
        defer { holder.killSession() }
        try waitUntil("the table is locked") {
            try server.query(
                "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                    + " WHERE d.datname = 'locked_a17' AND l.mode = 'AccessExclusiveLock' AND l.granted")
                != "0"
        }
        // The deadlines of the tool are those of a long night.
        let night = try Night(entries: [
            Night.entry(
                server, databases: ["locked_a17", "free_a17"],
                more: #", "options": ["--lock-wait-timeout=1000"]"#)
        ])
        let result = try night.runAll(within: 60)
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("canceling statement due to statement timeout"), "\(result)")
        #expect(result.errors.contains("hint: another session holds a lock"), "\(result)")
        #expect(night.artifacts().filter { $0.contains("locked_a17") } == [])
        #expect(night.artifacts().contains { $0.contains("free_a17") })
        #expect(try night.problems() == [])
        // Without an option of the entry's the limit is five minutes.
        let plan = try night.run("run", "--all", "--dry-run", "--json").text
        #expect(plan.contains("--lock-wait-timeout=300000 ") && plan.contains("--lock-wait-timeout=1000"))
    }

    @Test("A17 a locked table of MariaDB fails its database at the idle deadline, and no other")
    func mariaDB() throws {
        let server = try PrivateMariaDB.shared()
        for name in ["locked_a17", "open_a17"] {
            try server.createDatabase(name)
            try server.execute("CREATE TABLE t (id INT) ENGINE=InnoDB", in: name)
        }
        let release = try server.lock("t", in: "locked_a17")
        defer {
            try? release()
            for name in ["locked_a17", "open_a17"] { try? server.dropDatabase(name) }
        }
        let night = try Night(entries: [
            Night.entry(
                server, databases: ["locked_a17", "open_a17"], more: #", "timeouts": {"idle_seconds": 3}"#)
        ])
        let result = try night.runAll(within: 60)
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("timed out: it wrote nothing for 3 s"), "\(result)")
        #expect(result.errors.contains("hint: see what it waits for on the server"), "\(result)")
        #expect(night.artifacts().filter { $0.contains("locked_a17") } == [])
        #expect(night.artifacts().contains { $0.contains("open_a17") })
        #expect(try night.problems() == [])
    }

    @Test(
        "A25 a server that takes the connection and stays silent fails its entry at the time to connect",
        arguments: ["postgresql", "mysql"])
    func silent(dbms: String) throws {
        let listener = try SilentServer()
        let night = try Night(entries: [])
        try night.configure([
            """
            { "id_dbms": 1, "dbms": "\(dbms)", "host": "127.0.0.1", "port": \(listener.port), "username": "x",
              "password": "x", "timeouts": {"connect_seconds": 2} }
            """, try night.fakeEntry(2, databases: ["good"]),
        ])
        let begin = ContinuousClock.now
        let run = try night.program.start(night.arguments())
        let result = try run.finish(within: 60)
        #expect(result.status == 1, "\(result)")
        // Far below what a query may take; the idle and total deadlines are hours.
        #expect(ContinuousClock.now - begin < .seconds(30))
        #expect(result.errors.contains("hint: "), "\(result)")
        #expect(night.artifacts().count == 1)
        #expect(run.process.survivors().isEmpty)
    }

    @Test("A25 a dump tool that has no time limit of its own for connecting is ended by the idle deadline")
    func silentDump() throws {
        let listener = try SilentServer()
        let night = try Night(entries: [])
        // The stock tool, declared as one of which nothing is known.
        try night.folder.write(
            """
            { "schema": "vya-backup.plugin/1", "name": "bare", "title": "mariadb-dump alone", "handler": "dump-tool",
              "dialect": "plain", "folder_keys": ["path_fake"],
              "tools": { "dump": { "names": ["mariadb-dump"], "version_arguments": ["--version"] } },
              "databases": { "from": "listed" },
              "dump": { "arguments": ["--no-defaults", "--host=127.0.0.1", "--port=\(listener.port)", "--", "{database}"],
                        "end_marker": "-- Dump completed" } }
            """, to: "plugins/bare.json")
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "bare", "db_list": ["x"], "timeouts": {"idle_seconds": 2} }"#
        ])
        let run = try night.program.start(night.arguments())
        let result = try run.finish(within: 60)
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("timed out: it wrote nothing for 2 s"), "\(result)")
        #expect(run.process.survivors().isEmpty)
    }
}
