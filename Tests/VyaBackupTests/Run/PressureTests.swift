import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Slow disks, large streams and little room", .ownThread)
struct PressureTests {
    /// The number of the program that strace runs.
    private func engine(under strace: pid_t) throws -> pid_t {
        var found: pid_t?
        try waitUntil("strace has started the program") {
            let children = try String(
                contentsOfFile: "/proc/\(strace)/task/\(strace)/children", encoding: .utf8)
            // strace has had other children before, to learn what the kernel can do.
            found = children.split(separator: " ").compactMap { pid_t($0) }.first {
                let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/exe")
                return path == Program.built
            }
            return found != nil
        }
        return try #require(found)
    }

    @Test(
        "A8 a disk that takes nothing stops the tool and not the program, in bounded memory, and a signal still ends it"
    )
    func stalled() throws {
        let night = try Night.fake()
        try night.folder.write(
            "FD_ROWS=40000000\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        // strace counts by thread, and only that of the backup's file writes so often.
        let run = try night.program.start(
            night.arguments(), under: .injecting("write", "delay_enter=2000000:when=10+"))
        defer { run.process.killSession() }
        let engine = try engine(under: run.process.pid)
        try waitUntil("the dump tool runs") { access(night.folder("tool.pid"), F_OK) == 0 }
        var (last, since) = (-1, ContinuousClock.now)
        try waitUntil("nothing has been read for a second", within: 60) {
            let read = try #require(ProcessTable.number("rchar", of: engine, in: "io"))
            if read != last { (last, since) = (read, .now) }
            return read > 1 << 20 && ContinuousClock.now - since > .seconds(1)
        }
        // The blocks of the pool, the pipe, and what a start reads of itself.
        #expect(last < 80 << 20, "\(last) bytes were read though nothing was written")
        #expect(try #require(ProcessTable.number("VmHWM", of: engine, in: "status")) < 150 << 10)
        kill(engine, SIGTERM)
        let result = try run.finish(within: 90)
        #expect(result.status == 143, "\(result)")
        #expect(result.trace.delays > 0)
        #expect(night.artifacts() == [])
    }

    @Test("P4 a limit of the size of files is an error that says so, and ends nothing")
    func fileSize() throws {
        let night = try Night.fake(mode: ["FD_ROWS": "2000000"])
        func limited(_ bytes: Int, _ words: String...) throws -> Command.Result {
            var command = Command("/usr/bin/prlimit", ["--fsize=\(bytes)", night.program.path] + words)
            command.environment = night.program.environment
            return try command.run()
        }
        let result = try limited(1 << 20, "run", "--all", "--config", night.folder("config.json"))
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("ulimit -f"), "\(result)")
        // Log and catalog are written by the program's first thread, which has no signal blocked.
        let starved = try limited(1024, "run", "--all", "--config", night.folder("config.json"))
        #expect(starved.status == 2 && !starved.signalled, "\(starved)")
        #expect(night.artifacts() == [])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: "shop")
        let verified = try limited(1024, "verify", artifact)
        #expect(verified.status == 0, "\(verified)")
    }

    @Test("A8 a slow disk only makes the run longer")
    func slow() throws {
        let night = try Night.fake(mode: ["FD_ROWS": "300000"])
        let result = try night.runAll(under: .injecting("write", "delay_enter=50000"))
        #expect(result.status == 0, "\(result)")
        #expect(result.trace.delays > 20, "\(result.trace.text)")
        #expect(try night.problems() == [])
    }

    @Test("C13 memory does not grow with the dump")
    func memory() throws {
        var peaks: [Int] = []
        for bytes in [1 << 20, 512 << 20] {
            let night = try Night.fake(mode: ["FD_MODE": "flood", "FD_BYTES": "\(bytes)"])
            let run = try night.program.start(night.arguments())
            var peak = 0
            try waitUntil("the run has ended", within: 120) {
                peak = max(peak, ProcessTable.number("VmHWM", of: run.process.pid, in: "status") ?? 0)
                return !run.process.isRunning
            }
            let result = try run.finish()
            #expect(result.status == 0, "\(result)")
            #expect(try night.manifest(of: "shop").rawBytes > bytes)
            peaks.append(peak)
        }
        #expect(peaks[1] < 100 << 10, "\(peaks) KiB")
        #expect(peaks[1] - peaks[0] < 64 << 10, "\(peaks) KiB")
    }

    @Test(
        "B14 too little room for what the last backups took is said before the dumps, and fails nothing by itself"
    )
    func forecast() throws {
        let server = try SMTPServer("plain")
        let night = try Night(
            entries: [],
            settings: """
                , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(server.port),
                  "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
                  "failure_recipients": ["bad@example.org"] }
                """)
        try night.configure([
            try night.fakeEntry(1, databases: ["shop.v2", "crm"], mode: ["FD_ROWS": "180000"]),
            try night.fakeEntry(2, databases: ["shop.v2"], mode: ["FD_ROWS": "180000"]),
        ])
        let mount = try Mount("tmpfs", at: night.output, options: "size=10m,mode=0700")
        #expect(try !night.run("run", "--all", "--dry-run").text.contains("is expected to need"))
        #expect(try night.run("run", "--all", "--no-notify").status == 0)
        let sizes = try night.artifacts().map {
            try Oracle.manifest(of: night.output + "/" + $0)["bytes"]?.intValue ?? 0
        }
        let last = sizes.reduce(0, +)
        // A tenth of each is more than the pages that are left for manifests and rounding below.
        #expect(sizes.count == 3 && sizes.allSatisfy { $0 > 250_000 }, "\(sizes)")
        // Room for all of them, but not for 20 % more; the manifests take a page each.
        func fill(leaving room: Int) throws {
            unlink(night.output + "/filler")
            var status = statvfs()
            statvfs(night.output, &status)
            let free = Int(status.f_bavail) * Int(status.f_frsize)
            try Command("/usr/bin/fallocate", "-l", "\(free - room)", night.output + "/filler").check()
        }
        try fill(leaving: last * 11 / 10 + (32 << 10))
        let plan = try night.run("run", "--all", "--dry-run", "--json")
        #expect(plan.status == 0, "\(plan)")
        // The entries of a plan count together: none alone would be too large.
        let warnings =
            try plan.json()["entries"]?.arrayValue?.flatMap { $0["warnings"]?.arrayValue ?? [] } ?? []
        #expect(warnings.count == 1, "\(plan)")
        #expect(warnings.first?.stringValue?.contains("is expected to need") == true)
        #expect(try night.run("run", "--all", "--dry-run").text.contains("is expected to need"))
        // An entry alone has the room.
        #expect(try !night.run("run", "--id", "2", "--dry-run").text.contains("is expected to need"))
        try fill(leaving: sizes[2] * 11 / 10 + (16 << 10))
        let tight = try night.run("run", "--id", "2")
        #expect(tight.status == 0, "\(tight)")
        #expect(tight.errors.contains("is expected to need"), "\(tight)")
        #expect(try server.mails().last?.content.text.contains("deve precisar de") == true)
        unlink(night.output + "/filler")
        #expect(try night.problems() == [])
        withExtendedLifetime(mount) {}
    }
}
