import VyaCore

/// Finds texts among rows that begin with a day that no calendar has, such as the 31st of February: a server takes one under
/// `ALLOW_INVALID_DATES` alone (traps.md T81).
struct MySQLDays {
    /// The tables in whose rows there are some.
    private(set) var tables: Set<ExactName> = []
    /// The beginning of a text that a block has cut off, and whose row it is in.
    private var rest: (text: [UInt8], table: ExactName)?

    /// `YYYY-MM-DD`
    private static let length = 10

    /// Looks at the text that begins at an index.
    mutating func look(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, in table: ExactName?) {
        guard let table else { return }
        guard bytes.count - start >= Self.length else {
            rest = (Array(bytes[start...]), table)
            return
        }
        if Self.isStrange(bytes[start..<start + Self.length]) { tables.insert(table) }
    }

    /// Goes on with the next block.
    mutating func resume(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let (text, table) = rest else { return }
        let whole = text + bytes.prefix(Self.length - text.count)
        rest = whole.count < Self.length ? (whole, table) : nil
        guard whole.count == Self.length else { return }
        if whole.withUnsafeBufferPointer({ Self.isStrange($0[...]) }) { tables.insert(table) }
    }

    /// True for a day behind the end of its month, which is one of the twelve.
    private static func isStrange(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let start = text.startIndex
        func number(_ places: Range<Int>) -> Int? {
            var number = 0
            for place in places {
                guard Byte.isDigit(text[start + place]) else { return nil }
                number = number * 10 + Int(text[start + place] & 0x0F)
            }
            return number
        }
        guard text[start + 4] == Byte.dash, text[start + 7] == Byte.dash, let year = number(0..<4),
            let month = number(5..<7), (1...12).contains(month), let day = number(8..<10), day <= 31
        else { return false }
        switch month {
        case 4, 6, 9, 11: return day > 30
        case 2: return day > (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
        default: return false
        }
    }
}
