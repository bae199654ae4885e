/// One header block being read: ustar and what came before and beside it (POSIX.1-2008, pax; the GNU tar manual,
/// "Basic Tar Format").
struct ReadHeader {
    /// Which fields there are.
    enum Format {
        /// Only those up to the link's name.
        case v7
        /// With owner, device and a prefix of the name.
        case ustar
        /// With owner and device; GNU keeps other things where ustar has the prefix.
        case gnu
    }

    private let bytes: [UInt8]

    /// Takes the 512 bytes of a block.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// True for a block of zeros, two of which end an archive.
    var isEmpty: Bool { bytes.allSatisfy { $0 == 0 } }

    /// The letter that says what follows.
    var type: UInt8 { bytes[156] }

    /// True when the bytes add up to what the header says, its own sum taken as spaces.
    var hasRightSum: Bool {
        var sum = 8 * Int(UInt8(ascii: " "))
        for byte in bytes { sum += Int(byte) }
        for byte in bytes[148..<156] { sum -= Int(byte) }
        return number(at: 148, width: 8) == sum
    }

    var format: Format {
        let magic = bytes[257..<265]
        if magic.elementsEqual("ustar  \u{0}".utf8) { return .gnu }
        return magic.prefix(6).elementsEqual("ustar\u{0}".utf8) ? .ustar : .v7
    }

    /// The name, put together from both fields of ustar.
    var name: [UInt8] {
        let name = text(at: 0, width: 100)
        let prefix = format == .ustar ? text(at: 345, width: 155) : []
        return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }

    /// The names of user and group; empty where there are none.
    var userName: [UInt8] { format == .v7 ? [] : text(at: 265, width: 32) }
    var groupName: [UInt8] { format == .v7 ? [] : text(at: 297, width: 32) }

    /// A text, which ends at a NUL or fills its field.
    func text(at offset: Int, width: Int) -> [UInt8] {
        Array(bytes[offset..<offset + width].prefix { $0 != 0 })
    }

    /// A number, octal or, with the first bit set, binary as GNU and star write large ones; nil when it is
    /// neither or does not fit.
    func number(at offset: Int, width: Int) -> Int? {
        Self.number(bytes[offset..<offset + width])
    }

    /// The map of an old GNU sparse file: in its header four stretches, in each block after it 21.
    ///
    /// Nil when a number is none. `isContinued` says that another block of the map follows.
    func oldSparseMap(inHeader: Bool) -> (segments: [SparseMap.Segment], isContinued: Bool)? {
        let (start, count) = inHeader ? (386, 4) : (0, 21)
        var segments: [SparseMap.Segment] = []
        for place in stride(from: start, to: start + count * 24, by: 24) {
            if bytes[place] == 0 || bytes[place + 12] == 0 { break }
            guard let offset = number(at: place, width: 12), let size = number(at: place + 12, width: 12)
            else { return nil }
            segments.append(SparseMap.Segment(offset: offset, count: size))
        }
        return (segments, bytes[start + count * 24] != 0)
    }

    /// The size of an old GNU sparse file, holes included.
    var oldSparseSize: Int? { number(at: 483, width: 12) }

    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 {
            var value = Int(first & 0x7F) - (first & 0x40 != 0 ? 128 : 0)
            for byte in field.dropFirst() {
                let (product, overflow) = value.multipliedReportingOverflow(by: 256)
                guard !overflow else { return nil }
                value = product + Int(byte)
            }
            return value
        }
        let digits = field.drop { $0 == UInt8(ascii: " ") }
        var value = 0
        for (index, byte) in zip(digits.indices, digits) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else {
                let isEnd = digits[index...].allSatisfy { $0 == 0 || $0 == UInt8(ascii: " ") }
                return isEnd ? value : nil
            }
            value = value << 3 | Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
