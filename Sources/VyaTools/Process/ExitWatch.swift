import Foundation
import Glibc
import Synchronization
import VyaCore

/// Sees the end of a child at once, on a thread of its own, and leaves it a zombie, whose number is nobody else's.
final class ExitWatch: Sendable {
    /// What was seen.
    enum Ending: Sendable, Equatable {
        /// It ended like this.
        case known(ToolEnding)
        /// Somebody else took the status.
        case lost
    }

    private let seen = Mutex<Ending?>(nil)

    /// Starts to watch a child and has the waker called when it ends.
    init(_ child: pid_t, waking waker: Waker) {
        let thread = Thread {
            let ending = ExitWatch.await(child)
            self.seen.withLock { $0 = ending }
            waker.wake()
        }
        thread.name = "tool-exit"
        thread.start()
    }

    /// How the child ended; nil while it runs.
    var ending: Ending? { seen.withLock { $0 } }

    private static func await(_ child: pid_t) -> Ending {
        var info = siginfo_t()
        while waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) != 0 {
            if errno != EINTR { return .lost }
        }
        let status = info._sifields._sigchld.si_status
        return .known(info.si_code == CLD_EXITED ? .exited(status) : .signalled(status))
    }
}
