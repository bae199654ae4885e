/// A file decompressed from its beginning to its end by one thread.
protocol StoredStream: AnyObject {
    /// The bytes decompressed so far, also when an error ended it.
    var rawBytes: Int { get }

    /// Decompresses the next bytes into a buffer that is not empty and returns how many; 0 at the end, when all
    /// checks have passed.
    ///
    /// Throws `ArtifactDamage`, and what reading the file throws.
    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A file that is the stream itself.
final class PlainStream: StoredStream {
    private let cursor: FileCursor

    init(_ cursor: FileCursor) {
        self.cursor = cursor
    }

    var rawBytes: Int { cursor.position }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        try cursor.read(into: output)
    }
}
