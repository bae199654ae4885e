import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Dumps that are ended in the middle", .ownThread)
struct EndedDumps {
    /// What ends a dump.
    private enum End: CaseIterable {
        case tool
        case session
        case server
    }

    /// What a dump's socket may hold that the tool has not read: from here on it might not notice the server's end.
    private static let inFlight = 2 << 20

    @Test("A1 A13 a dump of PostgreSQL that is ended at any byte fails by its cause and is not published")
    func postgreSQL() throws {
        let server = try PrivatePostgreSQL()
        try server.createDatabase("ended")
        try server.execute(
            "CREATE TABLE big AS SELECT i, repeat(md5(i::text), 8) AS t FROM generate_series(1, 40000) AS i;"
                + " CREATE TABLE later AS SELECT * FROM big", in: "ended")
        try sweep(
            "A13 ended dumps of PostgreSQL", Night.entry(server, databases: ["ended"]), tool: "pg_dump ",
            endSession: {
                let sessions = "FROM pg_stat_activity WHERE datname = 'ended'"
                #expect(try server.query("SELECT pg_terminate_backend(pid) \(sessions)") == "t")
                try waitUntil("the session has gone") {
                    try server.query("SELECT count(*) \(sessions)") == "0"
                }
            }, crash: server.crash)
    }

    @Test("A1 A13 a dump of MariaDB that is ended at any byte fails by its cause and is not published")
    func mariaDB() throws {
        let server = try PrivateMariaDB()
        try server.createDatabase("ended")
        try server.execute(
            "CREATE TABLE big (i int PRIMARY KEY, t text) ENGINE=InnoDB;"
                + " INSERT INTO big SELECT seq, repeat(md5(seq), 8) FROM seq_1_to_40000;"
                + " CREATE TABLE later LIKE big; INSERT INTO later SELECT * FROM big", in: "ended")
        try sweep(
            "A13 ended dumps of MariaDB", Night.entry(server, databases: ["ended"]), tool: "mariadb-dump ",
            endSession: {
                let sessions = "FROM information_schema.processlist WHERE db = 'ended'"
                try server.execute("KILL CONNECTION \(server.query("SELECT id \(sessions)"))")
                try waitUntil("the session has gone") {
                    try server.query("SELECT count(*) \(sessions)") == "0"
                }
            }, crash: server.crash)
    }

    private func sweep(
        _ name: String, _ entry: String, tool: String, endSession: () throws -> Void,
        crash: () throws -> Void
    ) throws {
        let night = try Night(entries: [entry])
        let first = try night.runAll()
        #expect(first.status == 0, "\(first)")
        let total = try night.manifest(of: "ended").rawBytes
        let before = try Oracle.snapshot(of: night.output)
        var random = SeededGenerator(seed: Adversity.seed)
        let tries = Adversity.count(8, full: 100)
        var (late, wrong) = (0, 0)
        for number in 0..<tries {
            let end = End.allCases[number % End.allCases.count]
            let offset = Int.random(in: 0..<total - (end == .tool ? 0 : Self.inFlight), using: &random)
            let run = try night.program.start(night.arguments("--all", "--json"))
            guard let pid = try stop(tool, of: run, at: offset) else {
                // It was over before it was looked at; its backup is one.
                late += 1
                #expect(try run.finish().status == 0)
                #expect(try night.problems(since: before) == [])
                try night.discard(allBut: before)
                continue
            }
            switch end {
            case .tool: kill(pid, SIGKILL)
            case .session: try endSession()
            case .server: try crash()
            }
            kill(pid, SIGCONT)
            let result = try run.finish()
            let problems = try judge(result, end, night, before) + run.process.survivors().map(\.command)
            #expect(problems == [], "\(end) at byte \(offset) of \(total): \(result)")
            if !problems.isEmpty { wrong += 1 }
            try night.discard(allBut: before)
        }
        let last = try night.runAll()
        #expect(last.status == 0, "\(last)")
        #expect(try night.problems(since: before) == [])
        #expect(try night.secretFiles() == [])
        Adversity.report(name, ["tried": tries, "ended": tries - late, "wrong": wrong])
        #expect(wrong == 0)
        #expect(late <= tries / 4)
    }

    /// Waits until a run's dump tool has written so many bytes and stops it there; nil when it has ended before.
    private func stop(_ tool: String, of run: Program.Running, at offset: Int) throws -> pid_t? {
        var found: pid_t?
        try waitUntil("the dump begins", within: 60) {
            found = run.process.survivors().first { $0.command.contains(tool) && isDump($0.command) }?.pid
            return found != nil || !run.process.isRunning
        }
        guard let pid = found else { return nil }
        while run.process.isRunning {
            // proc(5): what the process has handed to write(2) so far.
            guard let counters = try? String(contentsOfFile: "/proc/\(pid)/io", encoding: .utf8),
                let line = counters.split(separator: "\n").first(where: { $0.hasPrefix("wchar: ") }),
                let written = Int(line.dropFirst("wchar: ".count))
            else { return nil }
            if written >= offset {
                kill(pid, SIGSTOP)
                return ProcessTable.members(ofSession: run.process.pid).contains { $0.pid == pid } ? pid : nil
            }
            usleep(100)
        }
        return nil
    }

    /// Tells the dump from the questions that are asked before it.
    private func isDump(_ command: String) -> Bool {
        !command.contains("--version") && !command.contains("--help") && !command.contains("pg_dumpall")
            && (command.contains("--format=plain") || command.contains("--triggers"))
    }

    private func judge(
        _ result: Program.Result, _ end: End, _ night: Night, _ before: Oracle.Snapshot
    ) throws -> [String] {
        var problems = try night.problems(since: before)
        problems += night.artifacts().filter {
            !before.names.contains($0) && !$0.contains("_globals.") && !$0.contains("_globals~")
        }.map {
            "\($0): is published"
        }
        if ![1, 2].contains(result.status) { problems.append("exit status \(result.status)") }
        let backups = try result.json()["entries"]?.arrayValue?.first?["backups"]?.arrayValue ?? []
        let failed = backups.first {
            $0["database"]?.stringValue == "ended" && $0["error_code"]?.stringValue != nil
        }
        let details = (failed?["details"]?.arrayValue ?? []).compactMap(\.stringValue)
        let error = ([failed?["error"]?.stringValue ?? ""] + details).joined(separator: "\n")
        if failed?["error_code"]?.stringValue != "dump.tool-failed" { problems.append("fails as \(error)") }
        // The tool's own words tell how the server went.
        let cause = end == .tool ? "killed by signal 9" : "onnection"
        if !error.contains(cause) { problems.append("does not name its cause: \(error)") }
        return problems
    }
}
