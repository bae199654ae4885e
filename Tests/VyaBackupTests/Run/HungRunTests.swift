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
        #expect(mails.first?.content.text.contains("the run's own deadline was reached") == true)
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
