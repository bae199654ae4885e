import VyaCore

/// Which blocks of an indexed file are read together, one run of neighbours after the other.
struct BlockPlan {
    /// Neighbouring blocks that are read at once.
    struct Run {
        let blocks: ArraySlice<ArtifactIndex.Block>
        /// Where they are in the file.
        let bytes: Range<Int>
        /// What they hold of the stream.
        let raw: Range<Int>
    }

    /// The largest block that an index may speak of, before compression; larger ones cost too much memory.
    static let maximumRawBytes = 16 << 20
    /// The largest block in the file: what does not compress grows by much less than this.
    private static let maximumBytes = 2 * maximumRawBytes
    /// Small blocks are read together up to so many bytes before compression.
    private static let runBytes = 256 * 1024

    private var rest: ArraySlice<ArtifactIndex.Block>
    private var selection: PieceSelection
    private var offset: Int
    private var rawOffset = 0

    /// Plans the blocks that hold something of the selected pieces.
    init(_ blocks: [ArtifactIndex.Block], codec: BlockCodec, selection: PieceSelection) {
        offset = codec.header.count
        rest = blocks[...]
        self.selection = selection
    }

    /// Says why an index is not one of a file of this size; nil when it can be.
    static func objection(
        to blocks: [ArtifactIndex.Block], codec: BlockCodec, fileBytes: Int
    ) -> Message? {
        let rawBytes = blocks.reduce(0) { $0 &+ $1.rawBytes }
        var bytes = codec.header.count + codec.ending(crc32: 0, rawBytes: rawBytes).count
        for block in blocks {
            guard (1...maximumRawBytes).contains(block.rawBytes), (1...maximumBytes).contains(block.bytes)
            else { return "has an index with a block of \(block.rawBytes) bytes in \(block.bytes)" }
            bytes += block.bytes
        }
        return bytes == fileBytes ? nil : "is \(fileBytes) bytes long instead of the \(bytes) of its index"
    }

    /// The bytes of memory that the largest run takes.
    static func largestRun(of blocks: [ArtifactIndex.Block]) -> Int {
        blocks.reduce(2 * runBytes) { max($0, $1.rawBytes + $1.bytes) }
    }

    /// The next run; nil when nothing that is selected follows.
    mutating func next() -> Run? {
        while let block = rest.first, !selection.wants(rawOffset..<rawOffset + block.rawBytes) {
            guard !selection.isComplete else { return nil }
            skip(block)
        }
        let (first, start, rawStart) = (rest, offset, rawOffset)
        while let block = rest.first, selection.wants(rawOffset..<rawOffset + block.rawBytes),
            rawOffset == rawStart || rawOffset + block.rawBytes - rawStart <= Self.runBytes
        {
            skip(block)
        }
        guard rawOffset > rawStart else { return nil }
        return Run(
            blocks: first[..<rest.startIndex], bytes: start..<offset, raw: rawStart..<rawOffset)
    }

    private mutating func skip(_ block: ArtifactIndex.Block) {
        rest.removeFirst()
        offset += block.bytes
        rawOffset += block.rawBytes
    }
}
