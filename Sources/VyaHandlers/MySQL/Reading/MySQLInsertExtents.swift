import VyaCore

/// Gathers the bytes of the `INSERT` statements of each table, each with the line end behind it.
///
/// The line end belongs to them so that neighbours join, and so that a dump without them has no empty lines.
struct MySQLInsertExtents {
    private var list = ExtentList()
    /// Where the statement begins that is open and could be left out; nil if there is none.
    private var start: Int?
    /// The bytes of the longest statement.
    private(set) var longest = 0
    private var ended: (table: ExactName, bytes: Range<Int>)?

    /// Takes note of where a statement begins; nil if it is none that could be left out.
    mutating func begin(at offset: Int?) { start = offset }

    /// Takes note that the statement was an `INSERT` into a table and ends before an offset.
    mutating func end(of table: ExactName, at offset: Int) {
        guard let start else { return }
        ended = (table, start..<offset)
        longest = max(longest, offset - start)
        self.start = nil
    }

    /// True when the byte behind a statement is awaited.
    var isEnding: Bool { ended != nil }

    /// Takes note of whether a line end follows the statement.
    mutating func end(with newline: Bool) {
        guard let (table, bytes) = ended else { return }
        list.add(table, bytes.lowerBound..<bytes.upperBound + (newline ? 1 : 0))
        ended = nil
    }

    /// Takes note that nothing follows the statement.
    mutating func close() { end(with: false) }

    /// What was gathered, at the end of the stream.
    mutating func finished() -> [TableExtent] {
        close()
        return list.extents
    }
}
