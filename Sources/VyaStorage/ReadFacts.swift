/// What is known of a stored file once every byte of it was read.
package struct ReadFacts: Sendable, Equatable {
    /// The SHA-256 of the file, in hexadecimal digits.
    package let sha256: String
    /// The size of the file, in bytes.
    package let bytes: Int
    /// The size of the stream before compression, in bytes.
    package let rawBytes: Int
    /// The CRC-32 of the stream before compression.
    package let crc32: UInt32
    /// True when the index led the reading; false when there was none, or when it did not fit the file.
    package let usedIndex: Bool
}
