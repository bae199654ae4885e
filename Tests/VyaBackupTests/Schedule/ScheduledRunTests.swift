import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("What the schedule starts", .ownThread)
struct ScheduledRunTests {
    /// A host with its folders outside of those for temporary files.
    private final class Host {
        let night: Night
        let base: String

        /// Makes the host; `entries` are what it backs up beside the files.
        init(_ entries: (Night, _ base: String) throws -> [String] = { _, _ in [] }) throws {
            base = "/srv/vya-schedule-\(UUID().uuidString)"
            night = try Night(entries: [], output: base + "/out")
            // Files that root may read by its capabilities alone.
            for (name, text) in [("secret", "of another user"), ("open", "of everybody")] {
                try FileManager.default.createDirectory(
                    atPath: base + "/data/\(name)", withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(fileURLWithPath: base + "/data/\(name)/file"))
            }
            try Command("/bin/chown", "-R", "12345:12345", base + "/data/secret").check()
            try Command("/bin/chmod", "-R", "000", base + "/data/secret").check()
            try night.configure(
                [#"{ "id_dbms": 9, "dbms": "files", "db_list": ["\#(base)/data/**"], "enabled": true }"#]
                    + entries(night, base))
            let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
            try night.folder.write(
                text.replacing(night.folder("log"), with: base + "/log"), to: "config.json")
        }

        deinit { _ = try? Command("/bin/rm", "-rf", "--one-file-system", base).run() }

        /// Writes the units of this host and returns one of them, with a part of it replaced.
        func unit(_ name: String, replacing part: String = "", with other: String = "") throws -> UnitFile {
            let result = try night.run(
                "schedule", "systemd", "--install", "--force", "--root", base + "/root", "--program",
                Program.built)
            #expect(result.status == 0, "\(result)")
            let path = base + "/root/etc/systemd/system/" + name
            if !part.isEmpty {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                try #require(text.contains(part))
                try Data(text.replacing(part, with: other).utf8).write(to: URL(fileURLWithPath: path))
            }
            return try UnitFile(path)
        }
    }

    /// The entries of two servers, and of a database that is a file of another user's, in a folder of its own.
    private func entries(
        _ postgreSQL: PrivatePostgreSQL, _ mariaDB: PrivateMariaDB
    ) -> (Night, String) throws -> [String] {
        { night, base in
            try postgreSQL.createDatabase("shop")
            try postgreSQL.execute("CREATE TABLE t AS SELECT generate_series(1, 100) n", in: "shop")
            try mariaDB.createDatabase("crm")
            try mariaDB.execute("CREATE TABLE t AS SELECT seq FROM seq_1_to_100", in: "crm")
            mkdir(base + "/app", 0o755)
            let file = base + "/app/app.db"
            try Command(
                "sqlite3", file, "PRAGMA journal_mode=wal; CREATE TABLE t (a); INSERT INTO t VALUES (1);"
            )
            .check()
            try Command("/bin/chown", "-R", "12345:12345", base + "/app").check()
            return [
                Night.entry(postgreSQL, databases: ["shop"]), Night.entry(mariaDB, databases: ["crm"]),
                #"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(file)"] }"#,
            ]
        }
    }

    @Test("a night with servers, a run, a check and a drill, does its work with what its units leave it")
    func sandbox() throws {
        let (postgreSQL, mariaDB) = (try PrivatePostgreSQL(), try PrivateMariaDB())
        let host = try Host(entries(postgreSQL, mariaDB))
        let unit = try host.unit("vya-backup.service")
        let run = try UnitSandbox(unit, in: host.night.folder).run(like: host.night.program)
        #expect(run.status == 0, "\(run)")
        #expect(try host.night.problems() == [])
        let archive = try #require(host.night.artifacts().first { $0.hasSuffix(".tar.gz") })
        let listing = try Command("/bin/tar", "-tzf", host.night.output + "/" + archive).check().text
        #expect(listing.contains("data/secret/file"), "\(listing)")

        let check = try UnitSandbox(host.unit("vya-backup-check.service"), in: host.night.folder)
            .run(like: host.night.program)
        #expect(check.status == 0 && check.text.hasPrefix("VYA-BACKUP OK"), "\(check)")

        let drill = try UnitSandbox(host.unit("vya-backup-drill.service"), in: host.night.folder)
            .run(like: host.night.program)
        #expect(drill.status == 0, "\(drill)")
        #expect(drill.text.ranges(of: "drill passed").count == 4, "\(drill)")
        #expect(try host.night.folder.names(in: "state").allSatisfy { !$0.hasPrefix("vya_drill_") })
    }

    @Test(
        "Q1 a folder that does not exist yet, and one that came into the configuration later, stop no night")
    func changed() throws {
        let host = try Host()
        let unit = try host.unit("vya-backup.service")
        let text = try String(contentsOfFile: host.night.folder("config.json"), encoding: .utf8)
        try host.night.folder.write(
            text.replacing(host.night.output, with: host.base + "/moved/out"), to: "config.json")
        let run = try UnitSandbox(unit, in: host.night.folder).run(like: host.night.program)
        #expect(run.status == 0, "\(run)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: host.base + "/moved/out").count == 2)
    }

    @Test("without the capability that the unit leaves it, a run says which files it could not read")
    func powerless() throws {
        let host = try Host()
        let unit = try host.unit(
            "vya-backup.service", replacing: "BoundingSet=CAP_DAC_READ_SEARCH CAP_DAC_OVERRIDE",
            with: "BoundingSet=CAP_CHOWN")
        let run = try UnitSandbox(unit, in: host.night.folder).run(like: host.night.program)
        #expect(run.status == 1 && (run.text + run.errors).contains("data/secret"), "\(run)")
    }

    @Test(
        "a run and what it starts make no system call that the units forbid, nor memory that is written and executed"
    )
    func calls() throws {
        let groups = try Command("/usr/bin/systemd-analyze", "--no-pager", "syscall-filter").check().text
        let allowed = allowedCalls(groups)
        #expect(allowed.count > 200 && allowed.contains("linkat") && !allowed.contains("reboot"))
        let (postgreSQL, mariaDB) = (try PrivatePostgreSQL(), try PrivateMariaDB())
        let host = try Host(entries(postgreSQL, mariaDB))
        // Their ExecStartPre.
        try FileManager.default.createDirectory(
            atPath: host.night.output, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        for words in [
            ["run", "--all"], ["check"], ["verify", "--latest", "--restore"], ["cleanup", "--all"],
        ] {
            let result = try host.night.program.run(
                words + ["--config", host.night.folder("config.json")], under: .recordingEverything)
            #expect(result.status == 0, "\(result)")
            let calls = Set(result.trace.calls)
            #expect(calls.contains("execve") && calls.contains("openat"))
            #expect(calls.subtracting(allowed) == [], "\(words)")
            let executable = result.trace.lines.filter {
                $0.contains("PROT_WRITE|PROT_EXEC") || ($0.contains(" mprotect(") && $0.contains("PROT_EXEC"))
            }
            #expect(executable == [], "\(words)")
            let families = result.trace.lines.filter { line in
                line.contains(" socket(")
                    && !["(AF_UNIX,", "(AF_INET,", "(AF_INET6,"].contains { line.contains($0) }
            }
            #expect(families == [], "\(words)")
        }
    }

    @Test("the lines of the crontab are well formed, and cron's shell runs what the first one says")
    func crontab() throws {
        let host = try Host()
        let printed = try host.night.run("schedule", "cron", "--program", Program.built)
        #expect(printed.status == 0, "\(printed)")
        let lines = printed.text.split(separator: "\n").filter { $0.first?.isNumber == true }
        #expect(lines.count == 3, "\(printed)")
        var commands: [String] = []
        for line in lines {
            let match = try #require(
                line.wholeMatch(of: #/([0-9]+) ([0-9]+|\*) \* \* (\*|[1-7](?:,[1-7])*)  root  (.+)/#),
                "\(line)")
            #expect((0..<60).contains(Int(match.1) ?? -1) && (0..<24).contains(Int(match.2) ?? 0))
            commands.append(String(match.4).replacing("\\%", with: "%"))
        }
        var shell = Command("/bin/sh", "-c", commands[0])
        shell.environment = host.night.program.environment
        let run = try shell.run()
        #expect(run.status == 0 && run.text.isEmpty && run.errors.isEmpty, "\(run)")
        #expect(host.night.artifacts().count == 1)
    }

    @Test("the service that tells of a failed one mails what systemd says, but not what was told already")
    func failed() throws {
        let server = try SMTPServer("plain")
        let night = try Night(
            entries: [],
            settings: """
                , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(server.port),
                  "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
                  "failure_recipients": ["bad@example.org"] }
                """)
        try night.configure([night.fakeEntry(1, databases: ["shop"])])
        func tell(
            _ unit: String, _ result: String, _ ending: String, _ status: String
        ) throws -> Program.Result {
            var program = night.program
            program.environment["MONITOR_SERVICE_RESULT"] = result
            program.environment["MONITOR_EXIT_CODE"] = ending
            program.environment["MONITOR_EXIT_STATUS"] = status
            return try program.run("notify", "failed", "--config", night.folder("config.json"), unit)
        }
        for (unit, status) in [("vya-backup", "1"), ("vya-backup", "124"), ("vya-backup-check", "2")] {
            let told = try tell(unit, "exit-code", "exited", status)
            #expect(told.status == 0 && told.text.contains("itself"), "\(told)")
        }
        #expect(try server.mails().isEmpty)
        #expect(try tell("vya-backup", "oom-kill", "killed", "KILL").status == 0)
        #expect(try tell("vya-backup-drill", "exit-code", "exited", "4").status == 0)
        #expect(try tell("vya-backup", "exit-code", "exited", "226").status == 0)
        let mails = try server.mails()
        #expect(mails.count == 3)
        #expect(mails.allSatisfy { $0.envelope.to == ["bad@example.org"] })
        let texts = mails.map(\.content.text).joined()
        for words in [
            "vya-backup foi encerrado pelo sinal KILL (oom-kill)",
            "vya-backup-drill terminou com o código de saída 4",
            "vya-backup terminou com o código de saída 226", "journalctl -u vya-backup-drill",
        ] {
            #expect(texts.contains(words), "\(texts)")
        }
        server.stop()
        let unheard = try tell("vya-backup", "timeout", "killed", "KILL")
        #expect(unheard.status != 0, "\(unheard)")
        #expect(
            try String(contentsOfFile: night.folder("state/alarms.json"), encoding: .utf8).contains("timeout")
        )
    }

    /// The calls of `@system-service`, its groups resolved.
    private func allowedCalls(_ text: String) -> Set<String> {
        var groups: [Substring: [Substring]] = [:]
        var group: Substring = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("@") {
                group = line
            } else if line.hasPrefix("    "), !line.contains("#") {
                groups[group, default: []].append(line.drop { $0 == " " })
            }
        }
        var (calls, pending) = (Set<String>(), [Substring("@system-service")])
        while let next = pending.popLast() {
            if next.hasPrefix("@") { pending += groups[next] ?? [] } else { calls.insert(String(next)) }
        }
        return calls
    }
}
