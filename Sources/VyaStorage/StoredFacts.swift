package import VyaCore

/// What is known of a stored stream once it has been written to its end.
package struct StoredFacts: Sendable, Equatable {
    /// The size of the stream before compression, in bytes.
    package let rawBytes: Int
    /// The size of the file, in bytes.
    package let bytes: Int
    /// The SHA-256 of the file, in hexadecimal digits.
    package let sha256: String
    /// The CRC-32 of the stream before compression.
    package let crc32: UInt32
    /// The blocks of the file in order, for its `ArtifactIndex`: the first begins behind the gzip header, and
    /// behind the last there are only the empty last block and the trailer.
    package let blocks: [ArtifactIndex.Block]
}
