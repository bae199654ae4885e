import CZstd
import VyaCore

/// Decompresses frames that each stand alone, by libzstd; to be used by one thread at a time.
final class ZstdBlockDecoder: BlockDecoder {
    private let context: OpaquePointer

    init() throws(DestinationError) {
        guard let context = ZSTD_createDCtx() else {
            throw DestinationError("compression.memory", "zstd cannot start: not enough memory")
        }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    func decode(_ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodedBlock {
        // A block is one frame and nothing else; libzstd alone would take several.
        let size = ZSTD_findFrameCompressedSize(block.baseAddress, block.count)
        guard ZSTD_isError(size) == 0 else { return .failed("it is no whole frame") }
        guard size == block.count else { return .failed("it does not end where it should") }
        let count = ZSTD_decompressDCtx(
            context, output.baseAddress, output.count, block.baseAddress, block.count)
        guard ZSTD_isError(count) == 0 else {
            return .failed("it does not decompress (\(ZstdFault.words(count)))")
        }
        return .whole(count)
    }
}
