import Glibc
import VyaCore
import VyaSystem

/// A file that only grows, such as a log; several threads and programs may append to it.
package final class AppendFile: Sendable {
    private let descriptor: OwnedDescriptor

    /// Opens or creates a file of mode 0600 in a folder.
    ///
    /// Throws `UnsafeError` when a link, a FIFO or somebody else's file lies under the name (J13), and
    /// `DestinationError` when it cannot be opened or made.
    package init(_ name: String, in folder: SafeFolder) throws {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let terminated = try SafeFolder.terminated(Array(name.utf8))
        let opened = uninterrupted { openat(folder.number, terminated, flags, 0o600) }
        let shown = folder.path.printable + "/" + name.printable
        guard opened >= 0 else {
            if errno == ELOOP { throw UnsafeError("file.link", "\(shown) is a symbolic link, not a file") }
            throw folder.failure("open \(name.printable)")
        }
        descriptor = OwnedDescriptor(owning: opened)
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else {
            throw folder.failure("look at \(name.printable)")
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(), status.st_nlink == 1 else {
            throw UnsafeError("file.not-file", "\(shown) is not a file of this program")
        }
    }

    /// Appends a line by one `write`, so that lines never mix; answers false when the disk did not take it.
    package func append(_ line: String) -> Bool {
        Array((line + "\n").utf8).withUnsafeBytes {
            write(descriptor.number, $0.baseAddress, $0.count) == $0.count
        }
    }
}
