import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("A run that hangs or is killed", .ownThread)
struct HungRunTests {
    /// A host whose dump tool does not come to an end, and a mail server that takes its mails.
    private func night(_ mode: String, mail server: SMTPServer? = nil, settings: String = "") throws -> Night
    {
        let mail =
            server.map {
                """
                , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \($0.port),
                  "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
                  "failure_recipients": ["bad@example.org"] }
                """
            } ?? ""
        let night = try Night(entries: [], settings: settings + mail)
        try night.configure([night.fakeEntry(1, databases: ["shop"])])
        try night.folder.write("FD_MODE=\(mode)\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        return night
    }

    private func start(_ night: Night, _ words: String...) throws -> Program.Running {
        let run = try night.program.start(night.arguments() + words)
        try waitUntil("the dump tool runs") { access(night.folder("tool.pid"), F_OK) == 0 }
        return run
    }

    @Test(
        "C3 a tool dies with the engine that is killed, also one that ignores SIGTERM",
        arguments: ["hang", "hang_term"])
    func orphans(mode: String) throws {
        let night = try night(mode)
        let run = try start(night)
        #expect(!run.process.survivors().isEmpty)
        run.process.send(SIGKILL)
        #expect(try run.finish(within: 10).ending == .signalled(SIGKILL))
        // The grandchild of the second mode is a `sleep 1`, which nobody kills.
        try waitUntil("no child is left", within: 2) { run.process.survivors().isEmpty }
        #expect(night.artifacts() == [])
    }

    @Test("C8 a run that hangs is ended by its own deadline, and the mail says so")
    func deadline() throws {
        let server = try SMTPServer("plain")
        let night = try night("hang", mail: server, settings: #", "timeouts": {"total_seconds": 2}"#)
        let run = try start(night)
        #expect(try run.finish(within: 60).status == 124)
        #expect(run.process.survivors().isEmpty)
        let mails = try server.mails()
        #expect(mails.map(\.envelope.to) == [["bad@example.org"]])
        #expect(mails.first?.content.text.contains("o prazo da própria execução foi atingido") == true)
    }

    @Test(
        "C8 every run that a hung one turns away is red: exit 75, standard error, JSON, log and mail name the holder"
    )
    func turnedAway() throws {
        let server = try SMTPServer("plain")
        let night = try night("hang", mail: server)
        let hung = try start(night)
        let holder = "pid \(hung.process.pid) since 2"
        for number in 1...3 {
            let result = try night.run("run", "--all", "--json", within: 60)
            #expect(result.status == 75, "\(result)")
            #expect(result.errors.contains(holder), "\(result)")
            let json = try result.json()
            #expect(json["exit_status"]?.intValue == 75 && json["outcome"]?.stringValue == "failure")
            #expect(json["entries"]?.arrayValue?.first?["error_code"]?.stringValue == "lock.held")
            let mails = try server.mails()
            #expect(mails.count == number)
            #expect(mails.last?.envelope.to == ["bad@example.org"])
            #expect(mails.last?.content.subject.hasPrefix("VYA BackupDB - FALHA - ") == true)
            #expect(mails.last?.content.text.contains(holder) == true)
        }
        #expect(try night.run("run", "--all", "--no-notify").status == 75)
        #expect(try server.mails().count == 3)
        #expect(try night.log().contains(holder))
        #expect(night.artifacts() == [])
        hung.process.send(SIGTERM)
        #expect(try hung.finish(within: 60).status == 143)
    }

    @Test("P8 what a tool leaves behind outside of its group is ended with it, and not before")
    func orphan() throws {
        let night = try Night(entries: [])
        try night.configure([night.fakeEntry(1, databases: ["shop", "next"])])
        try night.folder.write(
            "FD_MODE=orphan\nFD_ONLY_FOR=shop\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let run = try night.program.start(night.arguments("--all", "--jobs", "2"))
        try waitUntil("the tool has left something behind") {
            access(night.folder("tool.waiting"), F_OK) == 0
        }
        let orphans = try String(contentsOfFile: night.folder("tool.orphan"), encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        // The end of another tool is nothing to it.
        try waitUntil("the other backup is made") { night.artifacts().count == 1 }
        #expect(orphans.count == 2 && orphans.allSatisfy { kill($0, 0) == 0 }, "\(orphans)")
        try night.folder.write("", to: "tool.go")
        let result = try run.finish(within: 60)
        #expect(result.status == 0, "\(result)")
        #expect(orphans.allSatisfy { kill($0, 0) != 0 }, "\(orphans)")
        for orphan in orphans { kill(orphan, SIGKILL) }
    }

    @Test(
        "P8 what a tool left behind goes with a run that is stopped, too, and leaves no zombie",
        arguments: [SIGTERM, SIGINT])
    func orphanOfStopped(signal: Int32) throws {
        let night = try night("orphan")
        let run = try start(night)
        try waitUntil("the tool has left something behind") {
            access(night.folder("tool.waiting"), F_OK) == 0
        }
        let orphans = try String(contentsOfFile: night.folder("tool.orphan"), encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        run.process.send(signal)
        #expect(try run.finish(within: 60).status == 128 + signal)
        #expect(orphans.count == 2 && orphans.allSatisfy { kill($0, 0) != 0 }, "\(orphans)")
        for orphan in orphans { kill(orphan, SIGKILL) }
    }

    /// A program of the operator's that prints a password some day, and leaves its process number.
    private func hangingProgram(_ night: Night) throws -> String {
        try night.folder.write(
            "#!/bin/sh\necho $$ > '\(night.folder("secret.pid"))'\nsleep 100000\n", to: "secret.sh",
            mode: 0o700)
    }

    @Test("P7 one signal ends a run that waits for a program which is to print a password")
    func passwordProgram() throws {
        var night = try Night(entries: [])
        let program = try hangingProgram(night)
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "postgresql", "host": "127.0.0.1", "port": 1, "username": "u", "password": {"command": ["\#(program)"]} }"#
        ])
        for words in [["run", "--all"], ["run", "--all", "--dry-run"], ["doctor"]] {
            unlink(night.folder("secret.pid"))
            let run = try night.program.start(words + ["--config", night.folder("config.json")])
            try waitUntil("the program runs") { access(night.folder("secret.pid"), F_OK) == 0 }
            run.process.send(SIGTERM)
            let result = try run.finish(within: 25)
            #expect(result.status == 143 || words == ["doctor"], "\(words): \(result)")
            #expect(run.process.survivors().isEmpty)
        }
        // Who is told of a run that was stopped may want a password, too: it is fetched, and the next signal ends that.
        let server = try SMTPServer("plain")
        night = try self.night("hang", mail: server)
        _ = try hangingProgram(night)
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacingOccurrences(
                of: #""from_email""#,
                with:
                    #""smtp_user": "u", "smtp_password": {"command": ["\#(night.folder("secret.sh"))"]}, "from_email""#
            ),
            to: "config.json")
        let run = try start(night)
        run.process.send(SIGTERM)
        try waitUntil("the mail's program runs") { access(night.folder("secret.pid"), F_OK) == 0 }
        #expect(run.process.isRunning)
        run.process.send(SIGTERM)
        let result = try run.finish(within: 25)
        #expect(result.status == 143, "\(result)")
        #expect(result.errors.contains("the mail about this run was not sent"), "\(result)")
        #expect(run.process.survivors().isEmpty)
    }

    @Test("C14 a system that starts no more processes fails the dump that needs one, and not the program")
    func noProcesses() throws {
        let night = try Night.fake(databases: ["a", "b"])
        let before = try night.runAll(with: Faults(calls: ["posix_spawn"]))
        #expect(before.result.status == 0, "\(before)")
        for name in night.artifacts() {
            for end in ["", ".json"] { unlink(night.output + "/" + name + end) }
        }
        // The last program that a run starts is a dump.
        let run = try night.runAll(
            with: Faults(calls: ["posix_spawn"], at: before.calls.count, lasting: true, .error(EAGAIN)))
        let result = run.result
        #expect(result.status == 1, "\(run)")
        #expect(night.artifacts().count == 1)
        #expect(run.hits.count == 1, "\(run)")
        #expect(result.errors.contains("cannot be started: Resource temporarily unavailable"), "\(result)")
        #expect(result.errors.contains("hint: raise the limits of processes"), "\(result)")
        #expect(try night.problems() == [])
    }
}
