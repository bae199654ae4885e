import VyaCore

/// The format of a file that is made of blocks, each of which decompresses alone.
package enum BlockCodec: String, Sendable, Equatable, CaseIterable {
    /// One gzip member (RFC 1952): a header, blocks of deflate data, an empty last block, a trailer.
    case gzip
    /// Zstandard frames (RFC 8878), one for each block.
    case zstd

    /// What a file's name ends in, without the dot.
    package var fileExtension: String { self == .gzip ? "gz" : "zst" }

    /// What stands before the first block.
    var header: [UInt8] { self == .gzip ? GzipFormat.header : [] }

    /// What stands behind the last block of a stream.
    func ending(crc32: UInt32, rawBytes: Int) -> [UInt8] {
        switch self {
        case .gzip: GzipFormat.lastBlock + GzipFormat.trailer(crc32: crc32, rawBytes: rawBytes)
        // Of an empty stream there has to be at least a frame.
        case .zstd: rawBytes == 0 ? ZstdFormat.emptyFrame : []
        }
    }

    /// Makes what decompresses its blocks, for one thread; throws `DestinationError` when there is no memory.
    func makeDecoder() throws(DestinationError) -> any BlockDecoder {
        switch self {
        case .gzip: try BlockInflater()
        case .zstd: try ZstdBlockDecoder()
        }
    }
}
