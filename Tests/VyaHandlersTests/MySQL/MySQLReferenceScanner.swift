import VyaCore

@testable import VyaHandlers

/// A second reader of MySQL's dumps, with which the one of the program is compared: it knows statements by their words alone and judges
/// nothing.
///
/// Reads what mysqldump and mariadb-dump write: rows of extended `INSERT INTO … VALUES (…),(…)`, triggers,
/// routines, events and views by the statements that create them, and the end marker where no string, comment
/// or routine can hold it.
///
/// The source for the format is `client/mysqldump.c` and the lexer of the `mysql` client: `DELIMITER ;;`
/// stands around routines, `/*!NNNNN … */` is code, and `sql_mode` decides what a backslash means in a
/// routine.
struct MySQLReferenceScanner: StreamScanner {
    private enum Mode: Equatable {
        /// Between statements.
        case between
        /// In a statement, outside of quotes.
        case code
        /// In the rows of an `INSERT`, outside of quotes.
        case rows
        /// After `-`, `--`, `/`, `/*` and `/*M`, each of which may or may not begin a comment.
        case dash, dashDash, slash, slashStar, slashStarM
        /// In the number of `/*!NNNNN`.
        case version
        case lineComment
        case blockComment(star: Bool)
        case quoted(UInt8, escapes: Bool)
        case quotedEscape(UInt8)
        /// In a text between dollar signs, or behind the first of them.
        case dollar
        /// In a `DELIMITER` line.
        case delimiter
    }

    private static let longestLine = 4096

    private let marker: [UInt8]
    private var mode = Mode.between
    private var resume = Mode.between
    private var statement = MySQLReferenceStatement()
    private var depth = 0
    private var column = 0
    private var line: [UInt8] = []
    private var delimiter: [UInt8] = [Byte.semicolon]
    private var delimiterMatched = 0
    private var dollarQuote = MySQLDollarQuote()
    /// The last four bytes of a statement's code.
    private var recent: UInt32 = 0
    private var backslashEscapes = true
    private var ansiQuotes = false
    private var ending: [UInt8]?
    private var tally = RowTally()
    /// Where in the block the row that is open begins, when the values of rows are summed.
    private var rowStart: Int?
    /// Finds days that no calendar has, among the values of rows; nil when nobody asks.
    private var days: MySQLDays?
    private var objects: [String: Int] = [:]
    private var definers: Set<ExactName> = []
    private var rowExtents = MySQLInsertExtents()
    /// The place in the stream at which the block that is read begins, and the last place that was looked at.
    private var blockStart = 0
    private var offset = 0
    private var tail = StreamTail()

    /// Makes a scanner that looks for a last line that begins with the given end marker.
    ///
    /// A restore asks for days that no calendar has.
    init(marker: String, looksForDays: Bool = false) {
        self.marker = Array(marker.utf8)
        days = looksForDays ? MySQLDays() : nil
    }

    /// Has the values of rows summed; to be called before the first block.
    mutating func sumRows() { tally.sumRows() }

    /// What the rows of each table come to.
    var rowSums: [ExactName: RowSum] { tally.rowSums }

    var currentTable: ExactName? { tally.currentTable }

    mutating func takeTableStarts() -> [Int] { tally.takeStarts() }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        tail.observe(block)
        let bytes = block.bindMemory(to: UInt8.self)
        var index = 0
        days?.resume(bytes)
        while index < bytes.count { index = advance(bytes, index) }
        if let start = rowStart {
            tally.take(bytes[start...])
            rowStart = 0
        }
        blockStart += bytes.count
    }

    mutating func finish() -> StreamSummary {
        var summary = StreamSummary(
            marker: ending.map { String(decoding: $0, as: UTF8.self) }, tables: tally.tables,
            objects: objects, extents: rowExtents.finished(), tail: tail.text)
        summary.definers = definers
        summary.longestStatement = rowExtents.longest
        summary.strangeDays = days?.tables ?? []
        return summary
    }

    /// Reads one byte, or skips as far as nothing can change, and returns the next position.
    private mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        switch mode {
        case .rows: return readRows(bytes, index)
        case .quoted(let quote, let escapes) where !statement.collectsQuoted:
            let end =
                escapes
                ? bytes.position(of: quote, or: Byte.backslash, from: index)
                : bytes.position(of: quote, from: index)
            guard end < bytes.count else { return end }
            // A doubled quote ends the text and begins it again, which comes to the same.
            mode = bytes[end] == quote ? (statement.kind == .rows ? .rows : .code) : .quotedEscape(quote)
            return end + 1
        default:
            let byte = bytes[index]
            let place = column
            offset = blockStart + index
            column = byte == Byte.newline ? 0 : column + 1
            read(byte, at: place)
            return index + 1
        }
    }

    /// Counts the rows of extended inserts at the speed at which memory is read, texts among them included.
    private mutating func readRows(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        guard let base = bytes.baseAddress else { return bytes.count }
        let count = bytes.count
        var (index, depth, rows) = (start, self.depth, 0)
        defer { leaveRows(depth, rows) }
        while true {
            while index < count, !"'\"();".utf8.contains(base[index]) { index += 1 }
            guard index < count else { return count }
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
                depth -= 1
                if depth == 0, let start = rowStart {
                    tally.take(bytes[start..<index])
                    tally.endRow()
                    rowStart = nil
                }
            case Byte.semicolon:
                leaveRows(depth, rows)
                (depth, rows) = (0, 0)
                if rowStart != nil { dropRow() }
                offset = blockStart + index - 1
                endStatement()
                return index
            default:
                days?.look(bytes, index, in: tally.currentTable)
                // Through the text; a doubled quote ends it and begins it again, which comes to the same.
                while true {
                    index = bytes.position(of: byte, or: Byte.backslash, from: index)
                    guard index < count else {
                        mode = .quoted(byte, escapes: true)
                        return count
                    }
                    if base[index] == byte { break }
                    index += 2
                    guard index <= count else {
                        mode = .quotedEscape(byte)
                        return count
                    }
                }
                index += 1
            }
        }
    }

    private mutating func leaveRows(_ depth: Int, _ rows: Int) {
        self.depth = depth
        tally.add(rows)
    }

    private mutating func read(_ byte: UInt8, at place: Int) {
        switch mode {
        case .between: readBetween(byte, at: place)
        case .code: readCode(byte)
        case .dash, .dashDash: readDashes(byte)
        case .slash, .slashStar, .slashStarM: readSlash(byte)
        case .version: if !Byte.isDigit(byte) { backToCode(byte) }
        case .lineComment:
            if byte == Byte.newline {
                endComment()
            } else if line.count < MySQLReferenceScanner.longestLine {
                line.append(byte)
            }
        case .blockComment(let star):
            mode = star && byte == Byte.slash ? resume : .blockComment(star: byte == Byte.star)
        case .quoted(let quote, let escapes): readQuoted(byte, quote: quote, escapes: escapes)
        case .quotedEscape(let quote): mode = .quoted(quote, escapes: true)
        case .dollar: readDollar(byte)
        case .delimiter: if byte == Byte.newline { endDelimiter() } else { line.append(byte) }
        case .rows: break
        }
    }

    private mutating func readBetween(_ byte: UInt8, at place: Int) {
        if rowExtents.isEnding { rowExtents.end(with: byte == Byte.newline) }
        if Byte.isSpace(byte) { return }
        resume = .between
        line.removeAll(keepingCapacity: true)
        switch byte {
        case Byte.dash: mode = .dash
        case Byte.slash: mode = .slash
        case Byte.hash: mode = .lineComment
        default:
            beginStatement(plain: true, at: offset)
            readCode(byte)
        }
    }

    /// Begins a statement; `start` is where, if it may be an `INSERT` that could be left out as a whole.
    private mutating func beginStatement(plain: Bool, at start: Int? = nil) {
        mode = .code
        rowExtents.begin(at: start)
        statement.begin(plain: plain)
        (depth, delimiterMatched, ending) = (0, 0, nil)
    }

    private mutating func readCode(_ byte: UInt8) {
        defer { recent = recent << 8 | UInt32(byte) }
        if let quote = statement.closedNameQuote {
            if byte == quote {
                // A doubled quote goes on with the same name.
                statement.reopenName()
                mode = .quoted(byte, escapes: false)
                return
            }
            take(statement.endName())
        }
        if byte == Byte.dollar, beginsDollarQuote {
            (mode, dollarQuote) = (.dollar, MySQLDollarQuote())
            return
        }
        let isOfSlashes = delimiter.first == Byte.slash
        if byte == delimiter[delimiterMatched], !isOfSlashes {
            delimiterMatched += 1
            if delimiterMatched == delimiter.count {
                endWord()
                endStatement()
                return
            }
        } else {
            delimiterMatched = byte == delimiter[0] && !isOfSlashes ? 1 : 0
        }
        if Byte.isIdentifier(byte) {
            statement.appendToWord(byte)
            return
        }
        endWord()
        // A line that begins with DELIMITER is the client's own and needs no delimiter at its end.
        if mode == .delimiter { return }
        switch byte {
        case Byte.quote: openQuote(byte, escapes: backslashEscapes)
        case Byte.doubleQuote: openQuote(byte, escapes: backslashEscapes && !ansiQuotes)
        case Byte.backtick: openQuote(byte, escapes: false)
        case Byte.dash: (mode, resume) = (.dash, .code)
        case Byte.slash: (mode, resume) = (.slash, .code)
        case Byte.hash: (mode, resume) = (.lineComment, .code)
        case Byte.open:
            // Rows may follow VALUES without a space.
            if statement.kind == .rows { beginRows(opened: true) }
        default: if statement.kind == .rows { beginRows(opened: false) }
        }
    }

    /// True behind the word `AS` of a routine, as the server writes it.
    private var beginsDollarQuote: Bool {
        recent & 0x00DF_DFFF == 0x0041_5320 && !Byte.isIdentifier(UInt8(recent >> 24))
            && delimiter.first != Byte.dollar && delimiter != [Byte.semicolon]
    }

    private mutating func readDollar(_ byte: UInt8) {
        switch dollarQuote.take(byte) {
        case .nothing: break
        case .end: mode = .code
        case .none: backToCode(byte)
        }
    }

    private mutating func beginRows(opened: Bool) {
        mode = .rows
        depth = opened ? 1 : 0
        if opened {
            tally.add(1)
            if tally.sumsRows { rowStart = offset - blockStart }
        }
    }

    /// Forgets a row that was never closed, as no dump tool writes it but for columns that are all computed.
    private mutating func dropRow() {
        rowStart = nil
        tally.dropRow()
    }

    private mutating func backToCode(_ byte: UInt8) {
        mode = .code
        readCode(byte)
    }

    private mutating func readDashes(_ byte: UInt8) {
        if mode == .dash, byte == Byte.dash {
            mode = .dashDash
        } else if mode == .dashDash, Byte.isSpace(byte) {
            line = [Byte.dash, Byte.dash]
            mode = .lineComment
            read(byte, at: column)
        } else {
            if resume == .between { beginStatement(plain: true) }
            backToCode(byte)
        }
    }

    private mutating func readSlash(_ byte: UInt8) {
        switch (mode, byte) {
        case (.slash, Byte.star): mode = .slashStar
        case (.slash, Byte.slash) where delimiter.first == Byte.slash:
            if resume == .between { mode = .between } else { endStatement() }
        case (.slashStar, UInt8(ascii: "M")): mode = .slashStarM
        case (.slashStar, UInt8(ascii: "!")), (.slashStarM, UInt8(ascii: "!")):
            if resume == .between { beginStatement(plain: false) }
            mode = .version
        case (.slash, _):
            if resume == .between { beginStatement(plain: true) }
            backToCode(byte)
        default: mode = .blockComment(star: byte == Byte.star)
        }
    }

    private mutating func endComment() {
        mode = resume
        guard resume == .between else { return }
        ending = line.starts(with: marker) && delimiter == [Byte.semicolon] ? line : nil
    }

    // MARK: Words and quotes

    private mutating func openQuote(_ quote: UInt8, escapes: Bool) {
        mode = .quoted(quote, escapes: escapes)
        statement.openQuote(quote)
    }

    /// Reads what stands in quotes and is needed: a table's name or the value of `sql_mode`.
    private mutating func readQuoted(_ byte: UInt8, quote: UInt8, escapes: Bool) {
        statement.appendQuoted(byte, closes: byte == quote)
        if byte == quote {
            mode = .code
        } else if escapes, byte == Byte.backslash {
            mode = .quotedEscape(quote)
        }
    }

    private mutating func endWord() {
        take(statement.endWord(inRoutine: delimiter != [Byte.semicolon]))
    }

    private mutating func take(_ event: MySQLReferenceStatement.Event) {
        switch event {
        case .nothing: break
        case .insert(let table): tally.begin(table)
        case .table(let table):
            tally.list(table)
            tally.start(at: offset)
        case .dropped(let table): if tally.drop(table) { objects["tables", default: 1] -= 1 }
        case .object(let kind): objects[kind, default: 0] += 1
        case .definer(let account): definers.insert(account)
        case .delimiterLine:
            line.removeAll(keepingCapacity: true)
            mode = .delimiter
        }
    }

    private mutating func endStatement() {
        if let sqlMode = statement.sqlMode {
            backslashEscapes = !sqlMode.holds("NO_BACKSLASH_ESCAPES")
            ansiQuotes = sqlMode.holds("ANSI")
        }
        if statement.kind == .rows, let table = tally.currentTable {
            rowExtents.end(of: table, at: offset + 1)
        }
        tally.end()
        (mode, delimiterMatched) = (.between, 0)
    }

    private mutating func endDelimiter() {
        let text = line.filter { !Byte.isSpace($0) }
        if !text.isEmpty { delimiter = text }
        (mode, delimiterMatched) = (.between, 0)
    }
}
