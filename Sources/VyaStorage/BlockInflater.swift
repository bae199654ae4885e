import CIsal
import VyaCore

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
