import Glibc
import VyaCore

/// Follows a symbolic link in the part of a path that the operator wrote out.
///
/// Every link on the way must belong to root or to the account that makes the backup, so that nobody else
/// decides what is read. Links found while matching or below a folder that is taken are never followed.
struct LinkResolution {
    private static let maximumLinks = 40
    private var links = 0
    private var current: OpenFolder

    /// Opens the folder that a link leads to; nil with `errno` set when it leads to none.
    ///
    /// Throws `UnsafeError` when a link on the way belongs to somebody else.
    static func folder(_ name: [UInt8], in parent: OpenFolder, path: [UInt8]) throws -> OpenFolder? {
        var resolution = LinkResolution(current: parent)
        return try resolution.walk([name], path: path)
    }

    private init(current: OpenFolder) {
        self.current = current
    }

    private mutating func walk(_ names: [[UInt8]], path: [UInt8]) throws -> OpenFolder? {
        var pending = names
        while let name = pending.popLast() {
            guard let place = current.place(name) else { return nil }
            switch place.status.st_mode & S_IFMT {
            case S_IFDIR: current = place
            case S_IFLNK:
                try trust(place.status, path: path)
                links += 1
                guard links <= Self.maximumLinks else {
                    errno = ELOOP
                    return nil
                }
                guard let target = place.target(of: [], size: Int(place.status.st_size)) else { return nil }
                if target.first == UInt8(ascii: "/") {
                    guard let root = OpenFolder.root() else { return nil }
                    current = root
                }
                pending += target.split(separator: UInt8(ascii: "/")).map(Array.init).reversed()
            default:
                errno = ENOTDIR
                return nil
            }
        }
        return current
    }

    private func trust(_ status: stat, path: [UInt8]) throws {
        guard status.st_uid != 0, status.st_uid != geteuid() else { return }
        throw UnsafeError(
            "files.foreign-link",
            "'\(String.printable(path))' is reached through a link that belongs to user \(status.st_uid)",
            hints: ["name the folder that it should lead to, or give the link to root"])
    }
}
