/// Where a stream goes: memory that its producer fills, piece by piece.
///
/// The producer asks for `space`, fills as much of its beginning as it has, says so by `advance`, and asks again. So
/// bytes are read from a file or a pipe straight into the memory that is compressed. To be used by one thread at a
/// time.
package protocol BlockSink: AnyObject {
    /// The memory for the next bytes of the stream, never empty; valid until `advance` is called.
    ///
    /// Waits for memory when all of it is on its way. Throws when nothing more can be taken.
    func space() throws -> UnsafeMutableRawBufferPointer

    /// Says how many bytes at the beginning of `space` were filled, and takes them.
    func advance(by count: Int) throws
}

extension BlockSink {
    /// Takes bytes that lie elsewhere, by copying them.
    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let space = try space()
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(space.count))
            space.copyMemory(from: part)
            try advance(by: part.count)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
    }
}
