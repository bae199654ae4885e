import VyaCore

/// Reads what pg_dump and pg_dumpall write as plain SQL: rows of `COPY … FROM stdin` and of `INSERT INTO`,
/// objects by the comments above them, and the end marker where no string or function body can hold it.
///
/// The source for the format is `pg_backup_archiver.c` and psql's lexer, `psqlscan.l`: PostgreSQL's own statements
/// begin in the first column, `standard_conforming_strings` is what the dump sets, and `\restrict KEY` must have
/// met its `\unrestrict KEY`, the only thing that may follow the marker. With an inspection it also takes note of
/// all that psql would act upon; what releases of psql read differently, and pg_dump never writes, counts as that.
struct PostgreSQLScanner: StreamScanner {
    enum Mode: Equatable {
        /// Between statements.
        case between
        /// In a statement, outside of quotes.
        case code
        /// After one `-` or `/` that may begin a comment.
        case dash, slash
        case lineComment
        /// After a `*` or a `/` in the comment, either may be the half of what ends it or opens another.
        case blockComment(last: UInt8)
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

    /// What follows one `:` outside of quotes, which psql may replace by the value of a variable.
    enum Variable: Equatable { case none, colon, name, quoted }

    /// No comment that is looked at is longer.
    static let longestLine = 1 << 20

    private let marker: String
    var ending: PostgreSQLEnding
    /// What a restore has to know; nil when nobody asks for it.
    var inspection: PostgreSQLInspection?
    var mode = Mode.between
    /// What a comment or command that begins is in: between statements or in one.
    var resume = Mode.between
    var statement = PostgreSQLStatement()
    var blocks = PostgreSQLBlocks()
    private var rows = CopyRows()
    var depth = 0
    var commentDepth = 0
    private var column = 0
    var previous: UInt8 = Byte.newline
    var beforePrevious: UInt8 = Byte.newline
    var standardStrings = true
    /// What the dump is in, where that is not UTF-8.
    var encoding: PostgreSQLEncoding?
    /// True from the end of a string with escapes up to what cannot continue it.
    var mayContinueString = false
    /// True behind a semicolon that ends no statement, up to the next word.
    var isAfterInnerSemicolon = false
    var variable = Variable.none
    var variableName: [UInt8] = []
    var word: [UInt8] = []
    var line: [UInt8] = []
    /// Where the comment, command or statement begins, and whether in the first column.
    var mark = (offset: 0, isLineStart: false)
    /// Where the first byte of the block is in the stream, and the byte that is being read.
    var offset = 0
    var here = 0
    var tag: [UInt8] = []
    var tagMatched = 0
    var tally = RowTally()
    var extents = ExtentList()
    var objects: [String: Int] = [:]
    /// The schemas that were announced.
    var schemas: Set<ExactName> = []
    /// The names of objects and the values that are no rows; nil when nobody asks.
    var content: PostgreSQLContent?
    private var tail = StreamTail()

    /// Makes a scanner that looks for the given end marker.
    init(marker: String, inspection: PostgreSQLInspection? = nil) {
        self.marker = marker
        self.inspection = inspection
        statement.keepsText = inspection != nil
        ending = PostgreSQLEnding(marker: marker)
    }

    /// Has the content read as well; to be called before the first block.
    mutating func readContent() {
        content = PostgreSQLContent()
        tally.sumRows()
        statement.keepsText = true
    }

    var currentTable: ExactName? { tally.currentTable }

    /// The table of the statement, in UTF-8.
    var tableName: [UInt8] { encoding?.utf8(statement.tableName) ?? statement.tableName }

    mutating func takeTableStarts() -> [Int] { tally.takeStarts() }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        tail.observe(block)
        let bytes = block.bindMemory(to: UInt8.self)
        if inspection != nil { lookForStrangers(bytes) }
        var index = 0
        while index < bytes.count {
            let isOfInsert = content != nil && mode != .copy && tally.hasTable
            let before = depth
            let next = advance(bytes, index)
            // A row is what stands between its brackets; how many an INSERT has differs with their order.
            if isOfInsert, before > 0 || depth > 0 {
                tally.take(bytes[index..<next])
                if depth == 0 { tally.endRow() }
            }
            index = next
        }
        offset += bytes.count
    }

    mutating func finish() -> StreamSummary {
        // psql acts on a command that lacks its line end, too.
        if mode == .command { inspection?.refuse(line, at: mark.offset) }
        inspection?.finish(at: offset)
        var summary = StreamSummary(
            marker: ending.isComplete ? marker : nil, tables: tally.tables,
            objects: objects, extents: extents.extents, tail: tail.text)
        summary.refusals = inspection?.traits.commands ?? []
        return summary
    }

    /// Takes note that so many bytes of rows were left out.
    mutating func skip(_ count: Int) { offset += count }

    /// Reads one byte, or skips as far as nothing can change, and returns the next position.
    private mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        switch mode {
        case .copy:
            let (next, ended) = rows.read(bytes, from: index, at: offset, counting: &tally)
            if ended { endRows() }
            return next
        case .string(let escapes):
            let end =
                escapes
                ? bytes.position(of: Byte.quote, or: Byte.backslash, from: index)
                : bytes.position(of: Byte.quote, from: index)
            if statement.isCollected { statement.collect(contentsOf: bytes[index..<end]) }
            guard end < bytes.count else { return end }
            mode = bytes[end] == Byte.quote ? .stringEnd(escapes: escapes) : .stringEscape
            if statement.isCollected { statement.collect(contentsOf: bytes[end...end]) }
            beforePrevious = previous
            previous = bytes[end]
            return end + 1
        case .dollarBody where tagMatched == 0:
            let end = bytes.position(of: Byte.dollar, from: index)
            guard end < bytes.count else { return end }
            tagMatched = 1
            return end + 1
        case .code where !isWatchingWords:
            let end = skipCode(bytes, index)
            if end > index { return end }
            fallthrough
        default:
            let byte = bytes[index]
            let place = column
            column = byte == Byte.newline ? 0 : column + 1
            here = offset + index
            read(byte, at: place)
            beforePrevious = previous
            previous = byte
            return index + 1
        }
    }

    /// True while no byte of a statement may be skipped.
    private var isWatchingWords: Bool {
        statement.isCollected || variable != .none || isAfterInnerSemicolon || mayContinueString
            || blocks.isWatching
    }

    /// The next position in a statement at which something can change.
    private mutating func skipCode(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var index = start
        scan: while index < bytes.count {
            switch bytes[index] {
            case Byte.quote, Byte.doubleQuote, Byte.dollar, Byte.dash, Byte.slash, Byte.semicolon, Byte.open,
                Byte.close, Byte.newline, Byte.backslash, UInt8(ascii: ":"):
                break scan
            default: index += 1
            }
        }
        if index > start {
            // Only whether a statement begins in the first column is asked of it.
            column += index - start
            beforePrevious = index - start > 1 ? bytes[index - 2] : previous
            previous = bytes[index - 1]
        }
        return index
    }

    /// Zero bytes, at which psql's own reading of lines goes wrong, and a mark of the byte order.
    private mutating func lookForStrangers(_ bytes: UnsafeBufferPointer<UInt8>) {
        let zero = bytes.position(of: 0, from: 0)
        if zero < bytes.count { inspection?.refuse("a byte of value 0", at: offset + zero) }
        if offset == 0, bytes.first == 0xEF { inspection?.refuse("a mark of the byte order", at: 0) }
    }

    private mutating func endRows() {
        if let table = tally.currentTable { extents.add(table, rows.bytes) }
        if rows.hasMoreInHeading {
            inspection?.refuse("text behind COPY … FROM stdin;", at: rows.bytes.lowerBound)
        }
        tally.end()
        (mode, column, previous) = (.between, 0, Byte.newline)
    }

    /// Looks at what the semicolon has ended.
    mutating func endStatement() {
        mode = .between
        let ending = statement.ending
        if let kept = statement.text {
            let text = encoding?.utf8(kept) ?? kept
            inspection?.statement(
                text, bytes: mark.offset..<here + 1, ending: ending, isCut: statement.isCut)
        }
        switch ending {
        case .copy:
            tally.begin(tableName)
            if content != nil { tally.columns(statement.columnList) }
            tally.start(at: here + 1)
            rows = CopyRows()
            mode = .copy
        case .emptyRow:
            tally.begin(tableName)
            tally.add(1)
            if content != nil { tally.endRow() }
            tally.end()
        case .rows:
            tally.end()
            let name = tableName
            inspection?.rows(of: name, head: statement.head, bytes: mark.offset..<here + 1)
        case .standardStrings(let on): standardStrings = on
        case .encoding(let name): encoding = PostgreSQLEncoding(named: name)
        case .nothing: if let text = statement.text { content?.take(text) }
        }
    }
}
