import VyaCore

/// Judges the statements of a dump from their first words, and gathers what a restore must know of them.
///
/// What mysqldump writes is known, so that whatever begins otherwise is refused: the client's own commands, which are
/// words that no statement of a dump begins with, and statements about files, accounts and the server itself.
struct MySQLRestoreSafety {
    /// What a word means for the reader.
    enum Event {
        case nothing
        /// Rows follow, which are judged, or which are left to whoever counts them.
        case rows, countedRows
        /// The client's own command DELIMITER, which fills the line.
        case delimiterLine
    }

    static let mostTokens = 64
    static let longestText = 1024
    private static let mostCommands = 100

    /// The first words of statements that are about the tables and objects of a database, and are none of a client's commands.
    static let harmless: Set<String> = [
        "CREATE", "ALTER", "DROP", "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "TRUNCATE",
    ]

    let isGlobals: Bool
    /// True when what stands before rows and among them is always judged; without it, only where it is nothing that dump tools write.
    let judgesRows: Bool
    var traits = DumpTraits()
    var modes = MySQLModes()
    var characters = MySQLClientCharacterSet()
    var sections = MySQLSections()
    var settings = MySQLCodeSettings()
    /// The view that was dropped last, under whose name something stood in for it.
    var dropped: (name: ExactName, bytes: Range<Int>)?
    /// The table whose `CREATE TABLE` was the last one, and whose rows may follow.
    var openTable: ExactName?
    /// The tables that the dump has made and that nothing has taken the place of since, in lower case: rows may come into them,
    /// since these run nobody's code and go nowhere else.
    var fillable: Set<String> = []
    /// The table that the last rows are of.
    var inserted: ExactName?
    /// The tables that the dump has made and surely not dropped since, by their names in lower case.
    var standing: [String: Set<ExactName>] = [:]
    /// The views and windows that the dump has made, in lower case: `CREATE TABLE IF NOT EXISTS` leaves them as they are.
    var elsewhere: Set<String> = []
    /// True when the last `PREPARE` was left out.
    var leavesPrepared = false
    // The statement that is open.
    var start = 0
    var onBlankLine = false
    var isBegun = false
    var tokens: [MySQLToken] = []
    var text: [UInt8] = []
    var quote: UInt8?
    var quoteBytes = 0..<0
    var quoteIsCertain = true
    var ats = 0
    /// How many version comments the statement has, and what the one that is open does.
    var versions = 0
    var version = Version.none
    var isCut = false
    /// The words that tell something wherever they stand.
    var telling: Set<String> = []
    /// The tables with a default that is taken from a sequence.
    var drawing: Set<ExactName> = []
    /// The one of them that was noted last to get its default, and how many objects there were then.
    var drawn: (table: ExactName, count: Int)?
    /// True while what did not fit among the tokens of an `INSERT` are columns.
    var endsInColumns = true
    var qualifiers = MySQLQualifiers()
    /// The word of a table's definition whose value comes next: `ENGINE`, `COLLATE`, `TABLESPACE` or `SRID`.
    var awaited: String?
    /// What the clients take for a comment, but the server reads: where it begins, and its bytes.
    private var hidden: (start: Int, bytes: [UInt8])?
    /// True for a table that shows what lies elsewhere.
    var isWindow = false
    var isPrivileged = false
    /// The body of a routine; nil for any other statement.
    var body: MySQLBody?
    var isRows = false
    /// True where statements end by a semicolon.
    var hasPlainDelimiter = true
    /// True for rows of no column at all, and among them behind a parenthesis that closes none.
    var (isColumnless, isMalformed) = (false, false)

    /// Judges a dump of a database, or of the users of a server.
    init(isGlobals: Bool, judgesRows: Bool) {
        (self.isGlobals, self.judgesRows) = (isGlobals, judgesRows)
    }

    /// What servers do with what is read.
    enum Version {
        /// It stands in no version comment.
        case none
        /// Every server runs the comment.
        case certain
        /// Some servers skip the comment.
        case uncertain
    }

    /// Takes note of something that keeps the dump from being restored.
    mutating func refuse(_ what: String, at offset: Int, isUnknown: Bool = false) {
        guard traits.commands.count < MySQLRestoreSafety.mostCommands else { return }
        traits.commands.append(
            DumpTraits.Command(offset: offset, text: String(what.prefix(100)), isUnknown: isUnknown))
    }

    /// Takes note that the first line asks the client to refuse commands; the restore does that itself.
    mutating func restrict(_ line: Range<Int>) {
        traits.isRestricted = true
        traits.omissions.append(line)
    }

    /// Takes the end of the stream.
    mutating func finish(at end: Int) {
        sections.finish(at: end)
        traits.items = sections.items + traits.items
        traits.preamble = settings.preamble
    }

    /// Takes a comment between statements.
    mutating func comment(_ text: String, from start: Int) {
        if ["-- MySQL dump ", "-- MariaDB dump "].contains(where: { text.begins(with: $0) }) {
            traits.beginnings.append(start)
        }
        sections.comment(text, from: start)
    }

    // MARK: Tokens

    /// True when what stands in quotes is needed.
    var wantsTokens: Bool { !isRows }

    mutating func begin(at start: Int, onBlankLine: Bool) {
        drop()
        (self.start, self.onBlankLine) = (start, onBlankLine)
    }

    /// Takes the client's `DELIMITER` line; with `isPlain` statements end by a semicolon again.
    mutating func delimiter(isPlain: Bool, at end: Int) {
        // It has to stand at the beginning of a line wherever it is put.
        hasPlainDelimiter = isPlain
        settings.delimiter(max(0, start - 1)..<end, isPlain: isPlain, &traits.code)
        drop()
    }

    mutating func drop() {
        tokens.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        (qualifiers, body) = (MySQLQualifiers(), nil)
        (quote, ats, versions, version) = (nil, 0, 0, .none)
        (isRows, isBegun, isCut, endsInColumns) = (false, false, false, true)
        (awaited, isWindow, isPrivileged, hidden) = (nil, false, false, nil)
        (isColumnless, isMalformed) = (false, false)
        telling = []
    }

    /// The newest version that every server knows that is still in use; MariaDB skips what stands under MySQL's own.
    private static let newestCertain = 50503

    /// Takes the beginning of `/*!` or, with `isMariaDB`, of `/*M!`, with the digits behind it.
    mutating func openVersion(_ digits: [UInt8], isMariaDB: Bool, at offset: Int) {
        versions += 1
        if version != .none { refuse("a version comment in another", at: offset) }
        // What asks for the sandbox is the first line of another dump.
        if digits.elementsEqual("999999".utf8) { traits.beginnings.append(start) }
        // Servers read five digits or six, and what is more as code.
        if digits.count > 6 || (1...4).contains(digits.count) { refuse("an unknown version", at: offset) }
        let number = digits.reduce(0) { $0 &* 10 &+ Int($1 &- UInt8(ascii: "0")) }
        version = isMariaDB || number > MySQLRestoreSafety.newestCertain ? .uncertain : .certain
    }

    /// Takes `*/` outside of quotes.
    mutating func closeVersion() {
        version = .none
        if !isRows, tokens.last?.isSign("*") == true { tokens.removeLast() }
    }

    /// Takes a byte of what the clients take for a comment, but the server reads.
    mutating func hide(_ byte: UInt8, at offset: Int) {
        if hidden == nil { hidden = (offset, []) }
        hidden?.bytes.append(byte)
    }

    /// Takes the end of what was hidden.
    mutating func endHidden() {
        endQuoted()
        guard let hidden else { return }
        self.hidden = nil
        var tokenizer = MySQLTokenizer(hidden.bytes, offset: hidden.start)
        while let token = tokenizer.next() {
            if token.isSign(";"), body?.takesSemicolons != true {
                refuse("several statements in one", at: token.bytes.lowerBound)
            }
            append(token)
        }
    }

    /// True as long as the statement has no version comment.
    var isPlain: Bool { versions == 0 }

    /// True from the head of a routine on.
    var isRoutine: Bool { body != nil }

    /// True behind the word `AS` of a routine or library that is not in SQL.
    var wantsForeignBody: Bool {
        isRoutine && quote == nil && tokens.last?.isWord("AS") == true
            && hasWord("LANGUAGE", within: tokens.count)
    }

    /// Takes the text of such a body, which the client and the server take for one value.
    mutating func foreignBody(_ bytes: Range<Int>) {
        append(MySQLToken(kind: .quoted(Byte.quote), text: "''", bytes: bytes, isCertain: !isUncertain))
    }

    /// Takes note that the clients of MySQL from this major version on read the dump as the server does, and no others.
    mutating func wantsClient(_ major: Int) {
        traits.leastMySQLClient = max(traits.leastMySQLClient ?? 0, major)
    }

    /// Takes note that the clients of MySQL behind this major version read the dump otherwise than its server did.
    mutating func bearsClient(_ major: Int) { traits.mostMySQLClient = major }

    /// True in a version comment that some servers skip.
    var isUncertain: Bool { version == .uncertain }
}
