import VyaCore

/// Gathers an archive into large blocks and hands each to a sink; file contents are read straight into it.
///
/// What the sink throws passes through untouched.
final class BlockBuffer {
    /// The size of every block but the last, in bytes.
    static let blockSize = 1 << 20
    /// Archives end at a multiple of this many bytes, the default blocking factor of tar (20 × 512).
    private static let recordSize = 10_240

    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize, alignment: 4096)
    private var used = 0
    private var flushed = 0
    private let stop: StopSignal
    private let sink: (UnsafeRawBufferPointer) throws -> Void

    init(stop: StopSignal, sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.stop = stop
        self.sink = sink
    }

    deinit { block.deallocate() }

    /// How many bytes the archive has so far.
    var count: Int { flushed + used }

    /// Adds bytes.
    func append(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let space = try space()
            let part = rest.prefix(space.count)
            space.copyBytes(from: part)
            used += part.count
            rest = rest.dropFirst(part.count)
        }
    }

    /// Adds zeros.
    func appendZeros(_ count: Int) throws {
        var left = count
        while left > 0 {
            let space = try space()
            let part = min(left, space.count)
            space[..<part].initializeMemory(as: UInt8.self, repeating: 0)
            used += part
            left -= part
        }
    }

    /// Has `body` write at most `count` bytes into free space and say how many it wrote; returns what it
    /// said.
    ///
    /// An answer that is not positive adds nothing.
    func fill(atMost count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) throws -> Int {
        let space = try space()
        let written = body(UnsafeMutableRawBufferPointer(rebasing: space.prefix(count)))
        used += max(written, 0)
        return written
    }

    /// Fills up the last 512-byte block.
    func pad() throws {
        try appendZeros(-count & 511)
    }

    /// Ends the archive with its two empty blocks and hands over what is left.
    func finish() throws {
        try appendZeros(1024)
        let rest = count % Self.recordSize
        if rest > 0 { try appendZeros(Self.recordSize - rest) }
        try flush()
    }

    /// The free part of the block, never empty.
    private func space() throws -> UnsafeMutableRawBufferPointer {
        if used == Self.blockSize { try flush() }
        return UnsafeMutableRawBufferPointer(rebasing: block[used...])
    }

    private func flush() throws {
        try stop.check()
        if used > 0 { try sink(UnsafeRawBufferPointer(rebasing: block[..<used])) }
        flushed += used
        used = 0
    }
}
