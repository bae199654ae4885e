/// Writes UTF-8 text as `quoted-printable` (RFC 2045 §6.7): ASCII, lines of at most 76 characters, CRLF.
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The encoded text; it ends with CRLF.
    static func encode(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count * 5 / 4)
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            encode(line: Array(line), into: &result)
            result += [0x0D, 0x0A]
        }
        return result
    }

    private static func encode(line: [UInt8], into result: inout [UInt8]) {
        var width = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            // A blank at the end would be lost on the way, a dot in front could be taken for the end of the mail.
            let isPlain =
                switch byte {
                case UInt8(ascii: "="): false
                case UInt8(ascii: "."): width > 0
                case 0x20, 0x09: !isLast
                default: (0x21...0x7E).contains(byte)
                }
            let piece =
                isPlain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            if width + piece.count > 75 {
                result += [UInt8(ascii: "="), 0x0D, 0x0A]
                width = 0
            }
            result += piece
            width += piece.count
        }
    }
}
