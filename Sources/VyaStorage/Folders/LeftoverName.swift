import Glibc
package import VyaCore
import VyaSystem

/// The names of files that are being written where unnamed files are not possible.
enum LeftoverName {
    static func matches(_ name: [UInt8]) -> Bool {
        name.starts(with: UnnamedFile.hiddenPrefix.utf8)
            && name.reversed().starts(with: UnnamedFile.hiddenSuffix.utf8.reversed())
    }
}

extension SafeFolder {
    /// Removes the unfinished files of runs that died, and returns how many.
    ///
    /// Only regular files of this user under the mark of this program are touched, and only when nobody holds
    /// the lock that a living writer holds.
    @discardableResult
    package func sweepLeftovers() throws(DestinationError) -> Int {
        var removed = 0
        for name in try names() where LeftoverName.matches(name) {
            if removeLeftover(try Self.terminated(name)) { removed += 1 }
        }
        if removed > 0 { try flush() }
        return removed
    }

    private func removeLeftover(_ name: [CChar]) -> Bool {
        let opened = uninterrupted { openat(number, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard opened >= 0 else { return false }
        let file = OwnedDescriptor(owning: opened)
        var status = stat()
        guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid()
        else { return false }
        // Removed under the lock, so that a writer that has just created it notices (see PendingFile).
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else { return false }
        return unlinkat(number, name, 0) == 0
    }
}
