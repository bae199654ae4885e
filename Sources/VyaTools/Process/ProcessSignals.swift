import Glibc
import VyaSystem

/// What the program does with signals before its first child.
package enum ProcessSignals {
    /// Makes a write into a closed pipe fail with `EPIPE`, and one beyond the limit of a file's size with `EFBIG`, instead of
    /// ending the program.
    ///
    /// An empty handler and not `SIG_IGN`: that would be inherited by every child (traps.md T3). Also gives `SIGCHLD` its
    /// default back, since a parent that ignored it has the kernel throw away how children ended.
    package static func installWriteHandlers() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        action.sa_flags = SA_RESTART
        sigaction(SIGPIPE, &action, nil)
        sigaction(SIGXFSZ, &action, nil)
        var standard = sigaction()
        standard.__sigaction_handler.sa_handler = SIG_DFL
        sigaction(SIGCHLD, &standard, nil)
    }

    /// Runs something that starts a child, which then has no signal blocked and none ignored, as a fresh program.
    ///
    /// A child inherits the mask of the thread that starts it, so that with one from a Dispatch queue it would not hear
    /// SIGTERM (traps.md T1), and it inherits what the process ignores (T2), as what `nohup` had it ignore. Both are put
    /// back afterwards; a signal that comes meanwhile is ignored still. Calls must not overlap.
    static func asFreshProgram<Result>(_ body: () throws -> Result) rethrows -> Result {
        var ignored: [(number: Int32, action: sigaction)] = []
        for number in 1..<Int32(65) where number != SIGKILL && number != SIGSTOP {
            var action = sigaction()
            guard sigaction(number, nil, &action) == 0, isIgnored(action) else { continue }
            var empty = sigaction()
            // What has a handler has its default back in a program that is started.
            empty.__sigaction_handler.sa_handler = { _ in }
            empty.sa_flags = SA_RESTART
            if sigaction(number, &empty, nil) == 0 { ignored.append((number, action)) }
        }
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer {
            pthread_sigmask(SIG_SETMASK, &before, nil)
            for entry in ignored {
                var action = entry.action
                sigaction(entry.number, &action, nil)
            }
        }
        return try body()
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        // C functions cannot be compared in Swift, their addresses can.
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Opens `/dev/null` for every one of the descriptors 0, 1 and 2 that is closed.
    ///
    /// Else the first file that is opened would be standard output to whoever prints, and to the children.
    package static func openStandardDescriptors() {
        while true {
            let number = uninterrupted { open("/dev/null", O_RDWR) }
            if number < 0 { return }
            if number > STDERR_FILENO {
                close(number)
                return
            }
        }
    }
}
