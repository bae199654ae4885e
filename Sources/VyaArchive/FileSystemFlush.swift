import Glibc

/// Brings everything that was written to a file system to its disk.
enum FileSystemFlush {
    private typealias Function = @convention(c) (Int32) -> Int32

    /// Flushes the file system that a folder lies on; false with `errno` set when the disk would not take it.
    ///
    /// syncfs(2) is declared only for GNU sources, so that Swift does not see it. Without it the folder alone is
    /// flushed.
    static func flush(_ folder: OpenFolder) -> Bool {
        let readable = folder.openFile([UInt8(ascii: ".")], O_RDONLY | O_DIRECTORY)
        guard readable >= 0 else { return errno == EACCES }
        defer { _ = close(readable) }
        guard let symbol = dlsym(nil, "syncfs") else { return fsync(readable) == 0 }
        return unsafeBitCast(symbol, to: Function.self)(readable) == 0
    }
}
