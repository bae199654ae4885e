import Glibc

/// What the program does with signals before its first child.
package enum ProcessSignals {
    /// Makes a write into a closed pipe fail with `EPIPE` instead of ending the program.
    ///
    /// An empty handler and not `SIG_IGN`: that would be inherited by every child (TRAPS T3). Also gives `SIGCHLD` its
    /// default back, since a parent that ignored it has the kernel throw away how children ended.
    package static func installPipeHandler() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        action.sa_flags = SA_RESTART
        sigaction(SIGPIPE, &action, nil)
        var standard = sigaction()
        standard.__sigaction_handler.sa_handler = SIG_DFL
        sigaction(SIGCHLD, &standard, nil)
    }

    /// Opens `/dev/null` for every one of the descriptors 0, 1 and 2 that is closed.
    ///
    /// Else the first file that is opened would be standard output to whoever prints, and to the children.
    package static func openStandardDescriptors() {
        while true {
            let number = open("/dev/null", O_RDWR)
            if number < 0 { return }
            if number > STDERR_FILENO {
                close(number)
                return
            }
        }
    }

    /// Runs something with no signal blocked, and puts the thread's mask back afterwards.
    ///
    /// A child inherits the mask of the thread that starts it: with one from a Dispatch queue it would not
    /// hear SIGTERM (TRAPS T1).
    static func unblocked<Result>(_ body: () throws -> Result) rethrows -> Result {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }
}
