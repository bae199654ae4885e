import Glibc
import VyaCore
import VyaSystem

/// Keeps a second run out for as long as it lives.
///
/// The lock is flock(2) on an open file: it goes with the process, however that ends, and no child inherits
/// it. The content only tells others who holds it; it is never used to decide. The file stays, because
/// removing a file that others wait for would let two of them in.
package final class RunLock: Sendable {
    private let descriptor: OwnedDescriptor

    private init(_ descriptor: consuming OwnedDescriptor) {
        self.descriptor = descriptor
    }

    deinit {
        // Nobody is named as the holder once nobody holds it.
        _ = ftruncate(descriptor.number, 0)
        // Closing is not enough: between fork and exec a child being started holds a copy for an instant.
        _ = flock(descriptor.number, LOCK_UN)
    }

    /// Lets the lock go although whoever has it is still there, and must do nothing more under it.
    package func release() {
        _ = flock(descriptor.number, LOCK_UN)
    }

    /// Takes the lock or throws at once: `LockedError` naming the holder, `DestinationError` when the folder
    /// does not allow it, `UnsafeError` when something else lies under the name.
    package static func acquire(
        in folder: SafeFolder, name: String = "lock", command: [String] = CommandLine.arguments
    ) throws -> RunLock {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let shown = folder.path.printable + "/" + name.printable
        let terminated = try SafeFolder.terminated(Array(name.utf8))
        let opened = uninterrupted { openat(folder.number, terminated, flags, 0o600) }
        guard opened >= 0 else {
            if errno == ELOOP { throw UnsafeError("lock.link", "\(shown) is a symbolic link, not a lock") }
            throw folder.failure("open the lock \(name.printable)")
        }
        let descriptor = OwnedDescriptor(owning: opened)
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else { throw folder.failure("open the lock") }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() || status.st_uid == 0,
            status.st_nlink == 1
        else { throw UnsafeError("lock.not-file", "\(shown) is not a file of this program") }
        while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: throw held(by: descriptor, shown)
            default: throw folder.failure("take the lock \(name.printable)")
            }
        }
        let lock = RunLock(descriptor)
        lock.sign(command)
        return lock
    }

    /// What a lock says of a holder that died with it; nil when it is held, or nobody died.
    ///
    /// To be asked of old locks only: for an instant it keeps others out.
    package static func abandoned(in folder: SafeFolder, name: String) -> String? {
        guard let terminated = try? SafeFolder.terminated(Array(name.utf8)) else { return nil }
        let opened = uninterrupted {
            openat(folder.number, terminated, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        }
        guard opened >= 0 else { return nil }
        let descriptor = OwnedDescriptor(owning: opened)
        guard flock(descriptor.number, LOCK_SH | LOCK_NB) == 0 else { return nil }
        let holder = holder(of: descriptor)
        return holder.isEmpty ? nil : holder
    }

    private static func holder(of descriptor: borrowing OwnedDescriptor) -> String {
        var text = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor.number, &text, text.count, 0)
        return String.printable(text.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") })
    }

    /// Writes who holds the lock; a failure costs the others only a name.
    private func sign(_ command: [String]) {
        let number = descriptor.number
        _ = fchmod(number, 0o600)
        _ = ftruncate(number, 0)
        let text =
            "pid \(getpid()) since \(Moment.now().rfc3339): \(command.joined(separator: " ").printable)\n"
        _ = Array(text.utf8.prefix(4096)).withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, 0) }
    }

    private static func held(by descriptor: borrowing OwnedDescriptor, _ shown: String) -> LockedError {
        let holder = holder(of: descriptor)
        return LockedError(
            "another run holds the lock \(shown)" + (holder.isEmpty ? "" : ": \(holder)"),
            hints: [
                "wait for it to end; its own deadline ends it if it hangs",
                "one that a file system holds fast stays until that answers, or is freed by `umount -f -l`, or the host starts anew",
            ])
    }
}
