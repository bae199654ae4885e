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
    /// Copies a file to a path, and keeps the SQLite database that lies there under another name of the same folder.
    ///
    /// What takes the place of a file gets its owner, group, mode, access control list and other extended attributes;
    /// what takes nobody's place has mode 0600. At every moment the path has the old file or the new one, whole, and a file
    /// that a killed call left is removed by the next one. Nobody reads or writes the old database while it gets its other
    /// name: who has opened it and is idle goes on with that. Blocks until it is on the disk. Throws `SourceError`: when a
    /// name is taken, also `kept`; when what lies at the path is no regular file, or is in use; and when the system refuses
    /// something. The old file is then at its path still.
    package static func place(_ source: String, at path: String, keepingOldAs kept: String?) throws {
        let (parent, name) = try split(path)
        let folder = try FolderWalk.hold(parent)
        guard let content = OwnedDescriptor.open(source, O_RDONLY | O_NOFOLLOW) else {
            throw failure("read", source)
        }
        let prefix = UnnamedFile.hiddenPrefix + NameHash.padded(NameHash.number(of: name)) + "-"
        removeLeftovers(of: Array(prefix.utf8), in: folder)
        let hidden = Array(
            (prefix + String(UInt64.random(in: .min ... .max), radix: 16) + UnnamedFile.hiddenSuffix).utf8
        ).terminated
        var new = New(name: hidden, isNamed: false)
        let file = try create(&new, in: folder, path)
        let number = folder.number
        do {
            try copy(content, to: file, path)
            if let kept, let old = try openOld(name, in: folder, path) {
                try replace(
                    OwnedDescriptor(owning: old), by: file, &new, name, try split(kept).name, in: folder, path
                )
            } else {
                guard uninterrupted({ fsync(file.number) }) == 0 else { throw failure("write", path) }
                if let kept {
                    // A link of somebody's, which has nothing to hand on.
                    guard
                        UnnamedFile.rename(name.terminated, to: try split(kept).name.terminated, in: number)
                            == 0
                    else { throw failure("keep the old file as", kept) }
                }
                let named =
                    new.isNamed
                    ? UnnamedFile.rename(hidden, to: name.terminated, in: number)
                    : UnnamedFile.link(file.number, as: name.terminated, in: number)
                guard named == 0 else { throw failure("give its name to", path) }
            }
        } catch {
            if new.isNamed { _ = unlinkat(number, hidden, 0) }
            throw error
        }
        _ = uninterrupted { fsync(number) }
    }

    /// The hidden name of the file that is made, and whether it has it already.
    private struct New {
        let name: [CChar]
        var isNamed: Bool
    }

    private static func removeLeftovers(of prefix: [UInt8], in folder: borrowing OwnedDescriptor) {
        for name in (try? FolderNames.sorted(in: folder.number)) ?? []
        where name.starts(with: prefix)
            && name.suffix(UnnamedFile.hiddenSuffix.utf8.count).elementsEqual(UnnamedFile.hiddenSuffix.utf8)
        {
            _ = unlinkat(folder.number, name.terminated, 0)
        }
    }

    /// Makes the file: without a name, or with its hidden one where there are none without.
    private static func create(
        _ new: inout New, in folder: borrowing OwnedDescriptor, _ path: String
    ) throws -> OwnedDescriptor {
        let unnamed = UnnamedFile.open(in: folder.number)
        if unnamed >= 0 { return OwnedDescriptor(owning: unnamed) }
        guard UnnamedFile.isUnsupported(errno) else { throw failure("write", path) }
        let number = UnnamedFile.openHidden(new.name, in: folder.number)
        guard number >= 0 else { throw failure("write", path) }
        new.isNamed = true
        return OwnedDescriptor(owning: number)
    }

    /// Puts the new file under the name of the old one, which gets another name before.
    private static func replace(
        _ old: consuming OwnedDescriptor, by file: borrowing OwnedDescriptor, _ new: inout New,
        _ name: [UInt8],
        _ kept: [UInt8], in folder: borrowing OwnedDescriptor, _ path: String
    ) throws {
        let number = folder.number
        try adopt(from: old, file, path)
        guard uninterrupted({ fsync(file.number) }) == 0 else { throw failure("write", path) }
        try lock(old, path)
        for suffix in ["-journal", "-wal"] where !isBlank(name + Array(suffix.utf8), in: folder) {
            throw inUse(path, "\(path.printable)\(suffix) has come up meanwhile")
        }
        if !new.isNamed {
            guard UnnamedFile.link(file.number, as: new.name, in: number) == 0 else {
                throw failure("give a name to what is to become", path)
            }
            new.isNamed = true
        }
        let isLinked = uninterrupted { linkat(number, name.terminated, number, kept.terminated, 0) } == 0
        if !isLinked {
            // A file system without hard links: for an instant nothing has the name.
            guard errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK || errno == ENOSYS,
                UnnamedFile.rename(name.terminated, to: kept.terminated, in: number) == 0
            else { throw failure("keep the old file of", path) }
        }
        do {
            guard isSame(kept, old, in: folder) else { throw changed(path) }
            if isLinked, UnnamedFile.exchange(new.name, name.terminated, in: number) == 0 {
                // Whoever owns the folder may have put something else there in the last instant.
                guard isSame(Array(new.name.dropLast().map { UInt8(bitPattern: $0) }), old, in: folder) else {
                    _ = UnnamedFile.exchange(new.name, name.terminated, in: number)
                    throw changed(path)
                }
                _ = unlinkat(number, new.name, 0)
            } else {
                guard uninterrupted({ renameat(number, new.name, number, name.terminated) }) == 0 else {
                    throw failure("give its name to", path)
                }
            }
            new.isNamed = false
        } catch {
            if isLinked {
                _ = unlinkat(number, kept.terminated, 0)
            } else {
                _ = UnnamedFile.rename(kept.terminated, to: name.terminated, in: number)
            }
            throw error
        }
    }

    // MARK: The old database

    /// Takes the locks that every program takes which reads or writes a SQLite database, so that none is amid that; they go
    /// with the descriptor.
    ///
    /// The bytes are SQLite's (os_unix.c, `PENDING_BYTE` and those behind it). A connection with WAL holds one for as long
    /// as it lives, others for as long as they are at work; for these a few seconds are waited.
    private static func lock(_ old: borrowing OwnedDescriptor, _ path: String) throws {
        let ofDescriptor: Int32 = 37  // F_OFD_SETLK of <fcntl.h>, which Swift does not see
        let deadline = ContinuousClock.now + .seconds(5)
        while true {
            var range = flock()
            // What is open for reading alone keeps writers out, and no readers.
            let isWritable = fcntl(old.number, F_GETFL) & O_ACCMODE == O_RDWR
            (range.l_type, range.l_whence) = (Int16(isWritable ? F_WRLCK : F_RDLCK), Int16(SEEK_SET))
            (range.l_start, range.l_len) = (0x4000_0000, 512)
            if fcntl(old.number, ofDescriptor, &range) == 0 { return }
            switch errno {
            case EINTR: continue
            case EAGAIN, EACCES:
                guard ContinuousClock.now < deadline else {
                    throw inUse(path, "a program reads or writes \(path.printable)")
                }
                usleep(20_000)
            // A file system without locks, on which SQLite has none either.
            case EINVAL, ENOLCK, EOPNOTSUPP, ENOSYS: return
            default: throw failure("lock", path)
            }
        }
    }

    /// True when there is no such file, or one that SQLite takes nothing from: its header is missing or zero.
    private static func isBlank(_ name: [UInt8], in folder: borrowing OwnedDescriptor) -> Bool {
        let number = folder.number
        let opened = uninterrupted {
            openat(number, name.terminated, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        }
        guard opened >= 0 else { return errno == ENOENT }
        return RegularFile.isBlank(OwnedDescriptor(owning: opened))
    }

    private static func isSame(
        _ name: [UInt8], _ file: borrowing OwnedDescriptor, in folder: borrowing OwnedDescriptor
    ) -> Bool {
        var (one, other) = (stat(), stat())
        return fstatat(folder.number, name.terminated, &one, AT_SYMLINK_NOFOLLOW) == 0
            && fstat(file.number, &other) == 0 && one.st_ino == other.st_ino && one.st_dev == other.st_dev
    }

    private static func inUse(_ path: String, _ what: Message) -> SourceError {
        SourceError(
            "restore.in-use", "\(what); it was left as it is",
            hints: ["stop every program that has the database open, and restore again"])
    }

    private static func changed(_ path: String) -> SourceError {
        SourceError(
            "restore.changed",
            "\(path.printable) was replaced by somebody else meanwhile; it was left as it is",
            hints: ["stop every program that has the database open, and restore again"])
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
        func open(_ access: Int32) -> Int32 {
            uninterrupted {
                openat(number, name.terminated, access | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            }
        }
        // For writing, because a lock that keeps others out wants that; its mode may forbid it to its owner.
        var old = open(O_RDWR)
        if old < 0, errno == EACCES { old = open(O_RDONLY) }
        if old < 0, errno == ELOOP { return nil }
        guard old >= 0 else { throw failure("look at", path) }
        return old
    }

    /// Gives the new file what the old one has.
    private static func adopt(
        from old: borrowing OwnedDescriptor, _ file: borrowing OwnedDescriptor, _ path: String
    ) throws {
        var status = stat()
        guard fstat(old.number, &status) == 0 else { throw failure("look at", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SourceError(
                "restore.not-file", "\(path.printable) is not a regular file; it was left as it is",
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
        _ action: Message, _ path: String, _ cause: SystemFailure = SystemFailure()
    ) -> SourceError {
        SourceError("restore.place", "could not \(action) \(path.printable): \(cause.words)")
    }
}
