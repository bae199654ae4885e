import VyaCore

/// Reads what pg_dump and pg_dumpall write as plain SQL: rows of `COPY … FROM stdin` and of `INSERT INTO`,
/// objects by the comments above them, and the end marker where no string or function body can hold it.
///
/// The source for the format is `pg_backup_archiver.c` and psql's lexer: PostgreSQL's own statements begin in
/// the first column, `standard_conforming_strings` is what the dump sets, and `\restrict KEY` must have met
/// its `\unrestrict KEY`, the only thing that may follow the marker.
struct PostgreSQLWitness: StreamWitness {
    private enum Mode: Equatable {
        /// Between statements.
        case between
        /// In a statement, outside of quotes.
        case code
        /// After one `-` or `/` that may begin a comment.
        case dash, slash
        case lineComment
        case blockComment(star: Bool)
        /// In `'…'`; with `escapes` a backslash takes the next byte with it.
        case string(escapes: Bool)
        case stringEscape
        case stringEnd(escapes: Bool)
        case identifier
        /// After `$`, while it may be the tag of a dollar quote.
        case dollarTag
        case dollarBody
        /// In the rows of COPY.
        case copy
        /// In a psql command such as `\restrict`.
        case command
    }

    /// No comment that is looked at is longer.
    private static let longestLine = 1 << 20

    private let marker: String
    private var ending: PostgreSQLEnding
    private var mode = Mode.between
    /// What a comment that begins is in: between statements or in one.
    private var resume = Mode.between
    private var statement = PostgreSQLStatement()
    private var rows = CopyRows()
    private var depth = 0
    private var commentDepth = 0
    private var column = 0
    private var previous: UInt8 = Byte.newline
    private var beforePrevious: UInt8 = Byte.newline
    private var standardStrings = true
    private var line: [UInt8] = []
    private var tag: [UInt8] = []
    private var tagMatched = 0
    private var tally = RowTally()
    private var objects: [String: Int] = [:]
    private var tail = StreamTail()

    /// Makes a witness that looks for the given end marker.
    init(marker: String) {
        self.marker = marker
        ending = PostgreSQLEnding(marker: marker)
    }

    var currentTable: ExactName? { tally.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        tail.observe(block)
        let bytes = block.bindMemory(to: UInt8.self)
        var index = 0
        while index < bytes.count { index = advance(bytes, index) }
    }

    mutating func finish() -> Testimony {
        return Testimony(
            marker: ending.isComplete ? marker : nil, tables: tally.tables,
            objects: objects, tail: tail.text)
    }

    /// Reads one byte, or skips as far as nothing can change, and returns the next position.
    private mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        switch mode {
        case .copy:
            let (next, ended) = rows.read(bytes, from: index, counting: &tally)
            if ended {
                tally.end()
                (mode, column) = (.between, 0)
            }
            return next
        case .string(let escapes):
            let end =
                escapes
                ? bytes.position(of: Byte.quote, or: Byte.backslash, from: index)
                : bytes.position(of: Byte.quote, from: index)
            guard end < bytes.count else { return end }
            mode = bytes[end] == Byte.quote ? .stringEnd(escapes: escapes) : .stringEscape
            return end + 1
        case .dollarBody where tagMatched == 0:
            let end = bytes.position(of: Byte.dollar, from: index)
            guard end < bytes.count else { return end }
            tagMatched = 1
            return end + 1
        case .code where !statement.isCollected:
            let end = skipCode(bytes, index)
            if end > index { return end }
            fallthrough
        default:
            let byte = bytes[index]
            let place = column
            column = byte == Byte.newline ? 0 : column + 1
            read(byte, at: place)
            beforePrevious = previous
            previous = byte
            return index + 1
        }
    }

    /// The next position in a statement at which something can change.
    private mutating func skipCode(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var index = start
        scan: while index < bytes.count {
            switch bytes[index] {
            case Byte.quote, Byte.doubleQuote, Byte.dollar, Byte.dash, Byte.slash, Byte.semicolon, Byte.open,
                Byte.close, Byte.newline:
                break scan
            default: index += 1
            }
        }
        if index > start {
            beforePrevious = index - start > 1 ? bytes[index - 2] : previous
            previous = bytes[index - 1]
        }
        return index
    }

    private mutating func read(_ byte: UInt8, at place: Int) {
        switch mode {
        case .between: readBetween(byte, at: place)
        case .code: readCode(byte)
        case .dash, .slash: readCommentStart(byte)
        case .lineComment: readComment(byte)
        case .blockComment(let star): readBlockComment(byte, star: star)
        case .stringEscape: mode = .string(escapes: true)
        case .stringEnd(let escapes):
            if byte == Byte.quote { mode = .string(escapes: escapes) } else { backToCode(byte) }
        case .identifier:
            collect(byte)
            if byte == Byte.doubleQuote { mode = .code }
        case .dollarTag: readTag(byte)
        case .dollarBody: readBody(byte)
        case .command:
            guard byte == Byte.newline else { return line.append(byte) }
            ending.command(line)
            mode = .between
        default: break
        }
    }

    private mutating func readBetween(_ byte: UInt8, at place: Int) {
        if Byte.isSpace(byte) { return }
        line.removeAll(keepingCapacity: true)
        switch byte {
        case Byte.dash:
            (mode, resume) = (.dash, .between)
        case Byte.slash: (mode, resume) = (.slash, .between)
        case Byte.backslash where place == 0: mode = .command
        default:
            // Bodies of SQL functions hold statements too, but indented; pg_dump's own are not.
            beginStatement(looked: place == 0)
            readCode(byte)
        }
    }

    private mutating func beginStatement(looked: Bool) {
        statement.begin(looked: looked)
        mode = .code
        depth = 0
        ending.statement()
    }

    private mutating func readCode(_ byte: UInt8) {
        switch byte {
        case Byte.semicolon:
            endStatement()
            return
        case Byte.quote:
            let isEscape = previous | 0x20 == UInt8(ascii: "e") && !Byte.isIdentifier(beforePrevious)
            mode = .string(escapes: isEscape || !standardStrings)
            return
        case Byte.doubleQuote: mode = .identifier
        case Byte.dollar where !Byte.isIdentifier(previous) && previous != Byte.dollar:
            tag = [byte]
            mode = .dollarTag
            return
        case Byte.dash: (mode, resume) = (.dash, .code)
        case Byte.slash: (mode, resume) = (.slash, .code)
        case Byte.open:
            if statement.kind == .rows, depth == 0 { tally.add(1) }
            depth += 1
        case Byte.close: depth -= 1
        default: break
        }
        collect(byte)
    }

    /// Looks at a byte again that turned out to follow something that had ended.
    private mutating func backToCode(_ byte: UInt8) {
        mode = .code
        readCode(byte)
    }

    private mutating func readCommentStart(_ byte: UInt8) {
        if mode == .dash, byte == Byte.dash {
            line = [Byte.dash, Byte.dash]
            mode = .lineComment
        } else if mode == .slash, byte == Byte.star {
            commentDepth = 1
            mode = .blockComment(star: false)
        } else {
            if resume == .between { beginStatement(looked: false) }
            backToCode(byte)
        }
    }

    private mutating func readBlockComment(_ byte: UInt8, star: Bool) {
        // PostgreSQL nests these comments; a slash and a star always stand together in them.
        if star, byte == Byte.slash {
            commentDepth -= 1
            mode = commentDepth == 0 ? resume : .blockComment(star: false)
        } else if previous == Byte.slash, byte == Byte.star, !star {
            commentDepth += 1
            mode = .blockComment(star: false)
        } else {
            mode = .blockComment(star: byte == Byte.star)
        }
    }

    private mutating func readComment(_ byte: UInt8) {
        guard byte == Byte.newline else {
            if line.count < PostgreSQLWitness.longestLine { line.append(byte) }
            return
        }
        mode = resume
        guard resume == .between else { return }
        ending.comment(line)
        if let type = PostgreSQLStatement.objectType(inComment: line) { objects[type, default: 0] += 1 }
    }

    private mutating func readTag(_ byte: UInt8) {
        if byte == Byte.dollar {
            tag.append(byte)
            tagMatched = 0
            mode = .dollarBody
        } else if Byte.isIdentifier(byte), tag.count > 1 || !Byte.isDigit(byte), tag.count < 256 {
            tag.append(byte)
        } else {
            backToCode(byte)
        }
    }

    private mutating func readBody(_ byte: UInt8) {
        if byte == tag[tagMatched] {
            tagMatched += 1
            if tagMatched == tag.count {
                mode = .code
                // The closing `$` does not open the next quote.
                previous = Byte.dollar
            }
        } else {
            tagMatched = byte == Byte.dollar ? 1 : 0
        }
    }

    /// Keeps the text of a statement that may be one of those that are looked at.
    private mutating func collect(_ byte: UInt8) {
        guard statement.collect(byte, outsideQuotes: mode == .code && depth <= 1) else { return }
        tally.begin(statement.tableName)
        if byte == Byte.open { tally.add(1) }
    }

    private mutating func endStatement() {
        mode = .between
        switch statement.ending {
        case .copy:
            tally.begin(statement.tableName)
            rows = CopyRows()
            mode = .copy
        case .emptyRow:
            tally.begin(statement.tableName)
            tally.add(1)
            tally.end()
        case .rows: tally.end()
        case .standardStrings(let on): standardStrings = on
        case .nothing: break
        }
    }
}
