import VyaCore
import CLinux
import Glibc

/// A regular file that is open for reading, closed when the last reference goes.
final class OpenedFile {
    /// The descriptor; it stays the file's.
    let descriptor: Int32
    /// What was found out about it.
    let facts: FileFacts
    /// True when reading it would push other programs' files out of memory, so that what was read is let go.
    let isPassingThrough: Bool

    /// Opens what a walk found without following a link and without waiting, and looks at it.
    init(_ entry: TreeEntry) throws(FileRefusal) {
        let descriptor = entry.parent.openFile(entry.name, O_RDONLY)
        guard descriptor >= 0 else { throw .failed(errno: errno, "it cannot be opened") }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            _ = close(descriptor)
            throw .failed(errno: code, "it cannot be looked at")
        }
        // Another file of the same name is as good, if it is one: replacing by rename is how files are
        // updated.
        guard status.st_mode & S_IFMT == S_IFREG else {
            _ = close(descriptor)
            throw .otherKind
        }
        self.descriptor = descriptor
        facts = FileFacts(
            status: status, map: SparseMap(descriptor, status),
            attributes: ExtendedAttribute.read(descriptor, isReadable: true))
        isPassingThrough =
            facts.map.dataSize >= PageCache.largeFile
            && !PageCache.holds(descriptor, size: facts.map.size)
    }

    deinit { _ = close(descriptor) }

    /// Has the kernel begin to read the contents, and expect that the rest is wanted too.
    func expect() {
        guard let first = facts.map.segments.first else { return }
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        _ = posix_fadvise(
            descriptor, first.offset, min(first.count, PageCache.expected), POSIX_FADV_WILLNEED)
    }

    /// Reads data at a place; 0 at the end, and a negative `errno` when that fails.
    func read(into space: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        while true {
            let count = pread(descriptor, space.baseAddress, space.count, offset)
            if count >= 0 { return count }
            let code = errno
            if code != EINTR { return -Int(code) }
        }
    }

    /// Tells whether it was written to since it was looked at.
    var hasChanged: Bool {
        var after = stat()
        guard fstat(descriptor, &after) == 0 else { return false }
        func isSame(_ one: timespec, _ other: timespec) -> Bool {
            one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec
        }
        let before = facts.status
        return before.st_size != after.st_size || !isSame(before.st_mtim, after.st_mtim)
            || !isSame(before.st_ctim, after.st_ctim)
    }
}

/// What is known of a regular file once it is open.
///
/// A class, because it is handed on several times for each of very many files.
final class FileFacts {
    /// What `fstat` said before the contents were read.
    let status: stat
    /// Where its data is.
    let map: SparseMap
    /// Its extended attributes, ACLs among them.
    let attributes: ExtendedAttribute.Reading

    init(status: stat, map: SparseMap, attributes: ExtendedAttribute.Reading) {
        self.status = status
        self.map = map
        self.attributes = attributes
    }
}

/// Why a file cannot be archived.
enum FileRefusal: Error {
    /// A system call failed; the words say what was attempted.
    case failed(errno: Int32, Message)
    /// What lies under the name now is no regular file.
    case otherKind
}

/// The device and inode number of something on a mounted file system.
struct FileIdentity: Hashable {
    let device: UInt
    let inode: UInt

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}
