package import VyaCore

/// An engine that compresses blocks that stand alone.
///
/// What it makes of one block needs no other block to be read, and blocks of any engine and level of one codec can
/// follow each other in a file. For gzip a block is deflate data (RFC 1951) that ends on a byte boundary with a full
/// flush and is not marked as the last; for zstd it is a frame. The same block gives the same bytes every time.
package protocol BlockCompressor: Sendable {
    /// The format that its blocks are part of.
    var codec: BlockCodec { get }

    /// The engine's name for messages and benchmarks.
    var name: String { get }

    /// The size of a block before compression that wins with this engine, in bytes.
    var blockSize: Int { get }

    /// Makes the working memory of one thread; it is used by that thread only.
    func makeEncoder() throws(DestinationError) -> any BlockEncoder
}

/// What waits for a worker at one moment.
package struct Backlog: Sendable {
    /// How many blocks wait to be compressed.
    package var compressing = 0
    /// How many written blocks wait to be proven.
    package var proving = 0
}

/// Compresses blocks on one thread.
package protocol BlockEncoder {
    /// Hears, before each block, what else waits for a worker; an engine that adapts chooses by it.
    func prepare(_ backlog: Backlog)

    /// The most bytes that a block of `rawCount` bytes can become.
    func maximumSize(of rawCount: Int) -> Int

    /// Compresses one block that is not empty into `output` and returns how many bytes it became.
    ///
    /// `output` holds at least `maximumSize(of:)` bytes.
    func encode(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DestinationError) -> Int
}

extension BlockCompressor {
    /// Most engines make deflate data.
    package var codec: BlockCodec { .gzip }

    /// A fast engine wins with what stays in the processor's cache.
    package var blockSize: Int { 256 * 1024 }
}

extension BlockEncoder {
    /// Most engines do the same whatever waits.
    package func prepare(_ backlog: Backlog) {}
}
