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

    private static let known: Set<String> = [
        "INSERT", "REPLACE", "CREATE", "DROP", "ALTER", "LOCK", "UNLOCK", "SET", "SELECT", "DO", "COMMIT",
        "START", "BEGIN", "FLUSH", "USE", "TRUNCATE", "UPDATE", "DELETE", "ANALYZE", "OPTIMIZE",
    ]
    private static let knownOfGlobals: Set<String> = ["CREATE", "SET", "GRANT", "REVOKE", "ALTER", "FLUSH"]

    let isGlobals: Bool
    private(set) var traits = DumpTraits()
    var modes = MySQLModes()
    private var sections = MySQLSections()
    private var database: String?
    // The statement that is open.
    private var start = 0
    private var onBlankLine = false
    private var isBegun = false
    private var tokens: [MySQLToken] = []
    private var text: [UInt8] = []
    private var quote: UInt8?
    private var ats = 0
    private var lastWord = ""
    private(set) var isRoutine = false
    private var isCompound = false
    private(set) var isRows = false

    /// Judges a dump of a database, or of the users of a server.
    init(isGlobals: Bool) {
        self.isGlobals = isGlobals
    }

    /// Takes note of something that keeps the dump from being restored.
    mutating func refuse(_ what: String, at offset: Int) {
        guard traits.commands.count < MySQLRestoreSafety.mostCommands else { return }
        traits.commands.append(DumpTraits.Command(offset: offset, text: String(what.prefix(100))))
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
    }

    /// Takes a comment between statements.
    mutating func comment(_ text: String, from start: Int) { sections.comment(text, from: start) }

    // MARK: Tokens

    /// True when what stands in quotes is needed.
    var wantsTokens: Bool { !isRows && (tokens.count < MySQLRestoreSafety.mostTokens || ats == 1) }

    mutating func begin(at start: Int, onBlankLine: Bool) {
        drop()
        (self.start, self.onBlankLine) = (start, onBlankLine)
    }

    mutating func drop() {
        tokens.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        (quote, ats, lastWord) = (nil, 0, "")
        (isRoutine, isCompound, isRows, isBegun) = (false, false, false, false)
    }

    mutating func word(_ bytes: [UInt8], at offset: Int) -> Event {
        if isRows { return .nothing }
        endQuoted()
        let word = String(decoding: bytes.map(Byte.uppercased), as: UTF8.self)
        if !isBegun {
            isBegun = true
            if word == "DELIMITER", onBlankLine { return .delimiterLine }
            if !(isGlobals ? MySQLRestoreSafety.knownOfGlobals : MySQLRestoreSafety.known).contains(word) {
                refuse(String.printable(bytes), at: offset)
            }
        }
        if lastWord == "INTO", word == "OUTFILE" || word == "DUMPFILE", !isRoutine {
            refuse("INTO " + word, at: offset)
        }
        if isRoutine, MySQLRestoreSafety.compounds.contains(word) || (lastWord == "FOR" && word != "EACH") {
            isCompound = true
        }
        lastWord = word
        append(MySQLToken(kind: .word, text: word))
        let first = tokens.first
        if word == "VALUES" || word == "VALUE",
            first?.isWord("INSERT") == true || first?.isWord("REPLACE") == true
        {
            isRows = true
            return .rows
        }
        if first?.isWord("CREATE") == true, MySQLRestoreSafety.routines.contains(word), tokens.count < 24 {
            isRoutine = true
        }
        return .nothing
    }

    mutating func sign(_ byte: UInt8, at offset: Int) {
        if isRows {
            if byte == UInt8(ascii: "@") { refuse("a variable among rows", at: offset) }
            return
        }
        endQuoted()
        if !isBegun {
            isBegun = true
            if byte != Byte.open { refuse(String.printable([byte]), at: offset) }
        }
        // Only the statements of a routine's body have semicolons; others would be several for the server.
        if byte == Byte.semicolon, !isCompound { refuse("several statements in one", at: offset) }
        lastWord = ""
        append(MySQLToken(kind: .sign(byte), text: ""))
        ats = byte == UInt8(ascii: "@") ? ats + 1 : 0
    }

    /// Takes back a star that turns out to end `/*! … */`.
    mutating func dropStar() {
        if !isRows, tokens.last?.isSign("*") == true { tokens.removeLast() }
    }

    /// Takes an opening quote; `joined` says that it directly follows a closing one of its kind.
    mutating func openQuote(_ quote: UInt8, joined: Bool) {
        if isRows { return }
        if !isBegun {
            isBegun = true
            refuse(String.printable([quote]), at: start)
        }
        if joined, self.quote == quote {
            text.append(quote)
            return
        }
        endQuoted()
        lastWord = ""
        self.quote = quote
        text.append(quote)
    }

    /// Takes a byte in quotes, or the quote that closes them.
    mutating func quoted(_ byte: UInt8) {
        if text.count < MySQLRestoreSafety.longestText || byte == quote { text.append(byte) }
    }

    private mutating func endQuoted() {
        guard let quote else { return }
        // A doubled quote was taken twice: as the end of the text and as its new beginning.
        append(MySQLToken(kind: .quoted(quote), text: String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
        self.quote = nil
    }

    private mutating func append(_ token: MySQLToken) {
        if ats == 1, token.kind != .sign(UInt8(ascii: "@")) {
            // SET is judged as a whole at its end.
            let isSet = tokens.first?.isWord("SET") == true && tokens.count < MySQLRestoreSafety.mostTokens
            if !isSet { modes.touch(token.name) }
        }
        ats = 0
        if tokens.count < MySQLRestoreSafety.mostTokens { tokens.append(token) }
    }

    // MARK: Statements

    private static let compounds: Set<String> = [
        "BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "AS", "IS",
    ]
    private static let routines: Set<String> = ["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"]

    mutating func end(at end: Int) {
        endQuoted()
        defer { drop() }
        guard let first = tokens.first, first.kind == .word else { return }
        switch first.text {
        case "CREATE": judgeCreate(end)
        case "DROP": judgeDrop(end)
        case "ALTER": judgeAlter(end)
        case "SET": judgeSet(end)
        case "USE": if let name = tokens.dropFirst().first?.name { leaveOut(name, end) }
        case "START" where !hasWord("TRANSACTION", within: 2): refuseStatement()
        // MariaDB runs a block of statements outside of routines too.
        case "BEGIN" where tokens.count > 1: refuseStatement()
        default: break
        }
    }

    private func hasWord(_ word: String, within count: Int) -> Bool {
        tokens.prefix(count).contains { $0.isWord(word) }
    }

    private mutating func refuseStatement() {
        let words = tokens.prefix(4).map(\.text).joined(separator: " ")
        refuse(words.printable, at: start)
    }

    /// Leaves out a statement that names the database, of which there may be one only.
    private mutating func leaveOut(_ name: String, _ end: Int) {
        if database ?? name != name {
            refuse("the dump holds more than one database: " + name.printable, at: start)
        }
        database = name
        traits.omissions.append(start..<end)
    }

    private mutating func judgeCreate(_ end: Int) {
        let kinds: Set = [
            "TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE", "SEQUENCE", "INDEX",
            "DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "UNDO", "RESOURCE",
        ]
        let position = tokens.firstIndex { $0.kind == .word && kinds.contains($0.text) }
        guard let position else { return refuseStatement() }
        noteDefiner()
        switch tokens[position].text {
        case "DATABASE", "SCHEMA":
            if let name = name(after: position) { leaveOut(name.name, end) } else { refuseStatement() }
        case "USER", "ROLE": if !isGlobals { refuseStatement() }
        case "SERVER", "TABLESPACE", "LOGFILE", "UNDO", "RESOURCE": refuseStatement()
        case "FUNCTION" where hasWord("SONAME", within: MySQLRestoreSafety.mostTokens): refuseStatement()
        case "TABLE": if let name = name(after: position) { sections.create(name.text) }
        default: break
        }
    }

    /// The name behind a word, and behind `IF NOT EXISTS`.
    private func name(after position: Int) -> MySQLToken? {
        tokens.dropFirst(position + 1).first { token in
            !["IF", "NOT", "EXISTS"].contains { token.isWord($0) }
        }
    }

    private mutating func noteDefiner() {
        guard let at = tokens.firstIndex(where: { $0.isWord("DEFINER") }), tokens.count > at + 2,
            tokens[at + 1].isSign("="), case .quoted = tokens[at + 2].kind
        else { return }
        var account = tokens[at + 2].name
        if tokens.count > at + 4, tokens[at + 3].isSign("@") { account += "@" + tokens[at + 4].name }
        traits.needs.insert(.definer(ExactName(account)))
    }

    private mutating func judgeDrop(_ end: Int) {
        let kinds: Set = [
            "TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE", "SEQUENCE", "INDEX",
            "TEMPORARY",
        ]
        guard tokens.count > 1 else { return refuseStatement() }
        // mysqldump --add-drop-database; who restores decides what becomes of the database.
        if tokens[1].isWord("DATABASE"), hasWord("EXISTS", within: 5), let name = name(after: 1) {
            leaveOut(name.name, end)
        } else if tokens[1].kind != .word || !kinds.contains(tokens[1].text) {
            refuseStatement()
        }
    }

    private mutating func judgeAlter(_ end: Int) {
        if isGlobals {
            if tokens.count < 2 || !tokens[1].isWord("USER") { refuseStatement() }
        } else if tokens.count > 2, tokens[1].isWord("DATABASE") {
            // Written around routines whose collation is not the database's own; names the database.
            traits.items.append(DumpTraits.Item(kind: "alter database", table: nil, bytes: start..<end))
        } else if !["TABLE", "SEQUENCE", "VIEW", "EVENT", "PROCEDURE", "FUNCTION"].contains(where: {
            hasWord($0, within: 3)
        }) {
            refuseStatement()
        }
    }

    // MARK: SET

    private mutating func judgeSet(_ end: Int) {
        if tokens.count == MySQLRestoreSafety.mostTokens { return refuseStatement() }
        if hasWord("STATEMENT", within: 2) || hasWord("PASSWORD", within: 2) { return refuseStatement() }
        if hasWord("ROLE", within: 3) {
            if !isGlobals { refuseStatement() }
            return
        }
        for assignment in MySQLAssignment.read(tokens.dropFirst()) { judge(assignment, end) }
    }

    private mutating func judge(_ assignment: MySQLAssignment, _ end: Int) {
        for variable in assignment.assignedInside { modes.touch(variable) }
        switch assignment.target {
        case .names: if let name = assignment.value.first?.name { traits.encoding = name.lowercased() }
        case .user(let name):
            if assignment.isMode { modes.save(in: name) } else { modes.touch(name) }
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
        case .system("GTID_PURGED", _): traits.omissions.append(start..<end)
        case .system(_, isGlobal: true): refuseStatement()
        case .system: break
        case .other: refuseStatement()
        }
        if case .system = assignment.target, let variable = assignment.variable?.uppercased(),
            variable.begins(with: "OLD_") || variable.begins(with: "MYSQLDUMP_")
        {
            sections.postamble(from: start)
        }
    }
}
