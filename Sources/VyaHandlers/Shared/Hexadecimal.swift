/// Hexadecimal digits, in which names go through tools whatever bytes they hold.
enum Hexadecimal {
    /// Bytes as hexadecimal digits.
    static func digits(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The bytes that hexadecimal digits stand for.
    static func bytes(ofDigits digits: [UInt8]) -> [UInt8] {
        func value(_ digit: UInt8) -> UInt8 { UInt8(String(UnicodeScalar(digit)), radix: 16) ?? 0 }
        return stride(from: 0, to: digits.count - digits.count % 2, by: 2).map {
            value(digits[$0]) << 4 | value(digits[$0 + 1])
        }
    }
}
