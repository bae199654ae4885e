import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("running programs", .ownThread)
struct ProgramTests {
    private let folder: TemporaryFolder
    private let bash: Program

    init() throws {
        folder = try TemporaryFolder("support")
        bash = try Program(in: folder, path: "/bin/bash")
    }

    @Test("a program starts without terminal, descriptors or variables of the test's")
    func clean() throws {
        let inherited = open("/dev/null", O_RDONLY)  // without O_CLOEXEC
        defer { close(inherited) }
        let result = try bash.run("-c", "ls /proc/self/fd; pwd; env | cut -d= -f1; exec 9</dev/tty || exit 7")
        #expect(result.status == 7)
        let lines = result.text.split(separator: "\n").map(String.init)
        #expect(lines.prefix(4) == ["0", "1", "2", "3"], "3 is the folder that ls reads: \(result)")
        #expect(lines.dropFirst(4).first == folder.path)
        #expect(lines.contains("STATE_DIRECTORY") && !lines.contains("USER"))
    }

    @Test("a program that ignores SIGTERM is killed with its children when its time is up")
    func deadline() throws {
        let running = try bash.start("-c", "trap '' TERM; sleep 1000 & echo up; wait; wait")
        try waitUntil("it is up") { running.output == "up\n" }
        running.process.send(SIGTERM)
        #expect(throws: Command.Failure.self) { try running.finish(within: 0.2) }
        try waitUntil("nothing is left") { running.process.survivors().isEmpty && !running.process.isRunning }
    }

    @Test("the end of a program is told as it was")
    func endings() throws {
        #expect(try bash.run("-c", "exit 3").ending == .exited(3))
        #expect(try bash.run("-c", "kill -9 $$").status == 137)
        #expect(try bash.run("-c", "echo '{\"a\": 1}'").json()["a"] == .int(1))
    }

    @Test("strace faults the program and not the tools that it starts")
    func faults() throws {
        let script = "echo one; /bin/echo two; echo three"
        let result = try bash.run(["-c", script], under: .injecting("write", "error=ENOSPC:when=1"))
        #expect(result.text == "two\nthree\n", "\(result)")
        #expect(result.hits == 1)
    }

    @Test("strace counts calls by thread and writes down executions with their environment")
    func records() throws {
        let counted = try bash.run(["-c", "echo one; echo two"], under: .recording("write"))
        #expect(counted.trace.highestCounts["write"] == 2)
        let executed = try bash.run(["-c", "X=canary /bin/true; exit"], under: .recordingExecutions)
        #expect(executed.trace.text.contains("/bin/true") && executed.trace.text.contains("X=canary"))
    }

    @Test("a secret in the arguments or the environment of a child is seen")
    func secrets() throws {
        let script = "env X=canary1 sleep 1000 & tail -f /dev/null canary2 2>/dev/null & echo up; wait"
        let running = try bash.start("-c", script)
        let watch = SecretWatch(over: running.process, for: ["canary1", "canary2", "canary3"])
        // bash has the script, and so both secrets, in its own arguments.
        try waitUntil("both children were looked at") {
            let seen = watch.seenSoFar.sightings
            return seen.contains { $0.hasSuffix("/sleep") } && seen.contains { $0.hasSuffix("/tail") }
        }
        running.process.killSession()
        _ = try running.process.wait(seconds: 10)
        let places = watch.finish().sightings.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        #expect(Set(places).isSuperset(of: ["bash", "sleep", "tail"]))
    }
}
