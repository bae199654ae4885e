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
