import Glibc
import VyaSystem

/// Writes public files: whoever opens the name sees the whole old file or the whole new one.
enum ReplacedFile {
    /// Writes a file with mode 0644 into a folder, whatever the mask of the process is.
    ///
    /// Nothing in the folder is followed: the new file is made exclusively under a hidden name that ends in `.new`, which
    /// the folder's readers leave out, and renamed. When it throws, the old file is still there.
    static func write(
        _ bytes: [UInt8], as name: String, in folder: borrowing OwnedDescriptor
    ) throws(SystemFailure) {
        let hidden = ".\(name).new"
        // What a killed process left.
        _ = unlinkat(folder.number, hidden, 0)
        let opened = openat(
            folder.number, hidden, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw SystemFailure() }
        let file = OwnedDescriptor(owning: opened)
        do throws(SystemFailure) {
            guard fchmod(file.number, 0o644) == 0 else { throw SystemFailure() }
            try writeAll(bytes, to: file.number)
            guard fsync(file.number) == 0 else { throw SystemFailure() }
            guard renameat(folder.number, hidden, folder.number, name) == 0 else { throw SystemFailure() }
        } catch {
            _ = unlinkat(folder.number, hidden, 0)
            throw error
        }
    }
}
