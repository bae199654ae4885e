import Foundation
import Synchronization

/// Looks into `/proc` for secrets in the arguments and environments of a program and all that it starts, all the time
/// that it runs.
///
///     let running = try program.start("run", "--all", …)
///     let watch = SecretWatch(over: running.process, for: [server.password])
///     _ = try running.finish()
///     let seen = watch.finish()
///     #expect(seen.sightings == [] && seen.programs.contains { $0.hasSuffix("pg_dump") })
///
/// A process that comes and goes between two looks is missed; `Strace.recordingExecutions` misses none.
package final class SecretWatch: Sendable {
    /// What was seen.
    package struct Seen: Sendable {
        /// Where a secret stood, such as `environ of pg_dump`.
        package var sightings: Set<String> = []
        /// The paths of the programs that were looked at.
        package var programs: Set<String> = []
    }

    private let seen = Mutex(Seen())
    private let ended = DispatchSemaphore(value: 0)

    /// Begins to look, on a thread of its own, until the program ends.
    package init(over program: RunningProgram, for secrets: [String]) {
        let patterns = secrets.map { Data($0.utf8) }
        Thread.detachNewThread { [self] in
            while program.isRunning {
                for pid in SecretWatch.family(of: program.pid) { look(at: pid, for: patterns) }
            }
            ended.signal()
        }
    }

    /// What was seen up to now.
    package var seenSoFar: Seen { seen.withLock { $0 } }

    /// Waits for the end of the program and tells what was seen.
    package func finish() -> Seen {
        ended.wait()
        ended.signal()
        return seen.withLock { $0 }
    }

    private func look(at pid: Int32, for patterns: [Data]) {
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe") else {
            return
        }
        seen.withLock { _ = $0.programs.insert(path) }
        for place in ["cmdline", "environ"] {
            let content = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/\(place)"))) ?? Data()
            if patterns.contains(where: { content.range(of: $0) != nil }) {
                seen.withLock { _ = $0.sightings.insert("\(place) of \(path)") }
            }
        }
    }

    /// The process and its descendants; proc(5): `children` lists those of one thread.
    private static func family(of pid: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        let children = threads.flatMap { thread -> [Int32] in
            let text =
                (try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/children", encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { Int32($0) }
        }
        return [pid] + children.flatMap(family(of:))
    }
}
