import Glibc
package import VyaCore

/// Small documents that stand beside the artifacts: manifests, evidence, pins, pages.
extension SafeFolder {
    /// Publishes a small document such as a manifest: written without a name, flushed, then named.
    ///
    /// Never overwrites: throws `DestinationError` with code `destination.name-taken` when the name is in use.
    package func publish(document: [UInt8], as name: String) throws(DestinationError) {
        let file = try PendingFile(in: self)
        try file.write(document)
        try file.flush()
        guard try file.publish(as: name) else {
            throw DestinationError(
                .nameTaken,
                "\(path.printable)/\(name.printable) exists already; it was left as it is")
        }
    }

    /// Publishes a small document as `publish(document:as:)` does, but in the place of a file of the same name if
    /// there is one: whoever opens the name sees the whole old document or the whole new one.
    ///
    /// A group may be named whose members may read it; by default the folder's. Throws `UnsafeError` when what lies
    /// under the name is no regular file of this user, and `DestinationError`; the old document is then still there,
    /// unless only the folder could not be flushed.
    package func replace(document: [UInt8], as name: String, group: ReadingGroup? = nil) throws {
        // Hidden and not unnamed: only a name can be renamed over another.
        let file = try PendingFile(in: self, style: .hidden, group: group)
        try file.write(document)
        try file.flush()
        var status = stat()
        if fstatat(number, try Self.terminated(Array(name.utf8)), &status, AT_SYMLINK_NOFOLLOW) == 0 {
            let shown = path.printable + "/" + name.printable
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw UnsafeError("file.not-file", "\(shown) is not a regular file; it was left as it is")
            }
            guard status.st_uid == geteuid() else {
                throw UnsafeError("file.owner", "\(shown) belongs to another user; it was left as it is")
            }
        } else if errno != ENOENT {
            throw failure("look at \(name.printable)")
        }
        try file.replace(name)
    }
}

extension ErrorCode {
    /// Something else has the name already.
    package static let nameTaken: ErrorCode = "destination.name-taken"
}
