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
        guard bytes[start + 4] == Byte.dash, bytes[start + 7] == Byte.dash else { return }
        if Self.isStrange(bytes[start..<start + Self.length]) { tables.insert(table) }
    }

    /// Goes on with the next block.
    mutating func resume(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let (text, table) = rest else { return }
        let whole = text + bytes.prefix(Self.length - text.count)
        rest = whole.count < Self.length ? (whole, table) : nil
        if whole.count == Self.length, Self.isStrange(whole[...]) { tables.insert(table) }
    }

    /// True for a day behind the end of its month, which is one of the twelve.
    private static func isStrange(_ text: some Collection<UInt8>) -> Bool {
        let parts = text.split(separator: Byte.dash, omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy(Byte.isDigit) else { return false }
        let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 & 0x0F) } }
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        guard (1...12).contains(month), day <= 31 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return day > [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
