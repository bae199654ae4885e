import VyaCore

/// Counts what a dump holds, by the tokens of its statements: tables and their rows, objects, the accounts in whose name these run, and
/// where the statements with rows lie; and looks for the end marker where no text, comment or routine can hold it.
struct MySQLWitness {
    /// What the next token of a statement may tell.
    private enum Awaited {
        case nothing
        /// What the statement does.
        case verb
        /// The table behind `INSERT` or `REPLACE`.
        case inserted
        /// What kind of object is created.
        case kind
        /// The table behind `CREATE TABLE`.
        case created
        /// `TABLE` behind `DROP`, and the table behind it.
        case drop, dropped
    }

    private static let objectKinds = [
        "TRIGGER": "triggers", "PROCEDURE": "procedures", "FUNCTION": "functions", "EVENT": "events",
        "PACKAGE": "packages", "SEQUENCE": "sequences", "TABLE": "tables", "VIEW": "views",
    ]

    private let marker: [UInt8]
    var rows = MySQLRowCounter()
    /// Finds days that no calendar has, among the values of rows; nil when nobody asks.
    private var days: MySQLDays?
    private var objects: [String: Int] = [:]
    private var definers: Set<ExactName> = []
    private var extents = MySQLInsertExtents()
    private var ending: [UInt8]?
    // The statement that is open.
    private var awaited = Awaited.nothing
    /// How many of its tokens were looked at.
    private var seen = 0
    /// True when it began outside of version comments.
    private var isPlain = true
    private var isInRoutine = false
    private var hasRows = false

    init(marker: String, looksForDays: Bool) {
        self.marker = Array(marker.utf8)
        days = looksForDays ? MySQLDays() : nil
    }

    /// What the rows of each table come to, if they were summed.
    var rowSums: [ExactName: RowSum] { rows.tally.rowSums }

    var currentTable: ExactName? { rows.tally.currentTable }

    // MARK: Statements

    /// Takes the beginning of a statement; `isPlain` unless a version comment begins it, `isInRoutine` where `DELIMITER` is another than `;`.
    mutating func begin(at start: Int, isPlain: Bool, isInRoutine: Bool) {
        extents.begin(at: isPlain ? start : nil)
        (self.isPlain, self.isInRoutine) = (isPlain, isInRoutine)
        (awaited, seen, hasRows, ending) = (.verb, 0, false, nil)
    }

    /// True when more tokens of the statement may tell something.
    var wantsTokens: Bool { awaited != .nothing }

    /// Takes the tokens of the statement, as many as there are.
    mutating func take(_ tokens: [MySQLToken]) {
        while seen < tokens.count, wantsTokens {
            seen += 1
            take(tokens[seen - 1], behind: tokens[..<seen])
        }
    }

    private mutating func take(_ token: MySQLToken, behind tokens: ArraySlice<MySQLToken>) {
        switch awaited {
        case .nothing: break
        case .verb:
            awaited = .nothing
            if token.isWord("CREATE") { awaited = .kind }
            if token.isWord("DROP"), isPlain, !isInRoutine { awaited = .drop }
            if token.isWord("INSERT") || token.isWord("REPLACE"), !isInRoutine { awaited = .inserted }
        case .inserted where MySQLStatementHead.insertWords.contains { token.isWord($0) }: break
        case .created where token.isOfExistence: break
        case .dropped where token.isOfExistence: break
        case .inserted:
            awaited = .nothing
            rows.tally.begin(Array(token.written.utf8))
        case .kind: if token.kind == .word { create(token, MySQLStatementHead(all: tokens)) }
        case .created:
            awaited = .nothing
            rows.tally.list(Array(token.written.utf8))
            rows.tally.start(at: token.bytes.upperBound)
        case .drop: awaited = token.isWord("TABLE") ? .dropped : .nothing
        case .dropped:
            awaited = .nothing
            // What was created under its name only stood in for something.
            if rows.tally.drop(Array(token.written.utf8)) { objects["tables", default: 1] -= 1 }
        }
    }

    private mutating func create(_ word: MySQLToken, _ head: MySQLStatementHead) {
        var head = head
        guard let object = MySQLWitness.objectKinds[word.text], let creation = MySQLCreation(&head),
            creation.kind == word.text
        else { return }
        // Roles have no host.
        if let account = creation.account, creation.namesHost { definers.insert(ExactName(account)) }
        awaited = .nothing
        switch creation.kind {
        case "TABLE" where !isPlain: return
        case "TABLE": awaited = .created
        // The first CREATE VIEW of a view only holds its place; the one with ALGORITHM is the view.
        case "VIEW" where !creation.namesAlgorithm: return
        default: break
        }
        objects[object, default: 0] += 1
    }

    /// Takes the end of a statement, behind its delimiter.
    mutating func end(at end: Int) {
        if hasRows, let table = currentTable { extents.end(of: table, at: end) }
        rows.end()
        (awaited, hasRows, ending) = (.nothing, false, nil)
    }

    /// Takes note that the stream ends, whatever is open.
    mutating func stop() { awaited = .nothing }

    /// Takes the line of a comment between statements, which may be the last one of the dump.
    mutating func comment(_ line: [UInt8], isInRoutine: Bool) {
        ending = line.starts(with: marker) && !isInRoutine ? line : nil
    }

    /// Takes note that so many bytes, whole statements, were left out here.
    mutating func skip() { extents.close() }

    // MARK: Rows

    /// Takes note that rows follow.
    mutating func beginRows() {
        (hasRows, awaited) = (true, .nothing)
        rows.begin()
    }

    /// Begins a statement that begins with the bytes of the last one up to its rows.
    mutating func beginAgain(at start: Int) {
        extents.begin(at: start)
        rows.tally.beginAgain()
        (hasRows, ending) = (true, nil)
        rows.begin()
    }

    /// True when the byte behind a statement with rows is awaited.
    var awaitsLineEnd: Bool { extents.isEnding }

    /// Takes that byte.
    mutating func endLine(with byte: UInt8) { extents.end(with: byte == Byte.newline) }

    /// Takes the place behind a quote among rows.
    mutating func look(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) {
        guard days != nil else { return }
        let table = currentTable
        days?.look(bytes, index, in: table)
    }

    mutating func beginBlock(_ bytes: UnsafeBufferPointer<UInt8>) { days?.resume(bytes) }

    mutating func endBlock(_ bytes: UnsafeBufferPointer<UInt8>) { rows.endBlock(bytes) }

    // MARK: The end

    /// What was seen, at the end of the stream.
    mutating func summary(tail: String) -> StreamSummary {
        var summary = StreamSummary(
            marker: ending.map { String(decoding: $0, as: UTF8.self) }, tables: rows.tally.tables,
            objects: objects, extents: extents.finished(), tail: tail)
        summary.definers = definers
        summary.longestStatement = extents.longest
        summary.strangeDays = days?.tables ?? []
        return summary
    }
}

extension MySQLToken {
    /// True for what may stand before a name: a sign, or a word of `IF EXISTS` or `IF NOT EXISTS`.
    fileprivate var isOfExistence: Bool {
        if case .sign = kind { true } else { ["IF", "NOT", "EXISTS"].contains { isWord($0) } }
    }
}
