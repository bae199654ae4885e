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

    private let name: [UInt8]

    /// Makes an empty file of mode 0600 in the folder in which it will have a name; nil with `errno` set when that fails.
    init?(_ name: [UInt8], in folder: OpenFolder) {
        (self.name, self.folder) = (name, folder)
        let unnamed = UnnamedFile.open(in: folder.descriptor)
        if unnamed >= 0 {
            descriptor = unnamed
            return
        }
        guard UnnamedFile.isUnsupported(errno) else { return nil }
        let hidden = folder.freeHiddenName(of: name)
        descriptor = UnnamedFile.openHidden(hidden.terminated, in: folder.descriptor)
        guard descriptor >= 0 else { return nil }
        hiddenName = hidden
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

    /// Gives the file the name that it was made for, at once and whole; returns an `errno`, 0 for success.
    ///
    /// Unless it is `replacing`, a name that is taken is EEXIST. Something else of that name than a folder gives
    /// way in the same instant.
    func publish(replacing: Bool) -> Int32 {
        if hiddenName == nil {
            let wanted = replacing ? folder.freeHiddenName(of: name) : name
            let code = OpenFolder.withCString(wanted) {
                UnnamedFile.link(descriptor, as: $0, in: folder.descriptor)
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
