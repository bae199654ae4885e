import CLinux
import Glibc
import VyaSystem

/// A file that is being extracted and has no final name yet; dropping it removes it.
///
/// It has no name at all (`O_TMPFILE`); where the file system cannot do that, a hidden one.
final class FreshFile {
    /// The descriptor, open for reading and writing; it stays the file's.
    let descriptor: Int32
    private let folder: OpenFolder
    private var hiddenName: [UInt8]?

    /// Makes an empty file of mode 0600 in a folder; nil with `errno` set when that fails.
    init?(in folder: OpenFolder) {
        self.folder = folder
        let unnamed = openat(folder.descriptor, ".", LinuxFlag.unnamedFile | O_RDWR | O_CLOEXEC, 0o600)
        if unnamed >= 0 {
            descriptor = unnamed
            return
        }
        // EISDIR: kernels that do not know the flag see a folder opened for writing.
        guard [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else { return nil }
        let name = HiddenName.make()
        descriptor = OpenFolder.withCString(name) {
            openat(folder.descriptor, $0, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard descriptor >= 0 else { return nil }
        hiddenName = name
    }

    deinit {
        if let hiddenName { _ = OpenFolder.withCString(hiddenName) { unlinkat(folder.descriptor, $0, 0) } }
        if descriptor >= 0 { _ = close(descriptor) }
    }

    /// Writes bytes at an offset; returns the `errno` that stopped it, 0 when none did.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        var (rest, position) = (bytes, offset)
        while !rest.isEmpty {
            let count = pwrite(descriptor, rest.baseAddress, rest.count, position)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 ? errno : EIO }
            position += count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return 0
    }

    /// Gives the file its name, at once and whole; returns an `errno`, 0 for success.
    ///
    /// Unless it is `replacing`, a name that is taken is EEXIST. Something else of that name than a folder gives
    /// way in the same instant.
    func publish(as name: [UInt8], replacing: Bool) -> Int32 {
        if hiddenName == nil {
            let wanted = replacing ? HiddenName.make() : name
            let code = OpenFolder.withCString(wanted) {
                linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", folder.descriptor, $0, AT_SYMLINK_FOLLOW)
            }
            guard code == 0 else { return errno }
            if !replacing { return 0 }
            hiddenName = wanted
        }
        guard let hidden = hiddenName else { return EINVAL }
        let code = folder.rename(hidden, to: name, replacing: replacing)
        if code == 0 { hiddenName = nil }
        return code
    }
}

/// Makes names for what has no final name yet, which nobody can guess or have planted.
enum HiddenName {
    /// A name that begins with `.vya-` and ends in `.partial`.
    static func make() -> [UInt8] {
        Array(".vya-\(String(UInt64.random(in: .min ... .max), radix: 16)).partial".utf8)
    }
}

/// Brings everything that was written to a file system to its disk.
enum FileSystemFlush {
    /// Flushes the file system that a folder lies on; false with `errno` set when the disk would not take it.
    static func flush(_ folder: OpenFolder) -> Bool {
        let readable = folder.openFile([UInt8(ascii: ".")], O_RDONLY | O_DIRECTORY)
        guard readable >= 0 else { return errno == EACCES }
        defer { _ = close(readable) }
        return vya_syncfs(readable) == 0
    }
}
