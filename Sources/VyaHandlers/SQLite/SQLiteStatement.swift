import VyaCore

/// Recognizes the statements that `.dump` writes, and what none of them holds.
struct SQLiteStatement {
    /// What a statement turned out to be at its end.
    enum Meaning: Equatable {
        case other
        /// Rows of a table, which end the dump's statement about it.
        case rows
        /// An object of this kind, with its name.
        case object(String, name: String?)
        case commit
        /// `PRAGMA journal_mode=wal`.
        case journalMode
    }

    private static let mostTokens = 32
    /// As much of what stands in quotes is kept.
    static let longestText = 1 << 16
    private static let known: Set<String> = [
        "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "INSERT", "CREATE", "DELETE", "ANALYZE",
    ]
    private static let knownPragmas: Set<String> = [
        "FOREIGN_KEYS", "WRITABLE_SCHEMA", "ENCODING", "PAGE_SIZE", "AUTO_VACUUM", "USER_VERSION",
        "APPLICATION_ID", "JOURNAL_MODE",
    ]
    /// Functions of the command line tool that reach files and programs.
    private static let reaching: Set<String> = [
        "LOAD_EXTENSION", "WRITEFILE", "READFILE", "EDIT", "FSDIR", "ZIPFILE", "FTS3_TOKENIZER",
    ]
    /// Words behind which a name stands and no function.
    private static let naming: Set<String> = [
        "INTO", "TABLE", "EXISTS", "ON", "REFERENCES", "INDEX", "VIEW", "TRIGGER", "FROM", "UPDATE", "JOIN",
    ]

    /// The tables of SQLite's own that `.dump` writes rows of; rows of others would be the schema, or pages of the file.
    private static let ownTables: Set<String> = [
        "SQLITE_SEQUENCE", "SQLITE_STAT1", "SQLITE_STAT2", "SQLITE_STAT3", "SQLITE_STAT4",
    ]
    /// Words behind which stands what a statement of a trigger changes.
    private static let changing: Set<String> = [
        "INTO", "UPDATE", "ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE",
    ]

    /// The name of a function that reaches files, if the word is one.
    static func reaching(_ word: [UInt8]) -> String? {
        guard word.count >= 4, word.count <= 14 else { return nil }
        let name = String(decoding: word.map(Byte.uppercased), as: UTF8.self)
        return reaching.contains(name) ? name.lowercased() : nil
    }

    private(set) var tokens: [MySQLToken] = []
    /// The same as the dump writes them, since the words of tokens are in capitals.
    private var names: [String] = []
    private var afterNaming = false
    private(set) var refused: String?
    private var count = 0
    private var lastWord = ""
    /// How far the end of a trigger has come, as `sqlite3_complete` has it: `;` and then `END`.
    private var ending = 0
    private var isTrigger = false
    private(set) var hasValues = false
    /// True for a row of the schema itself, which is how virtual tables are created.
    private(set) var isSchema = false

    /// True once something of the statement was read.
    var isOpen: Bool { count > 0 }

    /// True when what stands in quotes is needed.
    var wantsText: Bool { !hasValues || isSchema }

    /// Takes a word, a quoted text or a sign; `name` is what the dump writes.
    mutating func take(_ token: MySQLToken, name: String) {
        count += 1
        if token.kind == .word { takeWord(token.text) }
        if token.isSign("("), SQLiteStatement.reaching.contains(lastWord), !afterNaming {
            refuse(lastWord.lowercased() + "(")
        }
        switch token.kind {
        case .word, .quoted:
            let name = SQLiteQuoting.name(token).uppercased()
            if isTrigger, SQLiteStatement.changing.contains(lastWord), SQLiteStatement.isInternal(name) {
                refuse("a trigger on \(name.lowercased())")
            }
            // The name of a function may be in quotes.
            afterNaming = SQLiteStatement.naming.contains(lastWord)
            lastWord = name
        case .sign: if !token.isSign("(") { lastWord = "" }
        }
        if !token.isSign(";") { ending = ending == 1 && token.isWord("END") ? 2 : 0 }
        if wantsText, tokens.count < SQLiteStatement.mostTokens {
            tokens.append(token)
            names.append(name)
        }
    }

    private mutating func takeWord(_ word: String) {
        if count == 1, !SQLiteStatement.known.contains(word) { refuse(word) }
        if count == 2, tokens.first?.isWord("PRAGMA") == true, !SQLiteStatement.knownPragmas.contains(word) {
            refuse("PRAGMA " + word)
        }
        if word == "VALUES", tokens.first?.isWord("INSERT") == true {
            hasValues = true
            isSchema = ["sqlite_schema", "sqlite_master"].contains(tableName?.lowercased())
        }
        if word == "TRIGGER", tokens.first?.isWord("CREATE") == true, count <= 3 { isTrigger = true }
    }

    private static func isInternal(_ name: String) -> Bool {
        name.begins(with: "SQLITE_") && !ownTables.contains(name)
    }

    /// What no dump tool inserts, at the end of the statement; nil for anything else.
    var stranger: String? {
        guard tokens.first?.isWord("INSERT") == true, let table = tableName,
            let into = tokens.firstIndex(where: { $0.isWord("INTO") })
        else { return nil }
        if isSchema { return isRowOfVirtualTable ? nil : "a row of the schema that makes no virtual table" }
        if tokens.count > into + 2, tokens[into + 2].isSign(".") { return "rows of another database" }
        if SQLiteStatement.isInternal(table.uppercased()) { return "rows of \(table.printable)" }
        return hasValues ? nil : "INSERT … SELECT"
    }

    /// True for `VALUES('table','t','t',0,'CREATE VIRTUAL TABLE …')`, as `.dump` writes it, of a module that reaches no files: the
    /// next statement may write into the table.
    private var isRowOfVirtualTable: Bool {
        guard let start = tokens.firstIndex(where: { $0.isWord("VALUES") }) else { return false }
        let row = Array(tokens[(start + 1)...])
        let isRow =
            count == tokens.count && row.count == 11 && row[0].isSign("(") && row[10].isSign(")")
            && [2, 4, 6, 8].allSatisfy { row[$0].isSign(",") }
            && [1, 3, 5, 9].allSatisfy { row[$0].kind == .quoted(Byte.quote) }
        guard isRow, row[1].name == "table", row[7].isWord("0"),
            row[9].text.utf8.count < SQLiteStatement.longestText
        else { return false }
        let words = row[9].name.utf8.split { !Byte.isIdentifier($0) }.map { Array($0.map(Byte.uppercased)) }
        return words.starts(with: ["CREATE", "VIRTUAL", "TABLE"].map { Array($0.utf8) })
            && !words.contains { SQLiteStatement.reaching($0).map { $0 != "edit" } ?? false }
    }

    private mutating func refuse(_ what: String) {
        if refused == nil { refused = what }
    }

    /// Takes a semicolon; true when it ends the statement, as it does within a trigger only behind `END`.
    mutating func semicolon() -> Bool {
        if !isTrigger || ending == 2 { return true }
        count += 1
        (ending, lastWord) = (1, "")
        return false
    }

    /// What the statement was.
    var meaning: Meaning {
        guard let first = tokens.first else { return .other }
        if first.isWord("COMMIT") { return tokens.count == 1 ? .commit : .other }
        if first.isWord("PRAGMA"), tokens.count == 4, tokens[1].isWord("JOURNAL_MODE"), tokens[2].isSign("="),
            tokens[3].isWord("WAL")
        {
            return .journalMode
        }
        if first.isWord("INSERT") {
            guard isSchema else { return hasValues ? .rows : .other }
            let values = tokens.firstIndex { $0.isWord("VALUES") } ?? tokens.endIndex
            let texts = tokens[values...].filter { $0.quotedText != nil }
            guard texts.count > 1, let kind = texts[0].quotedText else { return .other }
            return .object(kind == "index" ? "indexes" : kind + "s", name: texts[1].quotedText)
        }
        guard first.isWord("CREATE") else { return .other }
        for (index, token) in tokens.enumerated().dropFirst().prefix(4) where token.kind == .word {
            switch token.text {
            case "TABLE": return .object("tables", name: name(after: index))
            case "INDEX": return .object("indexes", name: name(after: index))
            case "TRIGGER": return .object("triggers", name: name(after: index))
            case "VIEW": return .object("views", name: name(after: index))
            default: continue
            }
        }
        return .other
    }

    private func name(after index: Int) -> String? {
        let skipped: Set = ["IF", "NOT", "EXISTS"]
        guard
            let place = tokens.indices.dropFirst(index + 1).first(where: { place in
                tokens[place].kind != .word || !skipped.contains(tokens[place].text)
            })
        else { return nil }
        return tokens[place].kind == .word ? names[place] : SQLiteQuoting.name(tokens[place])
    }

    /// The table of an `INSERT` as it is written, without quotes.
    var tableName: String? {
        guard tokens.first?.isWord("INSERT") == true,
            let into = tokens.firstIndex(where: { $0.isWord("INTO") }), names.count > into + 1
        else { return nil }
        return tokens[into + 1].kind == .word ? names[into + 1] : SQLiteQuoting.name(tokens[into + 1])
    }
}

/// SQL for SQLite.
typealias SQLiteText = SQL<SQLiteDialect>

/// SQLite's quotes.
enum SQLiteDialect: SQLDialect {
    static func name(_ text: some Sequence<UInt8>) -> [UInt8] { text.quoted(by: Byte.doubleQuote) }

    static func value(_ text: some Sequence<UInt8>) -> [UInt8] { text.quoted(by: Byte.quote) }
}

/// Reads names in SQLite's SQL.
enum SQLiteQuoting {
    /// The name that a token stands for; brackets know no doubling.
    static func name(_ token: MySQLToken) -> String {
        guard case .quoted(let quote) = token.kind else { return token.text }
        if quote == UInt8(ascii: "[") {
            return String(decoding: token.text.utf8.dropFirst().dropLast(), as: UTF8.self)
        }
        return token.name
    }
}
