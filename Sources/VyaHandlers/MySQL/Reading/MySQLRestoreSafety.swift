import VyaCore

/// Judges the statements of a dump from their first words, and gathers what a restore must know of them.
///
/// What mysqldump writes is known, so that whatever begins otherwise is refused: the client's own commands, which are
/// words that no statement of a dump begins with, and statements about files, accounts and the server itself.
struct MySQLRestoreSafety {
    /// What a word means for the reader.
    enum Event {
        case nothing
        /// Rows follow.
        case rows
        /// The client's own command DELIMITER, which fills the line.
        case delimiterLine
    }

    private static let mostTokens = 64
    private static let longestText = 1024
    private static let mostCommands = 100

    /// The first words of what dump tools write; what follows them is judged at the statement's end.
    private static let known: Set<String> = [
        "INSERT", "REPLACE", "CREATE", "DROP", "ALTER", "LOCK", "UNLOCK", "SET", "SELECT", "DO", "COMMIT",
        "START", "BEGIN", "FLUSH", "USE", "ANALYZE", "CHANGE", "STOP", "PREPARE", "EXECUTE", "DEALLOCATE",
    ]
    /// The first words of statements that are about the tables and objects of a database, and are none of a client's commands.
    private static let harmless: Set<String> = [
        "CREATE", "ALTER", "DROP", "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "TRUNCATE",
    ]
    /// What makes such a statement one about accounts, files, other databases or the server.
    private static let reaching: Set<String> = [
        "USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "UNDO", "INSTANCE", "RESOURCE", "DATABASE",
        "SCHEMA", "SONAME",
        "GLOBAL", "PERSIST", "PERSIST_ONLY", "PLUGIN", "COMPONENT", "DIRECTORY", "OUTFILE", "DUMPFILE",
        "INFILE", "LOAD_FILE",
        "EXCHANGE", "IMPORT", "DISCARD", "CONNECTION", "SELECT", "WITH", "VALUES", "GRANT", "EVENT",
        // CREATE SPATIAL REFERENCE SYSTEM
        "REFERENCE",
    ]
    private static let knownOfGlobals: Set<String> = ["CREATE", "SET", "GRANT", "REVOKE", "ALTER", "FLUSH"]

    let isGlobals: Bool
    private(set) var traits = DumpTraits()
    var modes = MySQLModes()
    private(set) var characters = MySQLClientCharacterSet()
    private var sections = MySQLSections()
    private var settings = MySQLCodeSettings()
    /// The view that was dropped last, under whose name something stood in for it.
    private var dropped: (name: ExactName, bytes: Range<Int>)?
    /// The table whose `CREATE TABLE` was the last one, and whose rows may follow.
    private var openTable: ExactName?
    /// The tables that the dump has made and that nothing has taken the place of since, in lower case: rows may come into them,
    /// since these run nobody's code and go nowhere else.
    private var fillable: Set<String> = []
    /// The table that the last rows are of.
    private var inserted: ExactName?
    /// The tables that the dump has made and surely not dropped since, by their names in lower case.
    private var standing: [String: Set<ExactName>] = [:]
    /// The views and windows that the dump has made, in lower case: `CREATE TABLE IF NOT EXISTS` leaves them as they are.
    private var elsewhere: Set<String> = []
    /// True when the last `PREPARE` was left out.
    private var leavesPrepared = false
    // The statement that is open.
    private var start = 0
    private var onBlankLine = false
    private var isBegun = false
    private var tokens: [MySQLToken] = []
    private var text: [UInt8] = []
    private var quote: UInt8?
    private var quoteBytes = 0..<0
    private var quoteIsCertain = true
    private var ats = 0
    /// How many version comments the statement has, and what the one that is open does.
    private var versions = 0
    private var version = Version.none
    private var isCut = false
    /// Words that tell something wherever they stand, also behind all that is kept of a long statement.
    private static let tellingWords: Set<String> = ["VIRTUAL", "GENERATED", "CHECK", "OPTION"]
    private var telling: Set<String> = []
    /// The tables with a default that is taken from a sequence.
    private var drawing: Set<ExactName> = []
    /// True while what did not fit among the tokens of an `INSERT` are columns.
    private var endsInColumns = true
    private var qualifiers = MySQLQualifiers()
    /// The word of a table's definition whose value comes next: `ENGINE`, `COLLATE`, `TABLESPACE` or `SRID`.
    private var awaited: String?
    /// What the clients take for a comment, but the server reads: where it begins, and its bytes.
    private var hidden: (start: Int, bytes: [UInt8])?
    /// True for a table that shows what lies elsewhere.
    private var isWindow = false
    private var isPrivileged = false
    /// The body of a routine; nil for any other statement.
    private var body: MySQLBody?
    private(set) var isRows = false
    /// True for rows of no column at all, and among them behind a parenthesis that closes none.
    private var (isColumnless, isMalformed) = (false, false)

    /// Judges a dump of a database, or of the users of a server.
    init(isGlobals: Bool) {
        self.isGlobals = isGlobals
    }

    /// What servers do with what is read.
    private enum Version {
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

    mutating func word(_ bytes: [UInt8], at offset: Int) -> Event {
        if isRows { return .nothing }
        endQuoted()
        let word = String(decoding: bytes.map(Byte.uppercased), as: UTF8.self)
        if !isBegun {
            isBegun = true
            if word == "DELIMITER", onBlankLine { return .delimiterLine }
            let known = isGlobals ? MySQLRestoreSafety.knownOfGlobals : MySQLRestoreSafety.known
            // What is merely unknown is judged as a whole, at its end.
            if !known.contains(word), isGlobals || !MySQLRestoreSafety.harmless.contains(word) {
                refuse(String.printable(bytes), at: offset)
            }
        }
        judgeWord(word)
        let first = tokens.first
        let isInsert = first?.isWord("INSERT") == true || first?.isWord("REPLACE") == true
        if isInsert, word == "VALUES" || word == "VALUE" {
            judgeInsert()
            isRows = true
            return .rows
        }
        append(
            MySQLToken(
                kind: .word, text: word, written: String(decoding: bytes, as: UTF8.self),
                bytes: offset..<offset + bytes.count, isCertain: !isUncertain))
        if first?.isWord("CREATE") == true, MySQLRestoreSafety.routines.contains(word), tokens.count < 24 {
            var head = head
            if !isRoutine, MySQLCreation(&head)?.kind == word {
                body = MySQLBody(of: word, isOracle: modes.current.isOracle)
            }
        }
        return .nothing
    }

    /// Judges words of tables' definitions, wherever they stand.
    private mutating func judgeWord(_ word: String) {
        guard tokens.count > 1, tokens.prefix(6).contains(where: { $0.isWord("TABLE") }), !isRoutine else {
            return
        }
        let isAlter = tokens[0].isWord("ALTER")
        guard isAlter || tokens[0].isWord("CREATE") else { return }
        switch word {
        case "SELECT", "TABLE": refuse("a table made of another: " + word, at: start)
        case "RENAME", "EXCHANGE", "IMPORT", "DISCARD":
            if isAlter { refuse("ALTER TABLE … " + word, at: start) }
        case "UNION", "CONNECTION", "DIRECTORY", "ENGINE":
            if isAlter { refuse("ALTER TABLE … " + word, at: start) }
            if word == "DIRECTORY" { isPrivileged = true } else if word != "ENGINE" { isWindow = true }
            awaited = word == "ENGINE" ? word : nil
        case "COLLATE", "TABLESPACE", "SRID": if awaited != "ENGINE" { awaited = word }
        default: break
        }
    }

    mutating func sign(_ byte: UInt8, at offset: Int) {
        if isRows {
            if !MySQLRestoreSafety.isOfRows(byte) {
                refuse(
                    (byte == UInt8(ascii: "@") ? "a variable" : String.printable([byte])) + " among rows",
                    at: offset)
            }
            return
        }
        endQuoted()
        if !isBegun {
            isBegun = true
            if byte != Byte.open { refuse(String.printable([byte]), at: offset) }
        }
        // Only the statements of a routine's body have semicolons; others would be several for the server.
        if byte == Byte.semicolon, body?.takesSemicolons != true {
            refuse("several statements in one", at: offset)
        }
        append(
            MySQLToken(
                kind: .sign(byte), text: "", bytes: offset..<offset + 1, isCertain: !isUncertain))
        ats = byte == UInt8(ascii: "@") ? ats + 1 : 0
    }

    // MARK: Rows

    /// True for the signs that stand between the values of rows.
    private static func isOfRows(_ byte: UInt8) -> Bool {
        switch byte {
        case Byte.open, Byte.close, Byte.dot, Byte.dash, UInt8(ascii: ","), UInt8(ascii: "+"): true
        default: false
        }
    }

    /// Takes a word among rows, where dump tools write values and no names: a name would be a function or a sequence.
    mutating func rowWord(_ bytes: [UInt8], before next: UInt8, at offset: Int) {
        let word = String(decoding: bytes.map(Byte.uppercased), as: UTF8.self)
        switch word {
        case "NULL", "TRUE", "FALSE": return
        case "DEFAULT": return drawNumbers()
        case "X", "B", "N": if next == Byte.quote { return }
        // The character set of the text that follows.
        default: if bytes.first == UInt8(ascii: "_") || bytes.first.map(Byte.isDigit) == true { return }
        }
        refuse("\(String.printable(bytes)) among rows", at: offset)
    }

    // MARK: Quotes

    /// Takes an opening quote; `joined` says that it directly follows a closing one of its kind.
    mutating func openQuote(_ quote: UInt8, joined: Bool, at offset: Int) {
        if isRows {
            if quote == Byte.backtick || (quote == Byte.doubleQuote && modes.current.ansiQuotes) {
                refuse("a name among rows", at: offset)
            }
            return
        }
        if !isBegun {
            isBegun = true
            refuse(String.printable([quote]), at: start)
        }
        if joined, self.quote == quote {
            text.append(quote)
            return
        }
        endQuoted()
        self.quote = quote
        (quoteBytes, quoteIsCertain) = (offset..<offset, !isUncertain)
        text.append(quote)
    }

    /// Takes a byte in quotes, or the quote that closes them.
    mutating func quoted(_ byte: UInt8) {
        if text.count < MySQLRestoreSafety.longestText || byte == quote { text.append(byte) }
    }

    /// Takes the end of what stands in quotes, behind the one that closes them.
    mutating func closeQuote(at end: Int) {
        if quote != nil { quoteBytes = quoteBytes.lowerBound..<end }
    }

    private mutating func endQuoted() {
        guard let quote else { return }
        // A doubled quote was taken twice: as the end of the text and as its new beginning.
        append(
            MySQLToken(
                kind: .quoted(quote), text: String(decoding: text, as: UTF8.self), bytes: quoteBytes,
                isCertain: quoteIsCertain))
        text.removeAll(keepingCapacity: true)
        self.quote = nil
    }

    /// Takes the value of a word in a table's definition.
    private mutating func take(_ value: MySQLToken, of word: String) {
        if case .sign = value.kind { return }
        switch word {
        case "ENGINE": if MySQLRestoreSafety.windows.contains(value.name.uppercased()) { isWindow = true }
        case "COLLATE": traits.needs.insert(.collation((value.quotedText ?? value.name).lowercased()))
        case "TABLESPACE": traits.needs.insert(.tablespace(ExactName(value.name)))
        default: if let number = Int(value.name) { traits.needs.insert(.spatialReference(number)) }
        }
    }

    private mutating func append(_ token: MySQLToken) {
        if ats == 1, token.kind != .sign(UInt8(ascii: "@")) {
            // SET is judged as a whole at its end.
            let isSet = tokens.first?.isWord("SET") == true && tokens.count < MySQLRestoreSafety.mostTokens
            if !isSet { touch(token.name) }
        }
        ats = 0
        if token.kind == .word, MySQLRestoreSafety.tellingWords.contains(token.text) {
            telling.insert(token.text)
        }
        qualifiers.take(token)
        body?.take(token)
        if let awaited, !token.isSign("="), !token.isWord(awaited) {
            // What some servers skip does not stand for what all of them read.
            if token.isCertain { self.awaited = nil }
            take(token, of: awaited)
        }
        if tokens.count < MySQLRestoreSafety.mostTokens {
            tokens.append(token)
        } else {
            isCut = true
            let isClosed = tokens.last?.isSign(")") == true
            if isClosed || !(token.isName || token.isSign(",") || token.isSign(")")) { endsInColumns = false }
            // The last place keeps the last token, for the end of a list of columns.
            if token.isSign(")") { tokens[MySQLRestoreSafety.mostTokens - 1] = token }
        }
    }

    // MARK: Statements

    private static let routines: Set<String> = [
        "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "LIBRARY",
    ]

    /// True for what stands among the settings for a routine: the dropping of an older one, and the database's collation.
    private var isBetweenSettings: Bool {
        guard tokens.count > 1, tokens[1].kind == .word else { return false }
        return tokens[0].isWord("DROP") && MySQLRestoreSafety.routines.contains(tokens[1].text)
            || tokens[0].isWord("ALTER") && tokens[1].isWord("DATABASE")
    }

    /// The engines whose tables show what lies elsewhere; dump tools write no rows of them.
    private static let windows: Set<String> = [
        "MRG_MYISAM", "MERGE", "MRG_ISAM", "FEDERATED", "CONNECT", "OQGRAPH", "SPIDER", "VP",
    ]

    private var head: MySQLStatementHead { MySQLStatementHead(tokens, isCut: isCut, versions: versions) }

    mutating func end(at end: Int) {
        endQuoted()
        defer { drop() }
        guard let first = tokens.first, first.kind == .word else { return }
        if version != .none, !isRoutine { refuse("a version comment that does not end", at: start) }
        endHidden()
        defer { noteSubject(start..<end) }
        if isRows {
            leaveOutMalformed(end)
            return settings.other()
        }
        if body?.isWhole == false { refuse("several statements in one", at: start) }
        let count = traits.code.count
        defer {
            if first.isWord("SET") {
                let restores = MySQLAssignment.read(tokens.dropFirst()).contains { $0.variable != nil }
                settings.set(start..<end, restores: restores, &traits.code)
            } else if traits.code.count > count, traits.code[count].kind != "table" {
                settings.create(&traits.code)
            } else if isBetweenSettings {
                settings.prepareCode()
            } else {
                settings.other()
            }
        }
        switch first.text {
        case "CREATE": judgeCreate(end)
        case "DROP": judgeDrop(end)
        case "ALTER": judgeAlter(end)
        case "SET": judgeSet(end)
        case "USE":
            if let name = tokens.dropFirst().first, tokens.count == 2, name.isName || name.kind == .word {
                leaveOut(name.name, end)
            } else {
                refuseStatement()
            }
        case _ where isGlobals: judgeGlobals(first.text)
        default: judgeRest(first.text, end)
        }
    }

    /// Takes note of what the statement is about, for whoever takes single tables out of the dump.
    private mutating func noteSubject(_ bytes: Range<Int>) {
        guard !isGlobals, let verb = tokens.first?.text, traits.omissions.last != bytes else { return }
        var head = head
        _ = head.takeAny()
        switch verb {
        case "SET", "UNLOCK", "COMMIT", "BEGIN", "START": return
        case "CREATE": sections.statement(about: tableCreated, bytes: bytes)
        case "DROP" where head.take("TRIGGER"): traits.loose.append(bytes)
        // It says where the routines were, and is left out elsewhere.
        case "ALTER" where head.take("DATABASE"): return
        default:
            let words =
                ["TABLE", "TABLES", "INTO", "LOCAL", "NO_WRITE_TO_BINLOG", "IGNORE", "DELAYED"]
                + ["LOW_PRIORITY", "HIGH_PRIORITY"]
            let isOfTable = isRows || verb == "LOCK" || hasWord("TABLE", within: 4)
            while words.contains(where: { head.take($0) }) {}
            sections.statement(
                about: isOfTable ? head.takeOwn().map { ExactName($0.name) } : nil, bytes: bytes)
        }
    }

    /// The table that the statement makes, or that gets a trigger or an index of it; nil for anything else.
    private var tableCreated: ExactName? {
        var head = head
        guard let creation = MySQLCreation(&head) else { return nil }
        switch creation.kind {
        case "TABLE": return head.takeOwn().map { ExactName($0.name) }
        case "TRIGGER" where !hasWord("REPLACE", within: 3):
            head.skipExistence()
            guard head.takeObject() != nil else { return nil }
            return MySQLCreation.table(ofTrigger: &head).map { ExactName($0.name.name) }
        case "INDEX":
            guard head.takeOwn() != nil, head.take("ON") else { return nil }
            return head.takeOwn().map { ExactName($0.name) }
        default: return nil
        }
    }

    private mutating func judgeGlobals(_ verb: String) {
        if verb == "FLUSH", tokens.count != 2 || !tokens[1].isWord("PRIVILEGES") { refuseStatement() }
    }

    /// Judges what is neither `CREATE`, `DROP`, `ALTER`, `SET` nor `USE`.
    private mutating func judgeRest(_ verb: String, _ end: Int) {
        var head = head
        _ = head.takeAny()
        let isKnown: Bool
        switch verb {
        case "LOCK":
            _ = head.take("TABLES", "TABLE")
            let table = head.takeOwn()
            isKnown =
                table != nil && head.take("WRITE", "READ") && (head.take("LOCAL") || true) && head.isAtEnd
            // Whoever has locked it alone may not look at the sequence of a default (error 1100, traps.md T83).
            if isKnown, let table, drawing.contains(ExactName(table.name)) {
                traits.omissions.append(start..<end)
            }
        case "UNLOCK": isKnown = head.take("TABLES", "TABLE") && head.isAtEnd
        case "COMMIT": isKnown = head.isAtEnd
        // MariaDB runs a block of statements outside of routines too.
        case "BEGIN": isKnown = head.isAtEnd
        case "START" where head.take("TRANSACTION"): isKnown = head.isAtEnd
        case "ANALYZE":
            _ = head.take("NO_WRITE_TO_BINLOG", "LOCAL")
            isKnown =
                head.take("TABLE") && head.takeOwn() != nil && head.take("UPDATE") && head.take("HISTOGRAM")
        case "DO", "SELECT":
            // The values of MariaDB's sequences.
            let sequence = head.take("SETVAL") && head.take(sign: "(") ? head.takeOwn() : nil
            if let sequence, MySQLRestoreSafety.takesNumbers(&head), head.isAtEnd {
                let words = tokens.map(\.shown).joined(separator: " ")
                traits.sequenceValues[ExactName(sequence.name)] = words
                isKnown = true
            } else {
                isKnown = leavesBulkLoad(verb, end)
            }
        case "PREPARE", "EXECUTE", "DEALLOCATE": isKnown = leavesBulkLoad(verb, end)
        // Accounts are not the dump's to change; whoever restores has the rights that are there.
        case "FLUSH": isKnown = head.take("PRIVILEGES") && head.isAtEnd && leavesOut(end)
        // --master-data=1 and --apply-replica-statements: a restore does not change the server's replication.
        case "CHANGE": isKnown = head.take("MASTER", "REPLICATION") && leavesOut(end)
        case "START", "STOP":
            _ = head.take("ALL")
            isKnown = head.take("SLAVE", "SLAVES", "REPLICA", "REPLICAS") && leavesOut(end)
        default: isKnown = false
        }
        if !isKnown { refuseStatement() }
    }

    /// Goes on behind `, number, number)`.
    private static func takesNumbers(_ head: inout MySQLStatementHead) -> Bool {
        while head.take(sign: ",") {
            _ = head.take(sign: "-")
            if head.takeNumber() == nil { return false }
        }
        return head.take(sign: ")")
    }

    private mutating func leavesOut(_ end: Int) -> Bool {
        traits.omissions.append(start..<end)
        return true
    }

    /// Leaves out how Percona's tool switches RocksDB's bulk load on: by statements that are made of texts.
    private mutating func leavesBulkLoad(_ verb: String, _ end: Int) -> Bool {
        let isOfRocks = tokens.contains { token in
            let name = token.name.lowercased()
            return name.holds("rocksdb") || name.holds("bulk_load")
        }
        switch verb {
        case "SELECT", "SET": return isOfRocks && leavesOut(end)
        case "PREPARE":
            leavesPrepared = isOfRocks
            return isOfRocks && leavesOut(end)
        default: return leavesPrepared && leavesOut(end)
        }
    }

    private func hasWord(_ word: String, within count: Int) -> Bool {
        tokens.prefix(count).contains { $0.isWord(word) }
    }

    /// Refuses the statement, unless something of it was refused already.
    private mutating func refuseStatement() {
        if let last = traits.commands.last, last.offset >= start { return }
        let words = tokens.prefix(6).map { $0.shown }.joined(separator: " ")
        refuse(words.printable, at: start, isUnknown: isMerelyUnknown)
    }

    /// True for a statement about objects of the database itself that nobody here knows.
    private var isMerelyUnknown: Bool {
        guard !isGlobals, !isCut, versions == 0, qualifiers.isEmpty, let first = tokens.first else {
            return false
        }
        // What maintains tables is about tables; MariaDB's ANALYZE runs any statement otherwise.
        let maintains = ["ANALYZE", "OPTIMIZE", "REPAIR", "CHECK"].contains { first.isWord($0) }
        if maintains, !hasWord("TABLE", within: 3) || tokens.contains(where: { $0.isSign("(") }) {
            return false
        }
        // A window's rows lie elsewhere.
        let names = tokens.dropFirst().filter(\.isName).map { $0.name.lowercased() }
        if names.contains(where: elsewhere.contains) { return false }
        if first.isWord("TRUNCATE"), !names.allSatisfy({ $0 == "table" || fillable.contains($0) }) {
            return false
        }
        return MySQLRestoreSafety.harmless.contains(first.text) && !isRoutine
            && !tokens.contains { $0.kind == .word && MySQLRestoreSafety.reaching.contains($0.text) }
    }

    /// Leaves out a statement that names the database, of which there may be one only.
    private mutating func leaveOut(_ name: String, _ end: Int) {
        if isGlobals { return refuseStatement() }
        noteDatabase(name)
        traits.omissions.append(start..<end)
    }

    private mutating func noteDatabase(_ name: String) {
        let name = ExactName(name)
        if traits.database ?? name != name {
            refuse("the dump holds more than one database: " + name.text.printable, at: start)
            traits.otherDatabases.insert(name)
            return
        }
        traits.database = name
    }

    // MARK: INSERT

    /// Judges what stands before the rows: those of a table that the dump has made, by its bare name.
    private mutating func judgeInsert() {
        var head = head
        _ = head.takeAny()
        while head.take("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE") {}
        _ = head.take("INTO")
        guard let name = head.takeOwn() else { return refuseStatement() }
        inserted = ExactName(name.name)
        if head.take(sign: "(") {
            drawNumbers()
            isColumnless = head.next?.isSign(")") == true
            repeat { if head.takeName() == nil { break } } while head.take(sign: ",")
            let isClosed = isCut ? endsInColumns && tokens.last?.isSign(")") == true : head.take(sign: ")")
            if !isClosed || (!isCut && !head.isAtEnd) { return refuseStatement() }
        } else if !head.isAtEnd {
            return refuseStatement()
        }
        if !fillable.contains(name.name.lowercased()) {
            refuse("rows that do not follow their table: " + name.name.printable, at: start)
        }
    }

    /// Takes note that a column of the rows may get its default.
    private mutating func drawNumbers() {
        guard let inserted, drawing.contains(inserted) else { return }
        for index in traits.code.indices where traits.code[index].name == inserted {
            traits.code[index].drawsNumbers = true
        }
    }

    /// Takes note of a parenthesis that closes no row.
    mutating func closeNoRow() { isMalformed = isMalformed || isColumnless }

    /// Leaves out what mysqldump writes of a table whose columns are all computed: `() VALUES ),)),)))`, which no server takes.
    private mutating func leaveOutMalformed(_ end: Int) {
        guard isMalformed else { return }
        traits.items.append(DumpTraits.Item(kind: "computed rows", table: openTable, bytes: start..<end))
        traits.omissions.append(start..<end)
    }

    // MARK: CREATE, DROP and ALTER

    private mutating func judgeCreate(_ end: Int) {
        openTable = nil
        var head = head
        guard let creation = MySQLCreation(&head) else { return refuseStatement() }
        noteReserved(creation, head)
        if isGlobals {
            if creation.kind != "USER", creation.kind != "ROLE" { refuseStatement() }
            return
        }
        switch creation.kind {
        case "DATABASE", "SCHEMA":
            head.skipExistence()
            // The words IF NOT EXISTS may stand in a version comment.
            let name = head.takeName() ?? head.takeAny()
            if let name { leaveOut(name.name, end) } else { refuseStatement() }
        case "TABLE":
            guard !creation.isTemporary, let name = head.takeOwn(), head.take(sign: "("), !head.take("LIKE")
            else { return refuseStatement() }
            sections.create(name.text)
            traits.makesTables = true
            let table = ExactName(name.text)
            if telling.has("VIRTUAL") { traits.virtual.insert(table) }
            if !telling.isDisjoint(with: ["GENERATED", "CHECK"]) { traits.computing.insert(table) }
            let key = name.name.lowercased()
            if isWindow { elsewhere.insert(key) }
            if !elsewhere.contains(key) {
                openTable = ExactName(name.name)
                if isNew(name.name) { fillable.insert(key) }
            }
            if isPrivileged || isWindow || !qualifiers.isEmpty {
                var table = code("table", name, end)
                table.sequences = qualifiers.sequences
                if !table.sequences.isEmpty { drawing.insert(table.name) }
                table.isWindow = isWindow
                traits.code.append(table)
            }
        case "SEQUENCE": if head.takeOwn() == nil { refuseStatement() }
        case "LIBRARY":
            head.skipExistence()
            if head.takeOwn() == nil { refuseStatement() } else { traits.hasLibraries = true }
        case "INDEX":
            if head.takeOwn() == nil || !head.take("ON") || head.takeOwn() == nil { refuseStatement() }
        case "VIEW", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE", "TRIGGER": judgeCode(creation, &head, end)
        default: refuseStatement()
        }
    }

    /// Takes note of a table that the dump makes; false where `IF NOT EXISTS` may find it there, with the triggers that it has.
    /// Without these words it is new, or the server refuses it.
    private mutating func isNew(_ name: String) -> Bool {
        let mayBeThere = hasWord("EXISTS", within: 8)
        let isReplaced = tokens[1].isWord("OR") && tokens.allSatisfy(\.isCertain)
        let isThere = standing[name.lowercased()]?.isEmpty == false
        standing[name.lowercased(), default: []].insert(ExactName(name))
        return !isThere || isReplaced || !mayBeThere
    }

    /// Takes note of a table or view under a name that the program's own could have.
    private mutating func noteReserved(_ creation: MySQLCreation, _ head: MySQLStatementHead) {
        var head = head
        guard ["TABLE", "VIEW", "SEQUENCE"].contains(creation.kind), let name = head.takeOwn(),
            name.name.lowercased().begins(with: MySQLScripts.markTable)
        else { return }
        traits.reserved.insert(ExactName(name.name))
    }

    /// Judges an object that holds code; a database in its head is taken out, because it says where the object was.
    private mutating func judgeCode(_ creation: MySQLCreation, _ head: inout MySQLStatementHead, _ end: Int) {
        fillable.removeAll()
        head.skipExistence()
        guard let object = head.takeObject() else { return refuseStatement() }
        var taken = object.qualifier
        var status: (word: MySQLToken, isPassing: Bool)?
        switch creation.kind {
        case "TRIGGER":
            guard let table = MySQLCreation.table(ofTrigger: &head) else { return refuseStatement() }
            taken += table.qualifier
        case "EVENT":
            guard let found = MySQLCreation.status(ofEvent: &head) else { return refuseStatement() }
            status = found
        case "FUNCTION": if hasWord("SONAME", within: tokens.count) { return refuseStatement() }
        default: break
        }
        for token in taken { traits.omissions.append(token.bytes) }
        if let account = creation.account { traits.needs.insert(.definer(ExactName(account))) }
        var code = self.code(creation.kind.lowercased(), object.name, end)
        code.enabling = status?.word.isWord("ENABLE") == true ? status?.word.bytes : nil
        code.isPassing = status?.isPassing ?? false
        (code.definer, code.account) = (creation.definer, creation.account.map { ExactName($0) })
        if creation.kind == "VIEW" {
            elsewhere.insert(object.name.name.lowercased())
            code.sources = qualifiers.tables
            code.isChecked = telling.has("OPTION")
        }
        code.sequences = qualifiers.libraries
        if creation.kind == "FUNCTION" { code.mayChangeData = !saysThatItOnlyReads }
        if creation.kind == "VIEW", let dropped, dropped.name == code.name { code.dropping = dropped.bytes }
        traits.code.append(code)
    }

    /// True for a function whose head says what a server with a binary log wants to read there (error 1418).
    private var saysThatItOnlyReads: Bool {
        // In Oracle's manner it stands behind RETURN.
        let head = tokens.prefix { !$0.isWord("BEGIN") && !$0.isWord("AS") && !$0.isWord("IS") }
        // Behind very many parameters it is not known.
        if isCut, head.count == tokens.count { return true }
        return head.indices.contains { index in
            let before = index > 0 ? head[index - 1] : nil
            return head[index].isWord("DETERMINISTIC") && before?.isWord("NOT") != true
                || head[index].isWord("SQL")
                    && (before?.isWord("NO") == true || before?.isWord("READS") == true)
        }
    }

    private func code(_ kind: String, _ name: MySQLToken, _ end: Int) -> DumpTraits.Code {
        DumpTraits.Code(
            kind: kind, name: ExactName(name.name), bytes: start..<end, mentions: qualifiers.names)
    }

    private mutating func judgeDrop(_ end: Int) {
        openTable = nil
        var head = head
        _ = head.takeAny()
        // mysqldump --add-drop-database; who restores decides what becomes of the database.
        if head.take("DATABASE") {
            guard head.takeAll("IF", "EXISTS"), let name = head.takeAny(), head.isAtEnd else {
                return refuseStatement()
            }
            return leaveOut(name.name, end)
        }
        let kinds = ["TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE", "LIBRARY"]
        let isView = head.next?.isWord("VIEW") == true
        let isKnown = kinds.contains { head.take($0) } || head.take("PACKAGE") && (head.take("BODY") || true)
        guard !isGlobals, isKnown, let name = head.takeOwn(), head.isAtEnd else { return refuseStatement() }
        // What is dropped may come again as something else.
        fillable.remove(name.name.lowercased())
        // What some servers skip drops nothing on these.
        if hasWord("TABLE", within: 2), tokens.allSatisfy(\.isCertain) {
            standing[name.name.lowercased()]?.remove(ExactName(name.name))
        }
        if isView { dropped = (ExactName(name.name), start..<end) }
    }

    private mutating func judgeAlter(_ end: Int) {
        var head = head
        _ = head.takeAny()
        if isGlobals {
            if !head.take("USER") { refuseStatement() }
        } else if head.take("DATABASE") {
            // Written around routines whose collation is not the database's own; names the database.
            guard let name = head.takeName(), head.take("CHARACTER", "CHARSET", "COLLATE", "DEFAULT") else {
                return refuseStatement()
            }
            noteDatabase(name.name)
            traits.items.append(DumpTraits.Item(kind: "alter database", table: nil, bytes: start..<end))
        } else if !head.take("TABLE") || head.takeOwn() == nil
            || !head.take("DISABLE", "ENABLE", "ADD", "MODIFY", "CHANGE", "DROP", "ALTER", "AUTO_INCREMENT")
        {
            refuseStatement()
        }
    }

    // MARK: SET

    private mutating func judgeSet(_ end: Int) {
        if isCut || tokens.count == MySQLRestoreSafety.mostTokens { return refuseStatement() }
        if hasWord("STATEMENT", within: 2) || hasWord("PASSWORD", within: 2) { return refuseStatement() }
        if hasWord("ROLE", within: 3) {
            if !isGlobals { refuseStatement() }
            return
        }
        // What is computed could run a function, which is somebody's code, or read what is not the dump's.
        let assignments = MySQLAssignment.read(tokens.dropFirst())
        let isComputed = assignments.contains { $0.value.contains { $0.isSign("(") } }
        if isComputed, !isGlobals {
            if !leavesBulkLoad("SET", end) { refuseStatement() }
            for assignment in assignments {
                for variable in assignment.assignedInside { touch(variable) }
                if case .user(let name) = assignment.target { touch(name) }
            }
            return
        }
        for assignment in assignments { judge(assignment, end) }
    }

    /// Takes note that a variable is mentioned where it could get a value.
    private mutating func touch(_ variable: String) {
        modes.touch(variable)
        characters.touch(variable)
    }

    private mutating func judge(_ assignment: MySQLAssignment, _ end: Int) {
        for variable in assignment.assignedInside { touch(variable) }
        switch assignment.target {
        case .names:
            if let name = assignment.value.first?.name {
                traits.encoding = name.lowercased()
                characters.set(name)
            }
        case .user(let name):
            sections.save(in: name)
            let text = assignment.value.count == 1 ? assignment.value[0].quotedText : nil
            if assignment.isMode {
                modes.save(in: name)
            } else if text.map({ modes.save($0, in: name) }) != true {
                modes.touch(name)
            }
            if assignment.isSetting("CHARACTER_SET_CLIENT") {
                characters.save(in: name)
            } else {
                characters.touch(name)
            }
        case .system("CHARACTER_SET_CLIENT", isGlobal: false), .system("CHARACTER", isGlobal: false),
            .system("CHARSET", isGlobal: false):
            if let variable = assignment.variable {
                characters.restore(from: variable)
            } else if let name = assignment.value.last?.name {
                characters.set(name)
            }
        case .system("SQL_MODE", _):
            let isKnown =
                if assignment.value.count == 1, let text = assignment.value.first?.quotedText {
                    modes.set(text)
                } else if let variable = assignment.variable {
                    modes.restore(from: variable)
                } else {
                    false
                }
            if !isKnown { refuse("SET SQL_MODE to what is not known", at: start) }
        case .system("TIME_ZONE", isGlobal: false):
            // An offset, and the server's own, need nothing of it.
            if let zone = assignment.value.first?.quotedText, zone.uppercased() != "SYSTEM",
                !zone.begins(with: "+"), !zone.begins(with: "-")
            {
                traits.needs.insert(.timeZone(zone))
            }
        case .system("GTID_PURGED", _), .system("GTID_SLAVE_POS", _): traits.omissions.append(start..<end)
        // Written by mysqldump where there are GTIDs; not everybody who owns a database may do so.
        case .system("SQL_LOG_BIN", isGlobal: false):
            traits.privileged.append(
                DumpTraits.Privileged(subject: "binary log", isNeeded: false, bytes: start..<end))
        case .system(_, isGlobal: true): refuseStatement()
        case .system("DEFAULT_STORAGE_ENGINE", _), .system("STORAGE_ENGINE", _): refuseStatement()
        case .system: break
        case .other: refuseStatement()
        }
        if case .system = assignment.target, let variable = assignment.variable?.uppercased(),
            variable.begins(with: "OLD_") || variable.begins(with: "MYSQLDUMP_")
        {
            sections.giveBack(variable, from: start)
        }
    }
}

extension MySQLToken {
    /// The token for people.
    fileprivate var shown: String {
        if case .sign(let byte) = kind { String(UnicodeScalar(byte)) } else { text }
    }
}
