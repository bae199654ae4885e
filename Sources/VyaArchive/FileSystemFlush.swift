import CLinux
import Glibc

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
