import CLinux
import Glibc
import VyaCore
import VyaSystem

/// Puts a finished file into a folder that somebody else may own, such as an application's (L1).
///
/// The folder is held by descriptor, reached through no link but those of root or this user; the file has no name there
/// before it is whole, and takes the name of nothing that somebody put there meanwhile. So whoever owns the folder
/// cannot have anything written elsewhere, nor anything but this file written at all.
package enum FilePlacement {
    /// Copies a file to a path, and keeps what lies there under another name of the same folder.
    ///
    /// What takes the place of a file gets its owner, group, mode, access control list and other extended attributes;
    /// what takes nobody's place has mode 0600. Blocks until it is on the disk. Throws `SourceError`: when a name is taken,
    /// also `kept`; when what lies at the path is no regular file; and when the system refuses something. The old file is
    /// then at its path still, or again.
    package static func place(_ source: String, at path: String, keepingOldAs kept: String?) throws {
        let (parent, name) = try split(path)
        let folder = try FolderWalk.hold(parent)
        guard let content = OwnedDescriptor.open(source, O_RDONLY | O_NOFOLLOW) else {
            throw failure("read", source)
        }
        let (descriptor, hidden) = try create(in: folder, path)
        let file = OwnedDescriptor(owning: descriptor)
        let number = folder.number
        do {
            try copy(content, to: file, path)
            if kept != nil, let old = try openOld(name, in: folder, path) { try adopt(from: old, file, path) }
            guard uninterrupted({ fsync(descriptor) }) == 0 else { throw failure("write", path) }
            var keptName: [CChar]?
            if let kept {
                let new = try split(kept).name.terminated
                guard UnnamedFile.rename(name.terminated, to: new, in: number) == 0 else {
                    throw failure("keep the old file as", kept)
                }
                keptName = new
            }
            let named =
                hidden.map { UnnamedFile.rename($0, to: name.terminated, in: number) }
                ?? UnnamedFile.link(descriptor, as: name.terminated, in: number)
            guard named == 0 else {
                let error = failure("give its name to", path)
                if let keptName { _ = UnnamedFile.rename(keptName, to: name.terminated, in: number) }
                throw error
            }
        } catch {
            if let hidden { _ = unlinkat(number, hidden, 0) }
            throw error
        }
        _ = uninterrupted { fsync(number) }
    }

    private static func create(
        in folder: borrowing OwnedDescriptor, _ path: String
    ) throws -> (Int32, hidden: [CChar]?) {
        let unnamed = UnnamedFile.open(in: folder.number)
        if unnamed >= 0 { return (unnamed, nil) }
        guard UnnamedFile.isUnsupported(errno) else { throw failure("write", path) }
        let hidden = UnnamedFile.hiddenName().terminated
        let number = UnnamedFile.openHidden(hidden, in: folder.number)
        guard number >= 0 else { throw failure("write", path) }
        return (number, hidden)
    }

    private static func copy(
        _ content: borrowing OwnedDescriptor, to file: borrowing OwnedDescriptor, _ path: String
    ) throws {
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(content.number, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read what is to become", path) }
            if count == 0 { return }
            do throws(SystemFailure) {
                try writeAll(Array(block[..<count]), to: file.number)
            } catch {
                throw failure("write", path, error)
            }
        }
    }

    /// Opens what lies at the path without following a link and without waiting; nil for a link, which has nothing to hand on.
    private static func openOld(
        _ name: [UInt8], in folder: borrowing OwnedDescriptor, _ path: String
    ) throws -> Int32? {
        let number = folder.number
        let old = uninterrupted {
            openat(number, name.terminated, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        }
        if old < 0, errno == ELOOP { return nil }
        guard old >= 0 else { throw failure("look at", path) }
        return old
    }

    /// Gives the new file what the old one has; takes over the descriptor of the old one.
    private static func adopt(from number: Int32, _ file: borrowing OwnedDescriptor, _ path: String) throws {
        let old = OwnedDescriptor(owning: number)
        var status = stat()
        guard fstat(old.number, &status) == 0 else { throw failure("look at", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SourceError(
                "restore.notFile", "\(path.printable) is not a regular file; it was left as it is",
                hints: ["restore under another path: --target PATH"])
        }
        // The owner first: with another owner's mode, that owner could read it in between. A default list of the folder
        // would let others in that the old file did not.
        _ = fremovexattr(file.number, AccessControlList.attribute)
        guard fchown(file.number, status.st_uid, status.st_gid) == 0,
            fchmod(file.number, status.st_mode & 0o777) == 0
        else { throw failure("give owner and mode to", path) }
        for name in attributeNames(of: old) {
            var value = [UInt8](repeating: 0, count: 65_536)
            let count = fgetxattr(old.number, name, &value, value.count)
            guard count >= 0 else { continue }
            let isList = name.dropLast().elementsEqual(
                AccessControlList.attribute.utf8.map { CChar(bitPattern: $0) })
            // Labels that only the system's policy sets are set by it.
            guard fsetxattr(file.number, name, value, count, 0) == 0 || !isList else {
                throw failure("give its access control list to", path)
            }
        }
    }

    private static func attributeNames(of file: borrowing OwnedDescriptor) -> [[CChar]] {
        var list = [CChar](repeating: 0, count: 65_536)
        let count = flistxattr(file.number, &list, list.count)
        return count <= 0 ? [] : list[..<count].split(separator: 0).map { Array($0) + [0] }
    }

    private static func split(_ path: String) throws -> (folder: String, name: [UInt8]) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        guard path.utf8.first == UInt8(ascii: "/"), let last = parts.last, !path.utf8.contains(0) else {
            throw SourceError("restore.path", "\(path.printable) is no absolute path of a file")
        }
        return ("/" + parts.dropLast().map { String(Substring($0)) }.joined(separator: "/"), Array(last))
    }

    private static func failure(
        _ action: String, _ path: String, _ cause: SystemFailure = SystemFailure()
    ) -> SourceError {
        SourceError("restore.place", "could not \(action) \(path.printable): \(cause.words)")
    }
}
