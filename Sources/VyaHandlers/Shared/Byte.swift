import CScan
import Glibc

/// Names for the bytes that the scanners look for; computed, so that none costs an access to a global.
enum Byte {
    static var newline: UInt8 { UInt8(ascii: "\n") }
    static var carriageReturn: UInt8 { UInt8(ascii: "\r") }
    static var space: UInt8 { UInt8(ascii: " ") }
    static var quote: UInt8 { UInt8(ascii: "'") }
    static var doubleQuote: UInt8 { UInt8(ascii: "\"") }
    static var backtick: UInt8 { UInt8(ascii: "`") }
    static var backslash: UInt8 { UInt8(ascii: "\\") }
    static var dash: UInt8 { UInt8(ascii: "-") }
    static var slash: UInt8 { UInt8(ascii: "/") }
    static var star: UInt8 { UInt8(ascii: "*") }
    static var hash: UInt8 { UInt8(ascii: "#") }
    static var dollar: UInt8 { UInt8(ascii: "$") }
    static var dot: UInt8 { UInt8(ascii: ".") }
    static var semicolon: UInt8 { UInt8(ascii: ";") }
    static var open: UInt8 { UInt8(ascii: "(") }
    static var close: UInt8 { UInt8(ascii: ")") }

    /// True for space, tab, line feed, carriage return, form feed and vertical tab.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// True for 0-9.
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// True for what an unquoted identifier can hold in both dialects.
    static func isIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    /// The capital letter of an ASCII letter; any other byte as it is.
    static func uppercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 0x20 : byte
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first position of a byte from `start` on, or the end; as fast as memory is read.
    func position(of byte: UInt8, from start: Int) -> Int {
        guard let base = baseAddress, start < count,
            let found = memchr(base + start, Int32(byte), count - start)
        else { return count }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }

    /// The end of the word that has begun before `start`.
    func endOfWord(from start: Int) -> Int {
        var index = start
        while index < count, Byte.isIdentifier(self[index]) { index += 1 }
        return index
    }

    /// True when this whole word stands at a place, and its end is there, too.
    func holds(_ word: StaticString, at start: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard start + length < count, let base = baseAddress else { return false }
        return memcmp(base + start, word.utf8Start, length) == 0 && !Byte.isIdentifier(self[start + length])
    }

    /// True when these bytes stand at a place, and no word goes on behind them.
    func holds(_ bytes: [UInt8], at start: Int) -> Bool {
        guard start + bytes.count < count, let base = baseAddress else { return false }
        return memcmp(base + start, bytes, bytes.count) == 0 && !Byte.isIdentifier(self[start + bytes.count])
    }

    /// The first position of either of two bytes from `start` on, or the end.
    func position(of first: UInt8, or second: UInt8, from start: Int) -> Int {
        guard let base = baseAddress else { return count }
        return vya_scan2(base, start, count, first, second)
    }
}
