/// The parts of a zip file that matter here, as PKWARE's APPNOTE.TXT 6.3 numbers and lays them out.
enum ZipFormat {
    /// 4.3.7: before the data of a member.
    static let localHeader: [UInt8] = [0x50, 0x4B, 3, 4]
    /// 4.3.9: behind the data of a member whose header was written before its sizes were known.
    static let descriptor: [UInt8] = [0x50, 0x4B, 7, 8]
    /// 4.3.12: a member in the directory.
    static let directoryHeader: [UInt8] = [0x50, 0x4B, 1, 2]
    /// 4.3.14: the end of the directory with 64-bit numbers.
    static let end64: [UInt8] = [0x50, 0x4B, 6, 6]
    /// 4.3.15: says where `end64` is.
    static let locator64: [UInt8] = [0x50, 0x4B, 6, 7]
    /// 4.3.16: the end of the directory, and but for a comment that of the file.
    static let end: [UInt8] = [0x50, 0x4B, 5, 6]

    static let localHeaderBytes = 30
    static let directoryHeaderBytes = 46
    static let endBytes = 22
    static let end64Bytes = 56
    static let locator64Bytes = 20
    /// The longest comment behind the end.
    static let maximumComment = 65_535

    /// 4.4.4: the member is encrypted.
    static let encryptedFlags: UInt64 = 1 << 0 | 1 << 6 | 1 << 13
    /// 4.4.4: a descriptor follows the data.
    static let descriptorFlag: UInt64 = 1 << 3
    /// 4.4.5: how the data are compressed.
    static let (stored, deflated): (UInt64, UInt64) = (0, 8)
    /// 4.5.3: the extra field with 64-bit numbers.
    static let extra64: UInt64 = 1
    /// Stands for a number that is in the extra field.
    static let elsewhere: UInt64 = 0xFFFF_FFFF
}

extension [UInt8] {
    /// The number of so many bytes at an offset, the lowest first; 0 behind the end.
    func number(at offset: Int, _ count: Int) -> UInt64 {
        guard offset >= 0, offset + count <= self.count else { return 0 }
        return self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
