import VyaCore

/// A block that lies in the file, as it is remembered until it has been read back.
struct WrittenBlock: Sendable {
    /// Where it is in the file.
    let place: Range<Int>
    /// The size of what it holds, in bytes.
    let rawBytes: Int
    /// The CRC-32 of what it holds.
    let crc32: UInt32
    /// The CRC-32 of the block itself.
    let storedCRC32: UInt32
}
