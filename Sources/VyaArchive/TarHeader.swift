/// One ustar header block being filled in (POSIX.1-2008, pax, "ustar Interchange Format").
struct TarHeader {
    private var block = [UInt8](repeating: 0, count: 512)

    /// Makes a header that says it is ustar and is else empty.
    init() {
        put(Array("ustar\u{0}00".utf8), at: 257, width: 8)
        for (at, width) in [(100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (329, 8), (337, 8)] {
            put(number: 0, at: at, width: width)
        }
    }

    /// Puts text into a field, cut to its width.
    mutating func put(_ text: [UInt8], at offset: Int, width: Int) {
        let text = text.prefix(width)
        block.replaceSubrange(offset..<offset + text.count, with: text)
    }

    /// Puts a number into a field in octal, with leading zeros and a NUL at the end; it must fit.
    mutating func put(number: Int, at offset: Int, width: Int) {
        var rest = number
        for index in (offset..<offset + width - 1).reversed() {
            block[index] = UInt8(ascii: "0") + UInt8(rest & 7)
            rest >>= 3
        }
        block[offset + width - 1] = 0
    }

    /// The block with its checksum: the sum of all bytes, the checksum's own taken as spaces.
    var sealed: [UInt8] {
        var header = self
        header.put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148, width: 8)
        let sum = header.block.reduce(0) { $0 + Int($1) }
        header.put(number: sum, at: 148, width: 7)
        return header.block
    }
}
