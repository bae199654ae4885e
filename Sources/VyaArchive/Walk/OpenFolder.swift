import Glibc
import Synchronization
import VyaCore
import VyaSystem

/// A folder held open as a place to walk from, closed when the last reference goes.
///
/// It is opened with `O_PATH`, which needs no permission to read the folder and never waits for a device.
final class OpenFolder {
    /// The descriptor; it stays the folder's.
    let descriptor: Int32
    /// What `fstat` said of the folder when it was opened.
    let status: stat

    private init?(owning descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            _ = close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.status = status
    }

    deinit { _ = close(descriptor) }

    /// Opens `/`; nil with `errno` set when that fails.
    static func root() -> OpenFolder? {
        OpenFolder(owning: uninterrupted { open("/", LinuxFlag.path | O_DIRECTORY | O_CLOEXEC) })
    }

    /// Opens a folder in this one without following a link; nil with `errno` set when that fails.
    func folder(_ name: [UInt8]) -> OpenFolder? {
        OpenFolder(owning: openFile(name, LinuxFlag.path | O_DIRECTORY))
    }

    /// Opens the folder that this one lies in; nil with `errno` set when that fails.
    func parent() -> OpenFolder? { folder(Array("..".utf8)) }

    /// Opens whatever has this name as a place, even a link itself; nil with `errno` set when that fails.
    func place(_ name: [UInt8]) -> OpenFolder? {
        OpenFolder(owning: openFile(name, LinuxFlag.path))
    }

    /// True when several accounts put things into it, none of which another one may rename (the sticky bit).
    var isShared: Bool { status.st_mode & S_ISVTX != 0 }

    /// The hidden name under which what will have a name is made; what a killed extraction has left under it goes.
    ///
    /// Where others could have put something there, it is one that nobody can guess.
    func freeHiddenName(of name: [UInt8]) -> [UInt8] {
        guard !isShared else { return UnnamedFile.hiddenName() }
        let hidden = UnnamedFile.hiddenName(of: name)
        _ = Self.withCString(hidden) { unlinkat(descriptor, $0, 0) }
        return hidden
    }

    /// Opens a file in this folder without following a link and without waiting, but for who holds a lease on it, such as a
    /// file server, to give it back; the caller closes it.
    ///
    /// Returns -1 with `errno` set when that fails.
    func openFile(_ name: [UInt8], _ flags: Int32) -> Int32 {
        Self.withCString(name) { name in
            while true {
                let opened = uninterrupted {
                    openat(descriptor, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
                }
                if opened >= 0 || errno != EWOULDBLOCK || !LeasePatience.waits() { return opened }
            }
        }
    }

    /// Looks at a name without following a link; nil with `errno` set when that fails.
    func look(at name: [UInt8]) -> stat? {
        var status = stat()
        return Self.withCString(name) { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) } == 0
            ? status : nil
    }

    /// Reads what a link in this folder says; an empty name is the link that this place is.
    func target(of name: [UInt8], size: Int) -> [UInt8]? {
        // One byte more than a link can have shows one that has grown meanwhile.
        let capacity = max(size, 4095) + 1
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = Self.withCString(name) { readlinkat(descriptor, $0, start, capacity) }
            if count == capacity { errno = ENAMETOOLONG }
            return 0 <= count && count < capacity ? buffer[..<count].map { UInt8(bitPattern: $0) } : nil
        }
    }

    /// Reads the names in the folder; nil with `errno` set when they cannot be read to the end.
    func names() -> FolderListing? {
        var listing = FolderListing()
        do { try FolderNames.forEach(in: descriptor) { listing.append($0) } } catch {
            errno = error.number
            return nil
        }
        listing.sort()
        return listing
    }

    /// Calls with the bytes and a NUL after them.
    static func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
            for (index, byte) in bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[bytes.count] = 0
            return buffer.withMemoryRebound(to: CChar.self) { memory in
                guard let start = memory.baseAddress else {
                    preconditionFailure("the buffer holds at least a NUL")
                }
                return body(start)
            }
        }
    }
}

extension OpenFolder {
    /// Renames within the folder; returns an `errno`, 0 for success. EEXIST when the new name is taken and not to
    /// be replaced.
    func rename(_ name: [UInt8], to final: [UInt8], replacing: Bool) -> Int32 {
        Self.withCString(name) { name in
            Self.withCString(final) { final in
                if replacing { return renameat(descriptor, name, descriptor, final) == 0 ? 0 : errno }
                return UnnamedFile.rename(name, to: final, in: descriptor) == 0 ? 0 : errno
            }
        }
    }

    /// Removes a name that is no folder's; returns an `errno`, 0 for success or when it was not there.
    func remove(_ name: [UInt8]) -> Int32 {
        Self.withCString(name) { unlinkat(descriptor, $0, 0) } == 0 || errno == ENOENT ? 0 : errno
    }
}

/// How long the program waits for leases, all files together: whoever owns files can hold as many as he likes.
private enum LeasePatience {
    /// The waits of 50 ms that are left; the kernel takes one lease away after `fs.lease-break-time`, 45 s.
    private static let left = Mutex(2400)

    /// Waits a moment; false, with `errno` as it was, when there has been enough of that.
    static func waits() -> Bool {
        let mayWait = left.withLock { left in
            left -= left > 0 ? 1 : 0
            return left > 0
        }
        if mayWait { usleep(50_000) } else { errno = EWOULDBLOCK }
        return mayWait
    }
}
