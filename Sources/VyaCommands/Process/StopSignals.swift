import CLinux
import Foundation
import Glibc
import Synchronization
import VyaCore

/// Turns SIGHUP, SIGINT and SIGTERM into a raised `StopSignal`.
///
/// The handlers only write a byte into a pipe, which a thread reads: masks stay as they are and nothing is
/// ignored, so that children start with the defaults (traps.md T1, T2).
enum StopSignals {
    private static let pipeEnd = Atomic<Int32>(-1)

    /// Watches for the signals until the process ends; to be called once.
    static func watch(raising stop: StopSignal) {
        var ends: [Int32] = [-1, -1]
        guard vya_pipe(&ends) == 0 else { return }
        let reader = ends[0]
        pipeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while true {
                let count = read(reader, &byte, 1)
                if count == 1 {
                    stop.raise(reason(for: Int32(byte)))
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }
        for number in [SIGHUP, SIGINT, SIGTERM] {
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
    static func startDeadline(seconds: Int, raising stop: StopSignal) {
        Thread.detachNewThread {
            var rest = timespec(tv_sec: seconds, tv_nsec: 0)
            var left = timespec()
            while nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
            stop.raise(.deadline)
        }
    }
}
