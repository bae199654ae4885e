import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaTools

/// A runner with a run-time folder and a stop signal of a test's own, and the fake dump tool.
struct ToolBench {
    static let fakedump = Repository.fixture("fake-tools/fakedump")

    let folder: TemporaryFolder
    let stop = StopSignal()
    let runtime: RuntimeFolder
    var runner: ToolRunner

    init(
        grace: Teardown = Teardown([.init(SIGTERM, patience: .seconds(20))]),
        environment: [String: String] = [:]
    ) throws {
        ProcessSignals.installWriteHandlers()
        folder = try TemporaryFolder("tools")
        runtime = try RuntimeFolder.open(environment: ["RUNTIME_DIRECTORY": folder("run")])
        runner = ToolRunner(runtime: runtime, stop: stop, grace: grace, environment: environment)
        runner.drainPatience = .milliseconds(300)
    }

    /// An invocation of the fake tool; `out` is where it leaves its process number.
    func fakedump(
        _ mode: String, _ arguments: [ToolInvocation.Word] = [],
        _ settings: [String: ToolInvocation.Word] = [:],
        secret: Secret? = nil
    ) -> ToolInvocation {
        var environment = settings
        environment["FD_MODE"] = .text(mode)
        environment["FD_OUT"] = .text(folder("out"))
        return ToolInvocation(
            executable: ToolBench.fakedump, arguments: arguments, environment: environment, secret: secret)
    }

    /// What the fake tool recorded under a name.
    func recorded(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: folder("out." + name))))
    }

    /// What the fake tool recorded under a name, as text.
    func text(_ name: String) throws -> String {
        String(decoding: try recorded(name), as: UTF8.self)
    }

    /// Expects that neither the fake tool, nor its zombie, nor anything in its group is left.
    func expectGone(_ location: SourceLocation = #_sourceLocation) throws {
        let number = try #require(
            pid_t(try text("pid").trimmingCharacters(in: .whitespacesAndNewlines)), sourceLocation: location)
        #expect(kill(number, 0) == -1 && errno == ESRCH, "the tool is left", sourceLocation: location)
        // What was killed may take a moment to die.
        let end = SuspendingClock.now + .seconds(5)
        while isAlive(group: number), SuspendingClock.now < end { sched_yield() }
        #expect(!isAlive(group: number), "its group is left", sourceLocation: location)
    }

    /// Looks for a process of a group in `/proc`; zombies that wait for the system to reap them do not count.
    private func isAlive(group: pid_t) -> Bool {
        let numbers =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap(pid_t.init) ?? []
        return numbers.contains { number in
            guard kill(-group, 0) == 0,
                let stat = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8),
                let fields = stat.split(separator: ")").last?.split(separator: " "), fields.count > 2
            else { return false }
            return pid_t(fields[2]) == group && fields[0] != "Z" && fields[0] != "X"
        }
    }

    /// Expects that the run-time folder is empty.
    func expectNoSecrets(_ location: SourceLocation = #_sourceLocation) throws {
        #expect(try folder.names(in: "run") == [], sourceLocation: location)
    }
}

/// Collects what a tool writes.
final class Collector {
    var bytes: [UInt8] = []
    var largest = 0

    func take(_ block: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: block)
        largest = max(largest, block.count)
    }
}

/// The physical memory of this process, in bytes.
func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.split { $0 == " " || $0 == "\t" }[1])) * 1024
}

extension ToolRunner {
    /// Hands the stream of a tool to a closure.
    func stream(
        _ invocation: ToolInvocation, timeouts: Timeouts, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> ToolResult {
        try withoutActuallyEscaping(body) {
            try stream(invocation, timeouts: timeouts, into: ClosureSink($0))
        }
    }

    /// Hands the stream of a tool to a closure.
    func stream(
        _ invocation: ToolInvocation, _ deadlines: ToolDeadlines,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> ToolResult {
        try withoutActuallyEscaping(body) { try stream(invocation, deadlines, into: ClosureSink($0)) }
    }
}
