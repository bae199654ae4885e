import VyaCore

/// Decides which paths are taken, and which folders backups may never go to.
enum PathRule {
    /// Tells whether a path begins at the root and never turns back.
    static func isAbsolute(_ path: String) -> Bool {
        path.begins(with: "/") && !path.pieces(separatedBy: "/").has("..")
    }

    /// The path without double and trailing slashes and `.` components.
    static func normalized(_ path: String) -> String {
        "/" + path.pieces(separatedBy: "/").filter { !$0.utf8.elementsEqual(".".utf8) }.joined(separator: "/")
    }

    /// Why a folder must not receive backups; nil when it may.
    static func refusal(ofOutputFolder path: String, home: String?) -> Message? {
        let path = normalized(path)
        if let home, home.begins(with: "/"), path == normalized(home) { return "it is a home folder" }
        if shared.contains(path) { return "it belongs to the system; name a folder of its own below it" }
        if let owner = system.first(where: { path == $0 || path.begins(with: $0 + "/") }) {
            return "\(owner) belongs to the system"
        }
        return nil
    }

    /// Why files do not stay in a folder; nil when they do.
    static func transience(of path: String) -> Message? {
        let path = normalized(path)
        func isIn(_ folder: String) -> Bool { path == folder || path.begins(with: folder + "/") }
        if isIn("/tmp") {
            return
                "/tmp is emptied when the host starts, lies in memory on newer systems, and everybody may write to it"
        }
        return isIn("/var/tmp") ? "/var/tmp is emptied of old files by the system" : nil
    }

    /// Folders whose contents are others' matter, though folders below them can serve.
    private static let shared: Set<String> = [
        "/", "/home", "/opt", "/root", "/var", "/var/backups", "/var/cache", "/var/lib", "/var/log",
        "/var/spool",
    ]
    /// Folders that hold no backups at any depth.
    private static let system = [
        "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/run", "/sbin",
        "/sys",
        "/usr", "/var/run",
    ]
}
