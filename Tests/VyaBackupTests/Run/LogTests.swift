import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The log of a run", .ownThread)
struct LogTests {
    /// The path of today's log, which the first run of a host makes.
    private func logFile(of night: Night) throws -> String {
        night.folder("log/" + (try #require(try night.folder.names(in: "log").first)))
    }

    /// A host with two databases, whose second dump waits until the file `go` is there.
    private func waitingNight() throws -> Night {
        let night = try Night.fake(databases: ["first", "second"])
        let tool = night.folder("fakedump-1")
        rename(tool, night.folder("fakedump-real"))
        try night.folder.write(
            """
            #!/bin/sh
            case "$*" in *second*)
                : > '\(night.folder("waiting"))'
                while [ ! -e '\(night.folder("go"))' ]; do sleep 0.05; done
            esac
            exec '\(night.folder("fakedump-real"))' "$@"

            """, to: "fakedump-1", mode: 0o700)
        return night
    }

    /// Runs a host, and does something to its log between the first dump and the second.
    private func run(_ night: Night, meanwhile change: (String) throws -> Void) throws {
        let run = try night.program.start(night.arguments("--all", "--jobs", "1"))
        try waitUntil("the second dump waits") {
            // The folder of logs is made by the run.
            let log = (try? night.log()) ?? ""
            return access(night.folder("waiting"), F_OK) == 0 && log.contains("database=second")
        }
        try change(try logFile(of: night))
        try night.folder.write("", to: "go")
        let result = try run.finish()
        #expect(result.status == 0, "\(result)")
        #expect(try night.problems() == [])
    }

    @Test("J14 a log that is copied and cut off during a run goes on at its new end, without a hole")
    func copiedAndTruncated() throws {
        let night = try waitingNight()
        try run(night) { log in
            try FileManager.default.copyItem(atPath: log, toPath: night.folder("rotated"))
            truncate(log, 0)
        }
        let log = try Data(contentsOf: URL(fileURLWithPath: try logFile(of: night)))
        // Without O_APPEND the file would begin with as many zeros as it had bytes.
        #expect(log.first != 0 && !log.contains(0))
        let (old, new) = (
            try String(contentsOfFile: night.folder("rotated"), encoding: .utf8),
            String(decoding: log, as: UTF8.self)
        )
        #expect(old.contains("run begins") && !old.contains("run ends"))
        #expect(new.contains("run ends") && !new.contains("run begins"))
    }

    @Test("J14 a log that is renamed during a run is written to its end, and the next run makes a new one")
    func renamed() throws {
        let night = try waitingNight()
        var log = ""
        try run(night) {
            log = $0
            rename($0, night.folder("rotated"))
        }
        let old = try String(contentsOfFile: night.folder("rotated"), encoding: .utf8)
        #expect(old.contains("run begins") && old.contains("run ends"))
        #expect(try night.folder.names(in: "log") == [])
        #expect(try night.runAll().status == 0)
        let new = try String(contentsOfFile: log, encoding: .utf8)
        #expect(new.contains("run begins") && new.contains("run ends"))
        #expect(try String(contentsOfFile: night.folder("rotated"), encoding: .utf8) == old)
    }

    @Test(
        "J13 a log that is a link, a FIFO, a folder, a second name or somebody else's is not written to, and that is said",
        arguments: ["link", "dangling", "fifo", "folder", "hard", "foreign"])
    func strange(kind: String) throws {
        let night = try Night.fake()
        #expect(try night.runAll().status == 0)
        let log = try logFile(of: night)
        let before = try Oracle.snapshot(of: night.output)
        let victim = try night.folder.write("untouched", to: "victim")
        unlink(log)
        switch kind {
        case "link": symlink(victim, log)
        case "dangling": symlink(night.folder("made"), log)
        case "fifo": mkfifo(log, 0o600)
        case "folder": mkdir(log, 0o700)
        case "hard": link(victim, log)
        default:
            try night.folder.write("", to: "log/" + (log as NSString).lastPathComponent)
            chown(log, 65_534, 65_534)
        }
        let result = try night.runAll(within: 60)
        // A backup is worth more than its log (B3).
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("the log in \(night.folder("log")) cannot be written"), "\(result)")
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "untouched")
        #expect(access(night.folder("made"), F_OK) != 0)
        #expect(try night.problems(since: before) == [])
    }

    @Test(
        "J13 a folder of logs that others can write to is refused, and the file of the log is the owner's alone"
    )
    func folder() throws {
        let night = try Night.fake()
        #expect(try night.runAll().status == 0)
        var status = stat()
        let log = try logFile(of: night)
        #expect(stat(log, &status) == 0 && status.st_mode & 0o7777 == 0o600)
        unlink(log)
        chmod(night.folder("log"), 0o777)
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("cannot be written"), "\(result)")
        #expect(try night.folder.names(in: "log") == [])
    }

    @Test(
        "J15 a dump tool that floods its standard error leaves a log of bounded size",
        arguments: ["errflood", "errflood_nl"], ["0", "1"])
    func flood(mode: String, status: String) throws {
        let night = try Night.fake(mode: ["FD_MODE": mode, "FD_BYTES": "50000000"])
        let tool = night.folder("fakedump-1")
        rename(tool, night.folder("fakedump-real"))
        rename(tool + ".mode", night.folder("fakedump-real.mode"))
        try night.folder.write(
            "#!/bin/sh\n'\(night.folder("fakedump-real"))' \"$@\" || exit\ncase $1 in -*version) exit 0 ;; esac\nexit \(status)\n",
            to: "fakedump-1", mode: 0o700)
        let result = try night.runAll()
        #expect(result.status == (status == "0" ? 0 : 2), "\(result.ending)")
        // The tail is at most 64 KiB; escaped, a byte may take four characters, and it is told once or twice.
        let log = try night.log()
        #expect(log.utf8.count < 600_000, "\(log.utf8.count) bytes")
        #expect(log.contains("run ends"))
        #expect(result.errors.utf8.count < 300_000)
        #expect(try night.problems() == [])
    }
}
