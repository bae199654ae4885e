/// Makes a short name out of a long one; not for anything that an attacker must not guess.
package enum NameHash {
    /// FNV-1a over 64 bits, in sixteen hexadecimal digits.
    package static func hexadecimal(of name: ExactName) -> String { padded(number(of: name.text.utf8)) }

    /// A number in sixteen hexadecimal digits.
    package static func padded(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// FNV-1a over 64 bits.
    package static func number(of bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
