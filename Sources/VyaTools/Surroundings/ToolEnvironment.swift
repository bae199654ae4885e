import VyaCore
import Glibc
import VyaSystem

/// Composes the clean environment of every tool (A26): nothing of this process's own leaks but what is named here.
enum ToolEnvironment {
    /// The variables that no invocation may change.
    static let fixed: Set<String> = ["PATH", "LC_ALL"]
    /// Where programs are looked for when `PATH` names no absolute folder.
    static let standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Picks `PATH`, `HOME`, `USER`, `LOGNAME` and `TZ` from an environment, and adds `LC_ALL=C`.
    ///
    /// `HOME` is where the clients look for `~/.pgpass` and `~/.my.cnf`, whose options can have them load a library: as
    /// root, and wherever somebody else could have put a file there, it is the account's own (L2). systemd does not set it
    /// for a service of root's.
    static func clean(_ outer: [String: String]) -> [String: String] {
        let folders = absoluteFolders(of: outer["PATH"])
        var result = ["PATH": folders.joined(separator: ":"), "LC_ALL": "C"]
        for name in ["USER", "LOGNAME", "TZ"] {
            if let value = outer[name], !value.isEmpty { result[name] = value }
        }
        result["HOME"] = Account.home(environment: outer)
        return result
    }

    /// The absolute folders of a `PATH`, in order; relative ones and `.` are what an attacker would plant into (E13).
    static func absoluteFolders(of path: String?) -> [String] {
        func absolute(_ path: String) -> [String] {
            path.pieces(separatedBy: ":").map(String.init).filter { $0.utf8.first == UInt8(ascii: "/") }
        }
        let folders = absolute(path ?? "")
        return folders.isEmpty ? absolute(standardPath) : folders
    }
}

/// Has a tool write its output in pieces of 64 KiB, as coreutils' `stdbuf -o64K` would.
///
/// Dump tools leave their output to the C library, which writes 4 KiB at a time into a pipe: for a fast dump that is a
/// tenth of all its work. The library that `stdbuf` has a program load asks for a larger buffer; it is not more than
/// that, and a tool that does not use the C library's output does not notice. Where it is missing, or where others
/// could change it, tools write as they like.
enum LargeOutput {
    /// The variables that make a tool load the library; none where it is missing.
    static let environment: [String: String] =
        library.map {
            ["LD_PRELOAD": $0, "_STDBUF_O": "65536"]
        } ?? [:]

    /// Where distributions put it.
    private static let places = ["/usr/libexec/coreutils/libstdbuf.so", "/usr/lib/coreutils/libstdbuf.so"]

    private static var library: String? {
        places.first { access($0, R_OK) == 0 && PathTrust.objection(to: $0) == nil }
    }
}
