import VyaCore

/// What a program is that runs what it is given, so that an argument of it is more than an argument.
package enum Interpreter {
    /// It reads a file of statements, the first that it is given; behind an option that ends with one of these letters the
    /// statements are an argument.
    case ofScripts(inline: String)
    /// It reads statements from a file behind `-f` alone; other files are data.
    case ofFilters
    /// It starts another program.
    case ofPrograms
    /// It may start another program as another user.
    case ofUsers

    private static let shells: Set<String> = [
        "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "python",
    ]
    private static let scriptReaders: Set<String> = [
        "perl", "ruby", "php", "node", "nodejs", "lua", "tclsh", "expect", "java", "pwsh",
    ]
    private static let filters: Set<String> = ["awk", "gawk", "mawk", "sed"]
    private static let switchers: Set<String> = ["sudo", "su", "doas", "runuser", "setpriv"]
    private static let starters: Set<String> = [
        "busybox", "env", "xargs", "setsid", "nohup", "nice", "ionice", "timeout", "stdbuf", "flock",
        "chroot", "taskset",
        "chrt", "unshare", "nsenter", "prlimit", "numactl", "run-parts", "systemd-run", "ssh", "eval", "exec",
        "find",
    ]

    /// Knows a program by its name or path, a version behind it left aside (`python3.11`); nil for any other.
    package init?(named program: String) {
        let name = program.pieces(separatedBy: "/").last.map(String.init) ?? program
        let stem = String(
            decoding: name.utf8.reversed().drop { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
                .reversed(),
            as: UTF8.self)
        if Interpreter.shells.contains(stem) {
            self = .ofScripts(inline: "c")
        } else if Interpreter.scriptReaders.contains(stem) {
            self = .ofScripts(inline: "ceErp")
        } else if Interpreter.filters.contains(stem) {
            self = .ofFilters
        } else if Interpreter.switchers.contains(stem) {
            self = .ofUsers
        } else if Interpreter.starters.contains(stem) {
            self = .ofPrograms
        } else {
            return nil
        }
    }
}
