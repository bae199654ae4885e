import CLinux
import Foundation
import Glibc
import Synchronization
import VyaCore

/// Turns SIGHUP, SIGINT and SIGTERM into a raised `StopSignal`.
///
/// The handlers only write a byte into a pipe, which a thread reads. That thread alone takes the signals: the kernel gives
/// one to any thread that does not block it, also to one that a file system holds fast and that never runs its handler
/// (traps.md T74). Nothing is ignored, and children start with nothing blocked (T1, T2).
enum StopSignals {
    /// The one wish to stop of the process, which every wait of it hears.
    static let process = StopSignal()

    private static let pipeEnd = Atomic<Int32>(-1)
    private static let isWatching = Mutex(false)

    private static let signals = [SIGHUP, SIGINT, SIGTERM]

    private static func mask(_ how: Int32) {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(how, &set, nil)
    }

    /// Watches for the signals until the process ends, and for the end itself (`Watchdog`); again is harmless.
    ///
    /// To be called by the first thread, before it starts others: they inherit that they do not take the signals.
    static func watch() {
        let isFirst = isWatching.withLock { isWatching in
            defer { isWatching = true }
            return !isWatching
        }
        guard isFirst else { return }
        Watchdog.watch(over: process)
        var ends: [Int32] = [-1, -1]
        guard vya_pipe(&ends) == 0 else { return }
        let reader = ends[0]
        pipeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        mask(SIG_BLOCK)
        Thread.detachNewThread {
            mask(SIG_UNBLOCK)
            var byte: UInt8 = 0
            while true {
                let count = read(reader, &byte, 1)
                if count == 1 {
                    process.raise(reason(for: Int32(byte)))
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }
        for number in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                let interrupted = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(StopSignals.pipeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = interrupted
            }
            action.sa_flags = SA_RESTART
            sigaction(number, &action, nil)
        }
    }

    private static func reason(for number: Int32) -> StopReason {
        switch number {
        case SIGHUP: .hangup
        case SIGINT: .interrupt
        default: .terminate
        }
    }

    /// Raises the run's own deadline after so many seconds.
    static func startDeadline(seconds: Int) {
        Thread.detachNewThread {
            var rest = timespec(tv_sec: seconds, tv_nsec: 0)
            var left = timespec()
            while nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
            process.raise(.deadline)
        }
    }
}
