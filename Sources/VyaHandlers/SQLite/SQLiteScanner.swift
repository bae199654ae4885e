import Glibc
import VyaCore

/// Reads what `.dump` of the `sqlite3` shell writes: rows of `INSERT INTO … VALUES(…)`, objects by the statements that
/// create them, and `COMMIT;` at the end, behind which nothing comes but the journal mode of a file that has WAL.
///
/// The source is `shell.c`: a line is a command of the shell when it begins with a point and no statement is open, and
/// `sqlite3_complete` says where a statement ends. Tables are named without quotes, because the dump writes one name in
/// several ways.
struct SQLiteScanner: StreamScanner {
    private enum Place: Equatable {
        case text
        /// Behind `VALUES`, outside of quotes.
        case rows
        case dash, slash
        case lineComment
        case blockComment(star: Bool)
        case quoted(UInt8)
    }

    private static let mostCommands = 100

    private(set) var commands: [DumpTraits.Command] = []
    private var place = Place.text
    private var statement = SQLiteStatement()
    private var statementStart = 0
    private var word: [UInt8] = []
    private var text: [UInt8] = []
    private var textQuote: UInt8?
    private var previous: UInt8 = Byte.newline
    /// The first bytes of the line that are no space; a line of `go` or `/` alone ends a statement.
    private var line: [UInt8] = []
    private var depth = 0
    /// True among rows when nothing but space stands between the place and a closing quote.
    private var isBehindQuote = false
    private var blockStart = 0
    private var offset = 0
    /// How much of `COMMIT;` and its line end has come last.
    private var ending = Ending.none
    /// True for the statement that follows the line of `COMMIT;`.
    private var isBehindCommit = false
    /// How the last `INSERT` begins, and what it is; a dump has one for each row.
    private var head: (bytes: [UInt8], statement: SQLiteStatement, table: [UInt8]) = (
        [], SQLiteStatement(), []
    )
    private var tally = RowTally()
    /// Where in the block the row that is open begins, when the values of rows are summed.
    private var rowStart: Int?
    private var extents = MySQLInsertExtents()
    private var objects: [String: Int] = [:]
    /// The names of objects by kind.
    private var names: [String: Set<ExactName>] = [:]
    private var tail = StreamTail()

    private enum Ending { case none, commit, whole }

    /// Has the values of rows summed; to be called before the first block.
    mutating func sumRows() { tally.sumRows() }

    /// What was read of the content, if the values of rows were summed.
    var content: DumpContent { DumpContent(rows: tally.rowSums, names: names) }

    var currentTable: ExactName? { tally.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        tail.observe(block)
        let bytes = block.bindMemory(to: UInt8.self)
        // The shell loses what stands behind it in a line.
        let zero = bytes.position(of: 0, from: 0)
        if zero < bytes.count { refuse("a NUL byte", at: blockStart + zero) }
        var index = 0
        while index < bytes.count {
            let (start, before) = (index, depth)
            index = advance(bytes, index)
            if tally.sumsRows { sum(bytes, start, index, before) }
        }
        if let start = rowStart {
            tally.take(bytes[start...])
            rowStart = 0
        }
        blockStart += bytes.count
    }

    /// Looks whether a row has begun or ended between two places of the block.
    private mutating func sum(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ depthBefore: Int
    ) {
        if depthBefore == 0, depth == 1, place == .rows {
            // The head of a statement that was known already ends with the bracket.
            rowStart = end - 1
        } else if depthBefore == 1, depth == 0, let start = rowStart {
            tally.take(bytes[start..<end])
            tally.endRow()
            rowStart = nil
        }
    }

    /// Takes note that so many bytes, whole statements, were left out here.
    mutating func skip(_ count: Int) {
        extents.close()
        blockStart += count
    }

    mutating func finish() -> StreamSummary {
        var summary = StreamSummary(
            marker: ending == .whole ? "COMMIT;" : nil, tables: tally.tables, objects: objects,
            extents: extents.finished(), tail: tail.text)
        summary.refusals = commands
        return summary
    }

    private mutating func refuse(_ what: String, at offset: Int) {
        guard commands.count < SQLiteScanner.mostCommands else { return }
        commands.append(DumpTraits.Command(offset: offset, text: String(what.prefix(100))))
    }

    private mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        if case .quoted(let quote) = place, !statement.wantsText {
            let end = bytes.position(of: quote, from: index)
            guard end < bytes.count else { return end }
            (place, previous, isBehindQuote) = (textPlace, quote, true)
            return end + 1
        }
        offset = blockStart + index
        let byte = bytes[index]
        if extents.isEnding { extents.end(with: byte == Byte.newline) }
        if place == .text, isBetween, previous == Byte.newline, isHead(bytes, at: index) {
            beginRows()
            previous = head.bytes[head.bytes.count - 1]
            return index + head.bytes.count
        }
        let wasText = place == .text
        read(byte)
        if wasText, place == .rows { keepHead(bytes, upTo: index) }
        previous = byte
        return index + 1
    }

    // MARK: Rows

    /// Where the text goes on behind quotes and comments.
    private var textPlace: Place { statement.hasValues && !statement.isSchema ? .rows : .text }

    /// True where no statement is open.
    private var isBetween: Bool { !statement.isOpen && word.isEmpty && textQuote == nil }

    private func isHead(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard let base = bytes.baseAddress, !head.bytes.isEmpty, bytes.count - index >= head.bytes.count
        else {
            return false
        }
        return memcmp(base + index, head.bytes, head.bytes.count) == 0
    }

    /// Keeps the statement up to its first row, which begins at an index.
    private mutating func keepHead(_ bytes: UnsafeBufferPointer<UInt8>, upTo index: Int) {
        head.bytes = []
        let start = statementStart - blockStart
        guard start >= 0, index - start < 1000, bytes[index] == Byte.open, depth == 1,
            let table = statement.tableName
        else { return }
        head = (Array(bytes[start...index]), statement, Array(table.utf8))
    }

    /// Begins a row of the same table as the last one.
    private mutating func beginRows() {
        (statement, statementStart, ending) = (head.statement, offset, .none)
        tally.begin(head.table)
        tally.add(1)
        extents.begin(at: offset)
        (depth, place, isBehindQuote) = (1, .rows, false)
        line = [Byte.open, Byte.open, Byte.open, Byte.open]
    }

    private mutating func readRows(_ byte: UInt8) {
        if Byte.isSpace(byte) {
            if byte == Byte.newline { endLine() }
            return
        }
        if line.count < 4 { line.append(byte) }
        if Byte.isIdentifier(byte) {
            // A function's name and its bracket may stand apart.
            if !Byte.isIdentifier(previous) { word.removeAll(keepingCapacity: true) }
            if word.count < 64 { word.append(byte) }
            isBehindQuote = false
            return
        }
        if byte == Byte.dash || byte == Byte.slash {
            place = byte == Byte.dash ? .dash : .slash
            return
        }
        if byte == Byte.open, depth > 0 {
            if let name = SQLiteStatement.reaching(word) { refuse(name + "(", at: offset) }
            if isBehindQuote { refuse("a function's name in quotes", at: offset) }
        }
        word.removeAll(keepingCapacity: true)
        isBehindQuote = false
        switch byte {
        case Byte.quote, Byte.doubleQuote, Byte.backtick, UInt8(ascii: "["): place = .quoted(closing(byte))
        case Byte.semicolon:
            endStatement()
            place = .text
        default: count(byte)
        }
    }

    private func closing(_ quote: UInt8) -> UInt8 { quote == UInt8(ascii: "[") ? UInt8(ascii: "]") : quote }

    // MARK: Bytes

    private mutating func read(_ byte: UInt8) {
        switch place {
        case .text: readText(byte)
        case .rows: readRows(byte)
        case .dash, .slash:
            let sign = place == .dash ? Byte.dash : Byte.slash
            if byte == (place == .dash ? Byte.dash : Byte.star) {
                place = place == .dash ? .lineComment : .blockComment(star: false)
                return
            }
            place = textPlace
            if place == .text {
                take(MySQLToken(kind: .sign(sign), text: ""))
            } else {
                word.removeAll(keepingCapacity: true)
                isBehindQuote = false
            }
            read(byte)
        case .lineComment:
            if byte == Byte.newline {
                place = textPlace
                line.removeAll(keepingCapacity: true)
            }
        case .blockComment(let star):
            place = star && byte == Byte.slash ? textPlace : .blockComment(star: byte == Byte.star)
        case .quoted(let closing):
            if text.count < SQLiteStatement.longestText || byte == closing { text.append(byte) }
            if byte == closing { place = .text }
        }
    }

    private mutating func readText(_ byte: UInt8) {
        if Byte.isSpace(byte) {
            endWord()
            if ending == .commit { ending = byte == Byte.newline ? .whole : ending }
            if byte == Byte.newline { endLine() }
            return
        }
        if isBetween {
            isBehindCommit = ending == .whole
            if previous == Byte.newline, byte == Byte.dot || byte == Byte.hash {
                refuse(String.printable([byte]) + " at the start of a line", at: offset)
            }
            statementStart = offset
        }
        ending = .none
        if line.count < 4 { line.append(byte) }
        switch byte {
        case Byte.quote, Byte.doubleQuote, Byte.backtick, UInt8(ascii: "["):
            endWord(keepingText: previous == byte && textQuote == byte && byte != UInt8(ascii: "["))
            if textQuote == nil { textQuote = byte }
            text.append(byte)
            place = .quoted(closing(byte))
        case Byte.dash:
            endWord()
            place = .dash
        case Byte.slash:
            endWord()
            place = .slash
        case Byte.semicolon:
            endWord()
            if statement.semicolon() { endStatement() }
        case _ where Byte.isIdentifier(byte) || byte == Byte.dollar:
            endText()
            if word.count < 4096 { word.append(byte) }
        default:
            endWord()
            take(MySQLToken(kind: .sign(byte), text: ""))
            place = textPlace
            count(byte)
        }
    }

    private mutating func endLine() {
        if statement.isOpen, line.count < 3 {
            let text = String(decoding: line.map(Byte.uppercased), as: UTF8.self)
            if text == "/" || text == "GO" { refuse("a line that ends a statement: " + text, at: offset) }
        }
        line.removeAll(keepingCapacity: true)
    }

    // MARK: Statements

    private mutating func endWord(keepingText: Bool = false) {
        if !keepingText { endText() }
        guard !word.isEmpty else { return }
        let token = MySQLToken(kind: .word, text: String(decoding: word.map(Byte.uppercased), as: UTF8.self))
        take(token, name: String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
    }

    private mutating func endText() {
        guard let quote = textQuote else { return }
        let text = String(decoding: text, as: UTF8.self)
        textQuote = nil
        self.text.removeAll(keepingCapacity: true)
        take(MySQLToken(kind: .quoted(quote), text: text), name: text)
    }

    private mutating func take(_ token: MySQLToken, name: String = "") {
        let hadValues = statement.hasValues
        let wasRefused = statement.refused != nil
        statement.take(token, name: name)
        if let refused = statement.refused, !wasRefused { refuse(refused, at: offset) }
        if statement.hasValues, !hadValues {
            extents.begin(at: statement.isSchema ? nil : statementStart)
            depth = 0
            if !statement.isSchema, let table = statement.tableName { tally.begin(Array(table.utf8)) }
        }
    }

    /// Counts the rows behind `VALUES`.
    private mutating func count(_ byte: UInt8) {
        guard place == .rows else { return }
        if byte == Byte.open {
            if depth == 0 { tally.add(1) }
            depth += 1
        } else if byte == Byte.close {
            depth -= 1
        }
    }

    private mutating func endStatement() {
        if let stranger = statement.stranger { refuse(stranger, at: statementStart) }
        switch statement.meaning {
        case .rows: if let table = tally.currentTable { extents.end(of: table, at: offset + 1) }
        case .object(let kind, let name):
            objects[kind, default: 0] += 1
            if let name { names[kind, default: []].insert(ExactName(name)) }
            // A virtual table, which is a row of the schema, has no rows of its own.
            if kind == "tables", !statement.isSchema, let name { tally.list(Array(name.utf8)) }
        case .commit: ending = .commit
        case .journalMode: if isBehindCommit { ending = .commit }
        case .other: break
        }
        tally.end()
        statement = SQLiteStatement()
    }
}
