import CScan
import VyaCore

/// Counts the rows of extended inserts at the speed at which memory is read, texts among them included.
struct MySQLRowCounter {
    var tally = RowTally()
    private var depth = 0
    /// The quote of the text that is open, and whether its next byte stands behind a backslash.
    private var (quote, isEscaped) = (UInt8?.none, false)
    /// Where in the block the row that is open begins, when the values of rows are summed.
    private var rowStart: Int?

    /// Begins with the rows of a statement.
    mutating func begin() { (depth, quote, isEscaped) = (0, nil, false) }

    /// Counts a row that somebody else has seen to begin at a place of the block.
    mutating func open(at place: Int) {
        tally.add(1)
        if tally.sumsRows { rowStart = place }
    }

    /// Takes its end, before a place of the block.
    mutating func close(_ bytes: UnsafeBufferPointer<UInt8>, upTo end: Int) {
        guard let start = rowStart else { return }
        tally.take(bytes[start..<end])
        tally.endRow()
        rowStart = nil
    }

    /// Takes the end of the statement, and forgets a row that was never closed, as no dump tool writes it but for columns that are
    /// all computed.
    mutating func end() {
        if rowStart != nil { tally.dropRow() }
        rowStart = nil
        tally.end()
    }

    /// Reads rows up to the semicolon; the place behind it, or nil when the block ends first.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, in mode: MySQLModes.Mode) -> Int?
    {
        guard let base = bytes.baseAddress else { return nil }
        let count = bytes.count
        // Where there are no escapes, the quote alone is looked for.
        let single = mode.backslashEscapes ? Byte.backslash : Byte.quote
        let double = mode.backslashEscapes && !mode.ansiQuotes ? Byte.backslash : Byte.doubleQuote
        var (index, depth, rows) = (start, self.depth, 0)
        defer {
            self.depth = depth
            tally.add(rows)
        }
        if let quote {
            guard readText(base, &index, count, quote, quote == Byte.quote ? single : double) else {
                return nil
            }
        }
        while true {
            index = vya_scan5(
                base, index, count, Byte.quote, Byte.doubleQuote, Byte.open, Byte.close, Byte.semicolon)
            guard index < count else { return nil }
            let byte = base[index]
            index += 1
            switch byte {
            case Byte.open:
                if depth == 0 {
                    rows += 1
                    if tally.sumsRows { rowStart = index - 1 }
                }
                depth += 1
            case Byte.close:
                depth = max(0, depth - 1)
                if depth == 0, rowStart != nil { close(bytes, upTo: index) }
            case Byte.semicolon: return index
            default:
                guard readText(base, &index, count, byte, byte == Byte.quote ? single : double) else {
                    return nil
                }
            }
        }
    }

    /// Goes on behind a text; false when the block ends first. A doubled quote ends it and begins it again, which comes to the same.
    @inline(__always)
    private mutating func readText(
        _ base: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int, _ quote: UInt8, _ escape: UInt8
    ) -> Bool {
        if isEscaped {
            isEscaped = false
            index += 1
        }
        while true {
            index = vya_scan2(base, index, count, quote, escape)
            guard index < count else {
                self.quote = quote
                return false
            }
            if base[index] == quote { break }
            index += 2
            guard index <= count else {
                (self.quote, isEscaped) = (quote, true)
                return false
            }
        }
        index += 1
        self.quote = nil
        return true
    }

    /// Takes the end of a block; what is open of a row goes on in the next one.
    mutating func endBlock(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = rowStart else { return }
        tally.take(bytes[start...])
        rowStart = 0
    }
}
