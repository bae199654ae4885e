import Glibc
import Synchronization
import VyaCore
import VyaSystem

/// A file that holds a secret for one tool; it is removed when its owner says so, at the latest when that goes.
package final class SecretFile: Sendable {
    /// The absolute path, for the tool.
    package let path: String

    /// The files that are there, of all folders.
    private static let present = Mutex<Set<String>>([])

    private let name: String
    private let folder: RuntimeFolder
    private let descriptor: OwnedDescriptor
    private let removed = Mutex(false)

    /// Takes over an empty file in the folder.
    init(_ descriptor: consuming OwnedDescriptor, name: String, in folder: RuntimeFolder) {
        self.descriptor = descriptor
        self.name = name
        self.folder = folder
        path = folder.path + "/" + name
        Self.present.withLock { [path] in _ = $0.insert(path) }
    }

    deinit {
        remove()
    }

    /// Removes the file; only the first call does anything.
    package func remove() {
        removed.withLock { removed in
            // A name that stays keeps no secret; the next run removes it.
            if !removed, !folder.remove(name) { _ = uninterrupted { ftruncate(descriptor.number, 0) } }
            removed = true
        }
        Self.present.withLock { [path] in _ = $0.remove(path) }
    }

    /// Removes all that are there, whoever may still need them: for the last moment of a program that hangs.
    package static func removeAll() {
        for path in present.withLock({ $0 }) { unlink(path) }
    }

    /// Marks the file as a live run's; false if another run's sweep was quicker and removed it.
    func lock() throws(SystemFailure) -> Bool {
        if uninterrupted({ flock(descriptor.number, LOCK_EX | LOCK_NB) }) != 0 {
            if errno == EWOULDBLOCK { return false }
            throw SystemFailure()
        }
        var info = stat()
        return fstat(descriptor.number, &info) == 0 && info.st_nlink == 1
    }

    /// Writes the secret.
    func write(_ secret: Secret) throws(SystemFailure) {
        try writeAll(Array(secret.exposedPlainText.utf8), to: descriptor.number)
    }
}
