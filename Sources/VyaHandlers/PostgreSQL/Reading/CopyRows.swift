/// Counts the rows between `COPY … FROM stdin;` and `\.`: each line is one.
///
/// psql ends the data at a line that is `\.` alone, with or without a carriage return (`handleCopyIn` in its
/// `copy.c`), and reads what stands behind the semicolon afterwards, as a statement.
struct CopyRows {
    private enum Place {
        /// Between the semicolon and its line end.
        case heading
        /// At the start of a line, after `\`, after `\.`, after `\.` and a carriage return, and anywhere else in it.
        case start, backslash, end, endReturn, row
    }

    private var place = Place.heading
    /// Where the rows begin and end in the stream, in bytes.
    private(set) var bytes = 0..<0
    /// True when something but a line end follows the semicolon.
    private(set) var hasMoreInHeading = false

    /// Reads on from a position, at the speed at which memory is read; returns the next position, and whether
    /// the rows have ended. The block's first byte is the one at `offset` of the stream.
    mutating func read(
        _ block: UnsafeBufferPointer<UInt8>, from start: Int, at offset: Int, counting tally: inout RowTally
    ) -> (next: Int, ended: Bool) {
        var (index, rows) = (start, 0)
        defer { tally.add(rows) }
        while index < block.count {
            switch place {
            case .row:
                let end = block.position(of: Byte.newline, from: index)
                if tally.sumsRows { tally.take(block[index..<end]) }
                guard end < block.count else { return (end, false) }
                if tally.sumsRows { tally.endRow() }
                rows += 1
                (place, index) = (.start, end + 1)
            case .start:
                if block[index] == Byte.backslash {
                    bytes = bytes.lowerBound..<(offset + index)
                    place = .backslash
                    index += 1
                } else {
                    // The byte that begins a row may be its line end, so it is looked at again.
                    place = .row
                }
            case .backslash:
                if block[index] == Byte.dot {
                    place = .end
                    index += 1
                } else {
                    beginRow("\\", &tally)
                }
            case .end, .endReturn:
                if block[index] == Byte.newline { return (index + 1, true) }
                if place == .end, block[index] == UInt8(ascii: "\r") {
                    place = .endReturn
                    index += 1
                } else {
                    beginRow(place == .end ? "\\." : "\\.\r", &tally)
                }
            case .heading:
                if block[index] == Byte.newline {
                    bytes = (offset + index + 1)..<(offset + index + 1)
                    place = .start
                } else if block[index] != UInt8(ascii: "\r") {
                    hasMoreInHeading = true
                }
                index += 1
            }
        }
        return (index, false)
    }

    /// What may have been the end has turned out to begin a row.
    private mutating func beginRow(_ text: StaticString, _ tally: inout RowTally) {
        place = .row
        guard tally.sumsRows else { return }
        tally.take(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)[...])
    }
}
