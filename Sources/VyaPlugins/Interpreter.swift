import VyaCore

/// What a program is that runs what it is given, so that an argument of it is more than an argument.
package enum Interpreter {
    /// It reads a file of statements.
    case ofScripts
    /// It starts another program.
    case ofPrograms

    private static let scriptReaders: Set<String> = [
        "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "python", "perl", "ruby",
        "php", "node",
        "nodejs", "lua", "tclsh", "expect", "java", "pwsh", "awk", "gawk", "mawk", "sed",
    ]
    private static let starters: Set<String> = [
        "busybox", "env", "xargs", "sudo", "su", "doas", "runuser", "setpriv", "setsid", "nohup", "nice",
        "ionice",
        "timeout", "stdbuf", "flock", "chroot", "systemd-run", "ssh", "eval", "exec", "find",
    ]

    /// Knows a program by its name or path, a version behind it left aside (`python3.11`); nil for any other.
    package init?(named program: String) {
        let name = program.pieces(separatedBy: "/").last.map(String.init) ?? program
        let stem = String(
            decoding: name.utf8.reversed().drop { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
                .reversed(),
            as: UTF8.self)
        if Interpreter.scriptReaders.contains(stem) {
            self = .ofScripts
        } else if Interpreter.starters.contains(stem) {
            self = .ofPrograms
        } else {
            return nil
        }
    }
}
