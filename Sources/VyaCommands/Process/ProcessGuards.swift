import CLinux
import Glibc
import VyaCore
import VyaSystem
import VyaTools

/// What holds for the whole process from its first moment on.
enum ProcessGuards {
    /// New files are the owner's alone, no core file can hold a secret, a closed pipe is an error and no death.
    static func install() {
        umask(0o077)
        keepSecretsOutOfCrashes()
        ProcessSignals.openStandardDescriptors()
        ProcessSignals.installWriteHandlers()
        Offspring.adopt()
        // glibc sets up to 128 MiB of the address space aside for each thread that allocates, until `ulimit -v` ends the
        // program (C13). Blocks are allocated once and go round, so that threads seldom meet here.
        _ = vya_limit_memory_pools(2)
        SystemThread.boundStacks()
        // libdispatch wants its threads at nice values of its own, and tells the journal of each that a service may not have (Q18).
        setenv("LIBDISPATCH_LOG", "NO", 1)
    }

    /// Sees to it that a crash writes nothing of the memory down (G10).
    private static func keepSecretsOutOfCrashes() {
        // The tools inherit this; the limit does not bind a program that cores are piped to.
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        // This does, and keeps others of the same account from reading the memory. What is in /proc/self then belongs to
        // root, but a process may still use its own descriptors by their names there (traps.md T24).
        _ = vya_hide_memory()
        // Swift's own handler prints a backtrace with registers; only somebody who asks for it by name gets it.
        guard getenv("SWIFT_BACKTRACE") == nil else { return }
        var standard = sigaction()
        standard.__sigaction_handler.sa_handler = SIG_DFL
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
            sigaction(number, &standard, nil)
        }
    }

    /// Makes sure that enough files can be open for so many jobs at once, raising the soft limit if need be.
    ///
    /// Throws `DestinationError` when the hard limit is too low: Foundation ends the program when it runs out.
    static func ensureDescriptors(jobs: Int) throws(DestinationError) {
        let needed = rlim_t(64 + 32 * jobs)
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < needed
        else {
            return
        }
        limit.rlim_cur = needed
        limit.rlim_max = max(limit.rlim_max, needed)
        // Only root may raise the hard limit; anybody may raise the soft one up to it.
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw DestinationError(
                "process.descriptors",
                "this process may not open the \(needed) files that \(jobs) backups at once need",
                hints: ["raise the limit of open files (ulimit -n, LimitNOFILE=), or lower --jobs"])
        }
    }
}
