import Foundation
import Synchronization

/// Watches how much memory a program takes at its worst, its children left out, all the time that it runs.
///
///     let running = try program.start("run", "--all", …)
///     let memory = MemoryWatch(over: running.process)
///     _ = try running.finish()
///     #expect(memory.peak < 100 << 20)
package final class MemoryWatch: Sendable {
    private let most = Mutex(0)
    private let ended = DispatchSemaphore(value: 0)

    /// Begins to look, on a thread of its own, until the program ends.
    package init(over program: RunningProgram) {
        Thread.detachNewThread { [self] in
            while program.isRunning {
                // proc(5): VmHWM is the peak up to now, so that only the last moment can be missed.
                let status =
                    (try? String(contentsOfFile: "/proc/\(program.pid)/status", encoding: .utf8)) ?? ""
                let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
                let kibibytes = line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
                most.withLock { $0 = max($0, kibibytes * 1024) }
                poll(nil, 0, 20)
            }
            ended.signal()
        }
    }

    /// The largest resident size that was seen, in bytes; waits for the end of the program.
    package var peak: Int {
        ended.wait()
        ended.signal()
        return most.withLock { $0 }
    }
}
