/// One ustar header block being filled in (POSIX.1-2008, pax, "ustar Interchange Format").
struct TarHeader {
    /// A block that says it is ustar and is else empty, its checksum taken as spaces.
    private static let empty: [UInt8] = {
        var header = TarHeader(block: [UInt8](repeating: 0, count: 512))
        header.put("ustar\u{0}00".utf8, at: 257, width: 8)
        header.put("        ".utf8, at: 148, width: 8)
        for (at, width) in [(100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (329, 8), (337, 8)] {
            header.put(number: 0, at: at, width: width)
        }
        return header.block
    }()

    private var block: [UInt8]

    private init(block: [UInt8]) {
        self.block = block
    }

    /// Makes a header that says it is ustar and is else empty.
    init() {
        self.init(block: Self.empty)
    }

    /// Puts text into a field, cut to its width.
    mutating func put(_ text: some Collection<UInt8>, at offset: Int, width: Int) {
        block.withUnsafeMutableBytes { block in
            UnsafeMutableRawBufferPointer(rebasing: block[offset..<offset + width])
                .copyBytes(from: text.prefix(width))
        }
    }

    /// Puts a number into a field in octal, with leading zeros and a NUL at the end; it must fit.
    mutating func put(number: Int, at offset: Int, width: Int) {
        block.withUnsafeMutableBytes { block in
            var rest = number
            for index in stride(from: offset + width - 2, through: offset, by: -1) {
                block[index] = UInt8(ascii: "0") + UInt8(rest & 7)
                rest >>= 3
            }
            block[offset + width - 1] = 0
        }
    }

    /// The block with its checksum: the sum of all bytes, the checksum's own taken as spaces.
    consuming func sealed() -> [UInt8] {
        let sum = block.withUnsafeBytes { $0.reduce(0) { $0 &+ Int($1) } }
        put(number: sum, at: 148, width: 7)
        return block
    }
}
