import Glibc
package import VyaCore
package import VyaSystem

/// A folder for backups that only its owner and root can change, held by descriptor from the check on.
///
/// Nothing is opened by path again: everything below is reached relative to the descriptor, so that renaming,
/// mounting or replacing the path cannot divert a backup.
package final class SafeFolder: Sendable {
    /// The path as it was asked for, for messages.
    package let path: String
    private let descriptor: OwnedDescriptor
    private let identity: Identity

    /// What tells one folder from another, whatever its path.
    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t

        init(_ status: stat) {
            device = status.st_dev
            inode = status.st_ino
        }
    }

    /// What the folder says of one of its files.
    package struct FileStatus: Sendable, Equatable {
        /// The size in bytes.
        package let size: Int
        /// The time of the last change of the content.
        package let modified: Moment
        /// The permission bits.
        package let mode: UInt32
        /// The user who owns it.
        package let owner: UInt32
        /// True for a regular file; false for links, folders and everything else.
        package let isRegular: Bool

        /// True when it belongs to root or to the user of this process.
        package var isOurs: Bool { owner == 0 || owner == geteuid() }
        /// The owner's name, or number.
        package var ownerTitle: String { Account.title(of: owner) }
    }

    /// Opens a folder; if it is missing and may be made, makes it and its parents with mode 0700.
    ///
    /// Throws `UnsafeError` when the folder or one above it belongs to somebody other than root or this user,
    /// can be written by others, is reached through somebody else's symbolic link, or is no folder;
    /// `DestinationError` when it is missing, cannot be made or cannot be opened.
    ///
    /// With a `group` its members, and nobody else, may list the folder and read what is published in it (E15): a folder
    /// that is open to others than them is refused with `UnsafeError`. One that is its owner's alone is opened to them,
    /// if it may also be made.
    ///
    /// With `mayBeShared` it may be a sticky folder of everybody's, such as `/tmp`: for single files that the operator
    /// names, never for what is found by looking.
    package static func open(
        _ path: String, createIfMissing: Bool, group: ReadingGroup? = nil, mayBeShared: Bool = false
    ) throws -> SafeFolder {
        let descriptor = try FolderWalk.open(
            path, createIfMissing: createIfMissing, group: group, mayBeShared: mayBeShared)
        try group?.admit(to: descriptor, path, mayChange: createIfMissing)
        return try SafeFolder(path: path, descriptor: descriptor, group: group)
    }

    private init(path: String, descriptor: consuming OwnedDescriptor, group: ReadingGroup?) throws {
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else {
            throw DestinationError.system("look at the folder", in: path, errno: errno)
        }
        self.path = path
        self.group = group
        identity = Identity(status)
        self.descriptor = descriptor
        isListableByOthers = status.st_mode & (group == nil ? 0o055 : 0o005) != 0
    }

    /// Whose members may read what is published here; nil when it is the owner's alone.
    let group: ReadingGroup?

    /// What tells the file system from others that are mounted.
    package var fileSystem: UInt64 { UInt64(identity.device) }

    /// True when other users can read the names in the folder, as in one that an older program made with mode
    /// 0755.
    ///
    /// The files are 0600 all the same; the folder's mode is left to its owner and never loosened.
    package let isListableByOthers: Bool

    /// The descriptor, for system calls relative to the folder; it stays owned by the folder.
    var number: Int32 { descriptor.number }

    /// The names of everything in the folder as bytes, sorted; without `.` and `..`.
    package func names() throws(DestinationError) -> [[UInt8]] {
        do { return try FolderNames.sorted(in: number) } catch {
            throw .system("list the folder", in: path, errno: error.number)
        }
    }

    /// Opens a regular file for reading, without following a link and without waiting for a FIFO.
    ///
    /// Throws `UnsafeError` when it is no regular file or belongs to somebody other than root or this user.
    package func openFile(_ name: [UInt8]) throws -> OwnedDescriptor {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let terminated = try Self.terminated(name)
        let opened = uninterrupted { openat(number, terminated, flags) }
        let shown = path.printable + "/" + String.printable(name)
        guard opened >= 0 else {
            if errno == ELOOP { throw UnsafeError("file.link", "\(shown) is a symbolic link, not a file") }
            throw failure("read \(String.printable(name))")
        }
        let file = OwnedDescriptor(owning: opened)
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw failure("read \(String.printable(name))") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw UnsafeError("file.not-file", "\(shown) is not a regular file")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw UnsafeError("file.owner", "\(shown) belongs to another user, who could have made it up")
        }
        return file
    }

    /// Reads a whole file of at most `limit` bytes; throws as `openFile`, and `DestinationError` for a larger
    /// one.
    package func read(_ name: [UInt8], limit: Int) throws -> [UInt8] {
        let file = try openFile(name)
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(max(limit, 0) + 1, 65_536))
        while true {
            let count = Glibc.read(file.number, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read \(String.printable(name))") }
            guard count > 0 else { return content }
            content += chunk.prefix(count)
            guard content.count <= limit else {
                throw DestinationError(
                    "file.too-large",
                    "\(path.printable)/\(String.printable(name)) is larger than \(limit) bytes")
            }
        }
    }

    /// Reads a whole file of at most `limit` bytes; the name as UTF-8.
    package func read(_ name: String, limit: Int) throws -> [UInt8] {
        try read(Array(name.utf8), limit: limit)
    }

    /// Looks at a name without following a link; throws `DestinationError` when there is nothing of that
    /// name.
    package func status(of name: [UInt8]) throws -> FileStatus {
        var status = stat()
        guard fstatat(number, try Self.terminated(name), &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw failure("look at \(String.printable(name))")
        }
        return FileStatus(
            size: Int(status.st_size),
            modified: .local(unixSeconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec),
            mode: status.st_mode & 0o7777, owner: status.st_uid, isRegular: status.st_mode & S_IFMT == S_IFREG
        )
    }

    /// Looks at a name without following a link; the name as UTF-8.
    package func status(of name: String) throws -> FileStatus {
        try status(of: Array(name.utf8))
    }

    /// The bytes that this user may still write to the file system.
    package func freeBytes() throws(DestinationError) -> Int {
        var status = statvfs()
        guard uninterrupted({ fstatvfs(number, &status) }) == 0 else {
            throw failure("ask for the free space")
        }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
                .partialValue)
    }

    /// Makes sure that a backup can be written here, by writing a few bytes that never get a name.
    ///
    /// To be called before a dump begins: a read-only or full file system shows at once and not an hour
    /// later.
    package func checkWritable() throws(DestinationError) {
        let file = try PendingFile(in: self)
        try file.write([UInt8](repeating: 0, count: 4096))
    }

    /// Removes a regular file of this user or of root, without following a link, and flushes the folder.
    ///
    /// Returns false when there is nothing of that name any more. Throws `UnsafeError` when something else lies under
    /// the name, and `DestinationError`.
    package func remove(_ name: String) throws -> Bool {
        let shown = path.printable + "/" + name.printable
        let bytes = try Self.terminated(Array(name.utf8))
        var status = stat()
        guard fstatat(number, bytes, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return false }
            throw failure("look at \(name.printable)")
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() || status.st_uid == 0 else {
            throw UnsafeError(
                "file.not-file", "\(shown) is not a regular file of this user; it was left as it is")
        }
        guard unlinkat(number, bytes, 0) == 0 else {
            if errno == ENOENT { return false }
            throw failure("remove \(name.printable)")
        }
        try flush()
        return true
    }

    /// Makes sure that the path still leads to this folder: not unmounted, not moved away, not covered by a
    /// mount.
    func checkInPlace() throws(DestinationError) {
        var status = stat()
        guard stat(path, &status) == 0, Identity(status) == identity else {
            throw DestinationError(
                "destination.vanished",
                "the folder \(path.printable) is no longer where it was when the run began",
                hints: [
                    "look for a file system that was unmounted, or a folder that was moved, during the run"
                ])
        }
    }

    /// Flushes the folder itself, so that names given in it survive a power cut.
    func flush() throws(DestinationError) {
        // EINVAL: file systems without folders to flush, such as some behind FUSE, say so this way.
        guard uninterrupted({ fsync(number) }) == 0 || errno == EINVAL else {
            throw failure("flush the folder")
        }
    }

    /// The explanation of the system call on this folder that has just failed.
    func failure(_ action: @autoclosure () -> Message) -> DestinationError {
        // Read before the action's text is put together, which may allocate.
        let code = errno
        return .system(action(), in: path, errno: code)
    }

    /// A name as system calls take it; a name that could lead out of the folder is refused.
    static func terminated(_ name: [UInt8]) throws(DestinationError) -> [CChar] {
        let dots: [[UInt8]] = [[], [UInt8(ascii: ".")], Array("..".utf8)]
        guard !dots.contains(name), !name.contains(0), !name.contains(UInt8(ascii: "/")) else {
            throw DestinationError("file.name", "'\(String.printable(name))' is not the name of a file")
        }
        return name.map { CChar(bitPattern: $0) } + [0]
    }
}
