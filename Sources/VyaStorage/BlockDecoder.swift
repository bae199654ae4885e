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
    case failed(String)
}

extension BlockDecoder {
    /// Says what is wrong with a block that is to hold `rawBytes` bytes of a checksum; nil when it is right.
    ///
    /// `output` has room for one byte more than that.
    func objection(
        to block: UnsafeRawBufferPointer, holding rawBytes: Int, crc32: UInt32,
        in output: UnsafeMutableRawBufferPointer
    ) -> String? {
        switch decode(block, into: output) {
        case .failed(let words): return words
        case .whole(rawBytes):
            let content = UnsafeRawBufferPointer(rebasing: output.prefix(rawBytes))
            return Checksum.crc32(of: content) == crc32 ? nil : "its CRC-32 differs"
        case .whole(let count): return "it holds \(count) bytes instead of \(rawBytes)"
        }
    }
}
