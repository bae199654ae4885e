import Glibc
import VyaTools

/// What holds for the whole process from its first moment on.
enum ProcessGuards {
    /// New files are the owner's alone, no core file can hold a secret, a closed pipe is an error and no death.
    static func install() {
        umask(0o077)
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        ProcessSignals.installPipeHandler()
    }
}
