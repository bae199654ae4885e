import Glibc

/// What the program does with signals before its first child.
package enum ProcessSignals {
    /// Makes a write into a closed pipe fail with `EPIPE` instead of ending the program.
    ///
    /// An empty handler and not `SIG_IGN`: that would be inherited by every child (traps.md T3). Also gives `SIGCHLD`
    /// its default back, since a parent that ignored it has the kernel throw away how children ended.
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
}
