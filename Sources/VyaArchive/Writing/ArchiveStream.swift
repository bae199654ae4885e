import VyaCore

/// The bytes of an archive on their way into a sink; file contents are read straight into its memory.
///
/// What the sink throws passes through untouched; a stop is thrown before the next piece.
final class ArchiveStream: BlockSink {
    /// Archives end at a multiple of this many bytes, the default blocking factor of tar (20 × 512).
    private static let recordSize = 10_240

    private let stop: StopSignal
    private let sink: any BlockSink
    /// How many bytes the archive has so far.
    private(set) var count = 0

    init(stop: StopSignal, sink: any BlockSink) {
        self.stop = stop
        self.sink = sink
    }

    /// Adds bytes.
    func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try append($0) }
    }

    /// Adds zeros.
    func appendZeros(_ count: Int) throws {
        var left = count
        while left > 0 {
            let space = try space()
            let part = min(left, space.count)
            space[..<part].initializeMemory(as: UInt8.self, repeating: 0)
            try advance(by: part)
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
        if written > 0 { try advance(by: written) }
        return written
    }

    /// Fills up the last 512-byte block.
    func pad() throws {
        try appendZeros(-count & 511)
    }

    /// Ends the archive with its two empty blocks.
    func finish() throws {
        try appendZeros(1024)
        let rest = count % Self.recordSize
        if rest > 0 { try appendZeros(Self.recordSize - rest) }
        try stop.check()
    }

    /// Free memory, never empty.
    func space() throws -> UnsafeMutableRawBufferPointer {
        try stop.check()
        return try sink.space()
    }

    func advance(by written: Int) throws {
        try sink.advance(by: written)
        count += written
    }
}
