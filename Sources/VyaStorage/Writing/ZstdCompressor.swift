import CZstd
package import VyaCore

/// The engine of the zstd codec: libzstd.
package struct ZstdCompressor: BlockCompressor, Equatable {
    /// The levels that are offered; above 19 the memory for one thread grows beyond all bounds.
    package static let levels = 1...19
    /// The level used when none is given; libzstd's own.
    package static let defaultLevel = 3

    /// The level of compression.
    package let level: Int

    /// Makes an engine; a level outside `levels` becomes the nearest.
    package init(level: Int = defaultLevel) {
        self.level = min(max(level, Self.levels.lowerBound), Self.levels.upperBound)
    }

    /// `zstd level 3`.
    package var name: String { "zstd level \(level)" }

    /// Frames.
    package var codec: BlockCodec { .zstd }

    /// Enough to refer back to. Frames of 128 KiB were faster than these and up to 2 % larger.
    package var blockSize: Int { 512 * 1024 }

    /// Makes the working memory of one thread, a few MiB, and tens of them at the highest levels.
    package func makeEncoder() throws(DestinationError) -> any BlockEncoder { try ZstdEncoder(level: level) }
}

/// One context of libzstd, begun anew for every block.
private final class ZstdEncoder: BlockEncoder {
    private let context: OpaquePointer

    init(level: Int) throws(DestinationError) {
        guard let context = ZSTD_createCCtx() else {
            throw DestinationError("compression.memory", "zstd cannot start: not enough memory")
        }
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
        // For frames of this size libzstd takes half of this table; all of it costs no time and saves 0.4 %.
        if level == ZstdCompressor.defaultLevel { ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, 18) }
        // So that `zstd -t`, which has no manifest, finds damage too.
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit { ZSTD_freeCCtx(context) }

    func maximumSize(of rawCount: Int) -> Int { ZSTD_compressBound(rawCount) }

    func encode(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DestinationError) -> Int {
        let count = ZSTD_compress2(
            context, output.baseAddress, output.count, block.baseAddress, block.count)
        guard ZSTD_isError(count) == 0 else {
            throw DestinationError(
                "compression.failed", "zstd could not compress a block: \(ZstdFault.words(count))")
        }
        return count
    }
}
