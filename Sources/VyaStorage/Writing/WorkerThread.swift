import Glibc
import VyaCore
import VyaSystem

/// A thread of the byte path that its owner waits for; all signals are blocked in it.
final class WorkerThread: Sendable {
    private let thread: SystemThread

    /// Starts a thread; throws when the system allows no more of them.
    init(_ run: @escaping @Sendable () -> Void) throws(DestinationError) {
        do {
            thread = try SystemThread(run)
        } catch {
            throw DestinationError(
                "compression.threads",
                "cannot start a thread for the bytes of a backup: \(error.words)",
                hints: [
                    "raise the limits of processes and of address space (`ulimit -u`, `ulimit -v`), or lower compression.threads"
                ])
        }
    }

    /// How many workers are meant by a number: below 1, one for each core.
    static func workers(_ wanted: Int) -> Int {
        wanted < 1 ? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) : wanted
    }

    /// Waits for the thread's end; again is harmless.
    func join() {
        thread.join()
    }
}
