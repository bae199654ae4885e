import CZlib
package import VyaCore

/// The engine that is always there: zlib.
package struct ZlibCompressor: BlockCompressor, Equatable {
    /// The levels that zlib knows: 1 is fastest, 9 is smallest.
    package static let levels = 1...9
    /// The level used when none is given; zlib's own.
    package static let defaultLevel = 6

    /// The level of compression.
    package let level: Int

    /// Makes an engine; a level outside `levels` becomes the nearest.
    package init(level: Int = defaultLevel) {
        self.level = min(max(level, Self.levels.lowerBound), Self.levels.upperBound)
    }

    /// `zlib level 6`.
    package var name: String { "zlib level \(level)" }

    /// zlib is slow enough not to feel the cache, and loses a window's worth of matches at each block's start: 256 KiB
    /// are 1.2 % larger than one stream, these 0.2 %.
    package var blockSize: Int { 1 << 20 }

    /// Makes the working memory of one thread, about 256 KiB.
    package func makeEncoder() throws(DestinationError) -> any BlockEncoder {
        try ZlibEncoder(level: level)
    }
}

/// One deflate stream of zlib, reset for every block.
private final class ZlibEncoder: BlockEncoder {
    // On the heap: zlib keeps a pointer to the structure and refuses one that has moved.
    private let stream: UnsafeMutablePointer<z_stream>

    init(level: Int) throws(DestinationError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Every stored property has its value, so that a throw runs `deinit`.
        guard vya_deflate_init_raw(stream, Int32(level)) == Z_OK else {
            throw DestinationError("compression.memory", "zlib cannot start: not enough memory")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func maximumSize(of rawCount: Int) -> Int {
        // The bound is for a stream that ends; a full flush adds an empty stored block instead of an end.
        Int(deflateBound(stream, UInt(rawCount))) + 64
    }

    func encode(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DestinationError) -> Int {
        deflateReset(stream)
        // zlib does not write to its input; its declaration only predates `const`.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: block.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(block.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        let code = deflate(stream, Z_FULL_FLUSH)
        // With room left, everything has been taken and flushed.
        guard code == Z_OK, stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 else {
            throw DestinationError("compression.failed", "zlib could not compress a block (code \(code))")
        }
        return output.count - Int(stream.pointee.avail_out)
    }
}
