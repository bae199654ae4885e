/// The fixed parts of a gzip member (RFC 1952) around blocks of deflate data.
enum GzipFormat {
    /// The header: deflate, no flags, no time, so that the same input gives the same file; system 3 is Unix.
    static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// A deflate block that is empty and marked as the last: fixed codes, end of block (RFC 1951, 3.2.6).
    static let lastBlock: [UInt8] = [0x03, 0x00]

    /// The trailer: the CRC-32 and the size modulo 2^32 of what was compressed, both with the lowest byte
    /// first.
    static func trailer(crc32: UInt32, rawBytes: Int) -> [UInt8] {
        littleEndian(crc32) + littleEndian(UInt32(truncatingIfNeeded: rawBytes))
    }

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
