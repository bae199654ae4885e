import Foundation

/// A folder that nothing may touch: what is in it, and what the system knows of it, stays what it was.
struct Sentinel {
    /// The folder.
    let path: String
    private let before: [String]

    /// Makes a folder with a file, a hard link to it, a symbolic link and a folder in it, which only root can change.
    init(at path: String) throws {
        self.path = path
        mkdir(path, 0o755)
        mkdir(path + "/folder", 0o755)
        try Data("SECRET".utf8).write(to: URL(fileURLWithPath: path + "/secret"))
        link(path + "/secret", path + "/hard")
        symlink("secret", path + "/soft")
        for name in ["", "/folder", "/secret"] { chmod(path + name, 0o755) }
        before = Self.state(of: path)
    }

    /// What is other than it was; empty when nothing is.
    func changes() -> [String] {
        let now = Self.state(of: path)
        return now == before
            ? [] : now.filter { !before.contains($0) } + ["\(now.count) lines for \(before.count)"]
    }

    /// Names, owners, modes, links and the time of the last change, which nobody can set back.
    private static func state(of path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
        let inner = (try? FileManager.default.contentsOfDirectory(atPath: path + "/folder")) ?? ["?"]
        return [inner.joined(separator: "|")]
            + ([""] + names).map { name in
                var status = stat()
                lstat(path + "/" + name, &status)
                return "\(name) \(status.st_ino) \(status.st_mode) \(status.st_uid) \(status.st_nlink) "
                    + "\(status.st_size) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
            }
    }
}
