import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The life of a run", .ownThread)
struct LifeCycleTests {
    @Test(
        "C4 a signal ends the tools and the run, publishes nothing, and sets the exit status",
        arguments: [
            SIGTERM, SIGINT, SIGHUP,
        ])
    func signals(signal: Int32) throws {
        let status: Int32 = signal == SIGTERM ? 143 : signal == SIGINT ? 130 : 129
        let night = try Night.fake(
            databases: ["slow", "next"],
            mode: ["FD_MODE": "hang", "FD_OUT": "/tmp/never-read", "FD_ONLY_FOR": "slow"])
        try night.folder.write(
            "FD_MODE=hang\nFD_ONLY_FOR=slow\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let run = try night.program.start(night.arguments("--all", "--json"))
        try waitUntil("the dump tool runs") { access(night.folder("tool.pid"), F_OK) == 0 }
        run.process.send(signal)
        let result = try run.finish(within: 30)
        #expect(result.status == status, "\(result)")
        #expect(run.process.survivors().isEmpty)
        #expect(night.artifacts() == [])
        #expect(try night.problems() == [])
        #expect(try night.secretFiles() == [])
        #expect(try result.json()["stopped"]?.stringValue?.contains("interrupted") == true)
    }

    @Test("P2 a FIFO in place of the configuration, a password or a certificate holds nothing up")
    func fifo() throws {
        let night = try Night.fake()
        let fifo = night.folder("fifo")
        mkfifo(fifo, 0o600)
        for words in [["run", "--all"], ["check"], ["cleanup"], ["config", "check"], ["doctor"]] {
            let result = try night.program.run(words + ["--config", fifo], within: 30)
            #expect(result.status == 3, "\(words): \(result)")
        }
        let entry = try night.fakeEntry(2, databases: ["shop"])
        try night.configure([
            entry.replacingOccurrences(
                of: #""enabled""#, with: #""password": {"file": "\#(fifo)"}, "enabled""#)
        ])
        let locked = try night.runAll(within: 30)
        #expect(locked.status == 3 && locked.errors.contains("is not a regular file"), "\(locked)")
        let server = try SMTPServer("plain")
        let mailing = try Night(
            entries: [],
            settings: """
                , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(server.port),
                  "use_tls": true, "ca_file": "\(fifo)", "from_email": "backup@example.org",
                  "success_recipients": ["good@example.org"], "failure_recipients": ["bad@example.org"] }
                """)
        try mailing.configure([mailing.fakeEntry(1, databases: ["shop"])])
        let result = try mailing.runAll(within: 30)
        #expect(result.status == 0 && result.errors.contains("it is no regular file"), "\(result)")
    }

    @Test("C4 a second Ctrl-C shortens the patience with a tool that ignores SIGTERM")
    func impatience() throws {
        let night = try Night.fake(mode: [:])
        try night.folder.write("FD_MODE=hang_term\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let run = try night.program.start(night.arguments())
        try waitUntil("the dump tool runs") { access(night.folder("tool.pid"), F_OK) == 0 }
        let begin = ContinuousClock.now
        run.process.send(SIGINT)
        try waitUntil("the first signal is taken") { ContinuousClock.now - begin > .milliseconds(300) }
        run.process.send(SIGINT)
        let result = try run.finish(within: 30)
        #expect(result.status == 130, "\(result)")
        // The standard patience is ten seconds.
        #expect(ContinuousClock.now - begin < .seconds(8))
        #expect(run.process.survivors().isEmpty)
    }

    @Test("the run's own deadline ends it with 124 and leaves no child")
    func deadline() throws {
        let night = try Night(entries: [], settings: #", "timeouts": {"total_seconds": 2}"#)
        try night.configure([
            night.fakeEntry(
                1, databases: ["a"], mode: ["FD_MODE": "hang"], timeouts: #"{"total_seconds": 600}"#)
        ])
        let run = try night.program.start(night.arguments())
        let result = try run.finish(within: 60)
        #expect(result.status == 124, "\(result)")
        #expect(run.process.survivors().isEmpty)
    }

    @Test("C6 a second run at the same time exits 75 at once and says who holds the lock")
    func twoRuns() throws {
        let night = try Night.fake()
        try night.folder.write("FD_MODE=hang\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let first = try night.program.start(night.arguments())
        try waitUntil("the first run dumps") { access(night.folder("tool.pid"), F_OK) == 0 }
        let second = try night.runAll(within: 10)
        #expect(second.status == 75, "\(second)")
        #expect(second.errors.contains("pid \(first.process.pid)"), "\(second)")
        first.process.send(SIGTERM)
        #expect(try first.finish(within: 30).status == 143)
    }

    @Test("C7 a lock of a killed run is gone with it")
    func staleLock() throws {
        let night = try Night.fake()
        try night.folder.write("FD_MODE=hang\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let first = try night.program.start(night.arguments())
        try waitUntil("the first run dumps") { access(night.folder("tool.pid"), F_OK) == 0 }
        first.process.send(SIGKILL)
        _ = try first.finish(within: 10)
        try night.folder.write("FD_MODE=ok\n", to: "fakedump-1.mode")
        let second = try night.runAll()
        #expect(second.status == 0, "\(second)")
        first.process.killSession()
    }

    @Test("C6 C7 of twenty runs at once exactly one works and the others exit 75, also after a kill")
    func twentyRuns() throws {
        let night = try Night.fake()
        try night.folder.write("FD_MODE=hang\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let runs = try (0..<20).map { _ in try night.program.start(night.arguments()) }
        try waitUntil("all but one have ended", within: 60) { runs.count(where: \.process.isRunning) == 1 }
        let (working, others) = (runs.filter(\.process.isRunning), runs.filter { !$0.process.isRunning })
        try waitUntil("the dump tool runs") { access(night.folder("tool.pid"), F_OK) == 0 }
        for run in others {
            let result = try run.finish(within: 10)
            #expect(result.status == 75, "\(result)")
            #expect(result.errors.contains("another run holds the lock"), "\(result)")
            #expect(run.process.survivors().isEmpty)
        }
        for run in working {
            run.process.send(SIGKILL)
            _ = try run.finish(within: 30)
        }
        #expect(try night.problems() == [])
        // Twenty others want the lock of the one that was killed, whose tool may still live.
        try night.folder.write("FD_MODE=ok\n", to: "fakedump-1.mode")
        let again = try (0..<20).map { _ in try night.program.start(night.arguments()) }
        let statuses = try again.map { try $0.finish(within: 60).status }
        #expect(statuses.contains(0) && Set(statuses).isSubset(of: [0, 75]), "\(statuses)")
        #expect(try night.problems() == [])
        #expect(night.artifacts().count == statuses.count { $0 == 0 })
        for run in working { run.process.killSession() }
    }
}
