import CIsal
import CZstd
import VyaCore

/// Decompresses blocks that stand alone, on one thread.
protocol BlockDecoder: AnyObject {
    /// Decompresses a block into memory that has room for one byte more than it should hold.
    func decode(_ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodedBlock
}

/// What came of decompressing a block.
enum DecodedBlock: Equatable {
    /// So many bytes, and the block ended where its data did.
    case whole(Int)
    /// It is not what it should be, in words.
    case failed(Message)
}

extension BlockDecoder {
    /// Says what is wrong with a block that is to hold `rawBytes` bytes of a checksum; nil when it is right.
    ///
    /// `output` has room for one byte more than that.
    func objection(
        to block: UnsafeRawBufferPointer, holding rawBytes: Int, crc32: UInt32,
        in output: UnsafeMutableRawBufferPointer
    ) -> Message? {
        switch decode(block, into: output) {
        case .failed(let words): return words
        case .whole(rawBytes):
            let content = UnsafeRawBufferPointer(rebasing: output.prefix(rawBytes))
            return Checksum.crc32(of: content) == crc32 ? nil : "its CRC-32 differs"
        case .whole(let count): return "it holds \(count) bytes instead of \(rawBytes)"
        }
    }
}

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

/// Inflates the blocks of an artifact, each of which stands alone, by ISA-L; to be used by one thread at a time.
final class BlockInflater: BlockDecoder {
    private let state: UnsafeMutableRawPointer

    init() throws(DestinationError) {
        guard let state = vya_isal_inflater() else {
            throw DestinationError("compression.memory", "ISA-L cannot start: not enough memory")
        }
        self.state = state
    }

    deinit { free(state) }

    func decode(_ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodedBlock {
        var produced: UInt32 = 0
        let code = vya_isal_inflate_block(
            state, block.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: block.count),
            output.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: output.count), &produced
        )
        switch Int(code) {
        case vya_block_whole: return .whole(Int(produced))
        case vya_block_last: return .failed("it ends the stream before its end")
        case vya_block_misfit where Int(produced) == output.count:
            return .failed("it holds more than \(output.count - 1) bytes")
        case vya_block_misfit: return .failed("it does not end where it should")
        default: return .failed("it does not decompress")
        }
    }
}
