import CIsal
package import VyaCore

/// The fast engine: ISA-L, several times as fast as zlib's fastest level at about its size.
package struct IsalCompressor: BlockCompressor, Equatable {
    /// The levels that ISA-L knows: 0 is fastest, 3 is smallest.
    package static let levels = 0...3
    /// The level used when none is given: as fast as level 1, and smaller.
    package static let defaultLevel = 2

    /// True when ISA-L has code for this processor that is faster than zlib's.
    package static var isFast: Bool { vya_isal_is_fast() != 0 }

    /// The level of compression.
    package let level: Int

    /// Makes an engine; a level outside `levels` becomes the nearest.
    package init(level: Int = defaultLevel) {
        self.level = min(max(level, Self.levels.lowerBound), Self.levels.upperBound)
    }

    /// `ISA-L level 2`.
    package var name: String { "ISA-L level \(level)" }

    /// Makes the working memory of one thread, about 900 KiB.
    package func makeEncoder() throws(DestinationError) -> any BlockEncoder { try IsalEncoder(level: level) }
}

/// One deflate stream of ISA-L, begun anew for every block.
private final class IsalEncoder: BlockEncoder {
    private let memory: UnsafeMutableRawPointer
    private let level: Int32

    init(level: Int) throws(DestinationError) {
        guard let memory = vya_isal_deflater() else {
            throw DestinationError("compression.memory", "ISA-L cannot start: not enough memory")
        }
        self.memory = memory
        self.level = Int32(level)
    }

    deinit { free(memory) }

    func maximumSize(of rawCount: Int) -> Int {
        // What cannot be compressed is stored, with a header for every 64 KiB, and a flush follows.
        rawCount + rawCount / 1024 + 1024
    }

    func encode(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DestinationError) -> Int {
        let count = vya_isal_deflate_block(
            memory, level, block.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(block.count),
            output.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: output.count))
        guard count > 0 else {
            throw DestinationError("compression.failed", "ISA-L could not compress a block")
        }
        return Int(count)
    }
}
