import Glibc
import VyaCore

/// Says whether somebody else could change what a path leads to (E12, E13).
package enum PathTrust {
    /// Explains who could: the first component, on the way through every symbolic link, that belongs to neither
    /// root nor this user, or that its group or everybody may write to; nil if nobody could.
    ///
    /// A folder with the sticky bit may be written to by everybody: what is ours in it stays ours.
    ///
    /// With `takesLinks` false a symbolic link on the way is an objection, whoever made it.
    package static func objection(to path: String, takesLinks: Bool = true) -> String? {
        var current = ""
        var pending = Array(components(of: path).reversed())
        var links = 0
        if let objection = objection(at: "/") { return objection }
        while let component = pending.popLast() {
            if component == "." { continue }
            if component == ".." {
                current = current.pieces(separatedBy: "/").dropLast().map { "/" + $0 }.joined()
                continue
            }
            let next = current + "/" + component
            if let objection = objection(at: next) { return objection }
            guard let target = linkTarget(of: next) else {
                current = next
                continue
            }
            guard takesLinks else { return "\(next.printable) is a symbolic link" }
            links += 1
            if links > 40 { return "\(path.printable) has too many symbolic links" }
            if target.utf8.first == UInt8(ascii: "/") { current = "" }
            pending += components(of: target).reversed()
        }
        return nil
    }

    private static func components(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

    private static func objection(at path: String) -> String? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return "\(path.printable): \(SystemFailure().words)" }
        guard info.st_uid == 0 || info.st_uid == geteuid() else {
            return "\(path.printable) belongs to another user (\(info.st_uid))"
        }
        let kind = info.st_mode & S_IFMT
        // A link has no mode of its own, only an owner and the folder that it is in.
        if kind == S_IFLNK || (kind == S_IFDIR && info.st_mode & S_ISVTX != 0) { return nil }
        if info.st_mode & S_IWOTH != 0 { return "\(path.printable) can be written to by everybody" }
        if info.st_mode & S_IWGRP != 0 {
            return "\(path.printable) can be written to by its group (\(info.st_gid))"
        }
        return nil
    }

    private static func linkTarget(of path: String) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = target.withUnsafeMutableBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { readlink(path, $0, chars.count) } ?? -1
            }
        }
        return length < 0 ? nil : String(decoding: target[..<length], as: UTF8.self)
    }
}
