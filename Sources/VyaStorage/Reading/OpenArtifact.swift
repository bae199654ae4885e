import Glibc
import Synchronization
import VyaCore
import VyaSystem

/// A regular file that was opened once for reading, and counts what is read of it.
final class OpenArtifact: PositionedFile {
    /// The size when it was opened, in bytes.
    let size: Int
    private let descriptor: OwnedDescriptor
    private let counted = Mutex(0)

    /// Folders of other programs: a file that lies in each, and what brings it back.
    ///
    /// The sources are `pg_backup_directory.c`, the manuals of mydumper, MySQL Shell and mariabackup, and PostgreSQL's chapter on
    /// base backups.
    private static let folders: [(sign: String, what: Message, hint: Message)] = [
        (
            "toc.dat", "a dump in pg_dump's directory format",
            "restore it into a new database: createdb NAME && pg_restore --exit-on-error -d NAME"
        ),
        ("@.json", "a dump of MySQL Shell", "load it by util.loadDump() of mysqlsh, from"),
        (
            "xtrabackup_checkpoints", "a copy of a server's files by mariabackup or xtrabackup",
            "prepare it, and copy it back into an empty data folder: mariabackup --prepare and --copy-back --target-dir"
        ),
        (
            "mariadb_backup_checkpoints", "a copy of a server's files by mariadb-backup",
            "prepare it, and copy it back into an empty data folder: mariadb-backup --prepare and --copy-back --target-dir"
        ),
        (
            "PG_VERSION", "a copy of a server's files by pg_basebackup, or a data folder",
            "start a server of its version on a copy of it: pg_ctl start -D"
        ),
        ("metadata", "a dump of mydumper", "load it: myloader --directory"),
    ]

    /// Takes over an open file; throws `SourceError` when it is not a regular one. `path` is for messages.
    init(owning descriptor: consuming OwnedDescriptor, path: String) throws(SourceError) {
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else { throw Self.failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let known = Self.folders.first { faccessat(descriptor.number, $0.sign, F_OK, 0) == 0 }
            if let known {
                throw SourceError(
                    "artifact.not-file",
                    "\(path.printable) is \(known.what), which another program reads",
                    hints: ["\(known.hint) \(ShellWord.quoted(path))"])
            }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            throw SourceError(
                "artifact.not-file",
                isFolder ? "\(path.printable) is a folder" : "\(path.printable) is not a regular file",
                hints: [
                    isFolder
                        ? "name the backups in it: \(ShellWord.quoted(path))/*" : "name the backup itself"
                ])
        }
        size = Int(status.st_size)
        self.descriptor = descriptor
    }

    /// Opens a file without following a link at the end of its path and without waiting for a FIFO.
    convenience init(_ path: String) throws(SourceError) {
        guard !path.utf8.contains(0),
            let opened = OwnedDescriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        else { throw Self.failure(path, path.utf8.contains(0) ? ENOENT : errno) }
        try self.init(owning: opened, path: path)
    }

    /// How many bytes were read so far.
    var bytesRead: Int { counted.withLock { $0 } }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = pread(descriptor.number, buffer.baseAddress, buffer.count, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let words = SystemFailure().words
                throw UnreadableBytes(
                    bytes: offset..<max(offset, min(offset + buffer.count, size)), words: words)
            }
            counted.withLock { $0 += count }
            return count
        }
    }

    /// Tells the kernel that the file will be read from its beginning to its end.
    func announceReading() {
        _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Has the next reads come from the disk and not from memory, as far as the file system allows it.
    func dropCache() {
        _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_DONTNEED)
    }

    private static func failure(_ path: String, _ code: Int32) -> SourceError {
        let shown = path.printable
        switch code {
        case ENOENT, ENOTDIR:
            return SourceError(
                "artifact.missing", "there is no file \(shown)",
                hints: ["`vya-backup list` shows the backups that exist"])
        case ELOOP:
            return SourceError(
                "artifact.not-file", "\(shown) is a symbolic link, not a file",
                hints: ["name the file that it leads to"])
        case EACCES, EPERM:
            return SourceError(
                "artifact.unreadable", "cannot read \(shown): permission denied",
                hints: ["backups are readable for the account that made them only: use that account"])
        case ENXIO:
            return SourceError(
                "artifact.not-file", "\(shown) is not a regular file", hints: ["name the backup itself"])
        default:
            return SourceError(
                "artifact.unreadable", "cannot read \(shown): \(SystemFailure(code).words)")
        }
    }
}
