/// Counts the rows between `COPY … FROM stdin;` and `\.`: each line is one.
struct CopyRows {
    private enum Place {
        /// Between the semicolon and its line end.
        case heading
        /// At the start of a line, after `\`, after `\.`, and anywhere else in it.
        case start, backslash, end, row
    }

    private var place = Place.heading

    /// Reads on from a position, at the speed at which memory is read; returns the next position, and whether
    /// the rows have ended.
    mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, counting tally: inout RowTally
    ) -> (next: Int, ended: Bool) {
        var (index, rows) = (start, 0)
        defer { tally.add(rows) }
        while index < bytes.count {
            switch place {
            case .heading, .row:
                let end = bytes.position(of: Byte.newline, from: index)
                guard end < bytes.count else { return (end, false) }
                if place == .row { rows += 1 }
                (place, index) = (.start, end + 1)
            case .start:
                place = bytes[index] == Byte.backslash ? .backslash : .row
                // The byte that begins a row may be its line end, so it is looked at again.
                if place == .backslash { index += 1 }
            case .backslash:
                place = bytes[index] == Byte.dot ? .end : .row
                if place == .end { index += 1 }
            case .end:
                if bytes[index] == Byte.newline { return (index + 1, true) }
                place = .row
            }
        }
        return (index, false)
    }
}
