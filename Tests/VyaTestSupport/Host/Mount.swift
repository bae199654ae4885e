import Foundation

/// A file system mounted for a test, unmounted with the last reference.
package final class Mount: Sendable {
    private let path: String

    /// Makes the folder and mounts over it.
    package init(_ kind: String, at path: String, options: String) throws {
        self.path = path
        mkdir(path, 0o700)
        try Command("/bin/mount", "-t", kind, "-o", options, kind, path).check()
    }

    /// Makes the folder and shows another one there, too.
    package init(folder: String, at path: String) throws {
        self.path = path
        mkdir(path, 0o700)
        try Command("/bin/mount", "--bind", folder, path).check()
    }

    deinit { _ = try? Command("/bin/umount", "-l", path).run() }

    /// How many bytes are taken.
    package func usedBytes() throws -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw POSIXError(.EIO) }
        return Int(status.f_blocks - status.f_bfree) * Int(status.f_frsize)
    }
}
