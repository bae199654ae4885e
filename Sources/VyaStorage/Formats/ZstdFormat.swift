import CZstd

/// The fixed parts of Zstandard data (RFC 8878).
enum ZstdFormat {
    /// What every frame begins with.
    static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// A frame that holds nothing: a header of one segment of 0 bytes (3.1.1.1), and a last, raw, empty block
    /// (3.1.1.2).
    static let emptyFrame = magic + [0x20, 0x00, 0x01, 0x00, 0x00]

    /// True for the beginning of a frame that readers pass over (3.1.2).
    static func isSkippable(_ firstBytes: [UInt8]) -> Bool {
        firstBytes.count >= 4 && firstBytes[0] & 0xF0 == 0x50 && firstBytes[1...3] == [0x2A, 0x4D, 0x18]
    }
}

/// The words of libzstd for what it answers in place of a size.
enum ZstdFault {
    /// What went wrong.
    static func words(_ code: Int) -> String { String(cString: ZSTD_getErrorName(code)) }
}
