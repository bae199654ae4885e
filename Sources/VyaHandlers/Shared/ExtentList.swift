import VyaCore

/// Gathers where the rows of each table lie in a stream, joining what follows without a gap.
struct ExtentList {
    private(set) var extents: [TableExtent] = []

    /// Adds a stretch of rows; stretches come in the order of the stream.
    mutating func add(_ table: ExactName, _ bytes: Range<Int>) {
        guard !bytes.isEmpty else { return }
        if let last = extents.last, last.table == table, last.bytes.upperBound == bytes.lowerBound {
            extents[extents.count - 1] = TableExtent(table, last.bytes.lowerBound..<bytes.upperBound)
        } else {
            extents.append(TableExtent(table, bytes))
        }
    }
}
