import VyaCore

@testable import VyaHandlers

/// Recognizes the statements of a MySQL dump that the reference scanner must understand, from their words.
struct MySQLReferenceStatement {
    /// What the statement is, as far as its words tell.
    enum Kind {
        case unknown
        /// `INSERT`, then its table, then what stands before `VALUES`, then rows.
        case insert, table, values, rows
        case create, createTable
        case drop, dropTable
        /// `CREATE`, up to `DEFINER`, behind which an account follows.
        case definer
        /// `SET`, and one that sets `sql_mode`.
        case set, mode
        case other
    }

    /// What a word or name means for the scanner.
    enum Event {
        case nothing
        /// Rows of this table follow.
        case insert([UInt8])
        /// This table is created.
        case table([UInt8])
        /// This table is dropped: what was created under its name only stood in for something.
        case dropped([UInt8])
        /// An object of this kind is created.
        case object(String)
        /// What is created runs in the name of this user.
        case definer(ExactName)
        /// The client's own command DELIMITER, which fills the line.
        case delimiterLine
    }

    private static let longestName = 4096

    private static let objectKinds = [
        "TRIGGER": "triggers", "PROCEDURE": "procedures", "FUNCTION": "functions", "EVENT": "events",
        "PACKAGE": "packages", "SEQUENCE": "sequences",
    ]

    private(set) var kind = Kind.other
    /// The user's name of a definer, once it has been read.
    private var definer: String?
    /// True when the statement began outside of `/*! … */`.
    private var plain = true
    private var algorithm = false
    private var word: [UInt8] = []
    private var name: [UInt8] = []
    private var literal: [UInt8] = []
    private var collectsLiteral = false

    /// Begins with the next statement.
    mutating func begin(plain: Bool) {
        (kind, self.plain, algorithm, collectsLiteral, definer) = (.unknown, plain, false, false, nil)
        word.removeAll(keepingCapacity: true)
        name.removeAll(keepingCapacity: true)
        literal.removeAll(keepingCapacity: true)
    }

    /// The value that the statement gives to `sql_mode`, empty for one that is restored; nil if it sets none.
    var sqlMode: String? { kind == .mode ? String(decoding: literal, as: UTF8.self) : nil }

    /// True for an `INSERT`, and for what may still be one.
    var mayHaveRows: Bool {
        switch kind {
        case .unknown, .insert, .table, .values, .rows: true
        default: false
        }
    }

    // MARK: Words

    /// Takes a byte of a word outside of quotes.
    mutating func appendToWord(_ byte: UInt8) {
        if kind != .other, word.count < MySQLReferenceStatement.longestName { word.append(byte) }
    }

    /// Takes the end of a word, if there is one; `inRoutine` says that the statement may be part of a
    /// routine.
    mutating func endWord(inRoutine: Bool) -> Event {
        if word.isEmpty { return .nothing }
        defer { word.removeAll(keepingCapacity: true) }
        let text = String(decoding: word.map(Byte.uppercased), as: UTF8.self)
        switch kind {
        case .unknown:
            switch text {
            case "INSERT", "REPLACE": kind = inRoutine ? .other : .insert
            case "CREATE": kind = .create
            case "SET": kind = .set
            case "DROP": kind = plain && !inRoutine ? .drop : .other
            case "DELIMITER":
                kind = .other
                return .delimiterLine
            default: kind = .other
            }
        case .insert: if text == "INTO" { kind = .table }
        case .table:
            name = word
            return endName()
        case .values: if text == "VALUES" { kind = .rows }
        case .create, .definer: return create(text)
        case .drop: kind = text == "TABLE" ? .dropTable : .other
        case .createTable where !["IF", "NOT", "EXISTS"].contains(text):
            name = word
            return endName()
        case .dropTable where !["IF", "EXISTS"].contains(text):
            name = word
            return endName()
        case .set: if text == "SQL_MODE" { kind = .mode }
        case .createTable, .dropTable, .mode, .rows, .other: break
        }
        return .nothing
    }

    private mutating func create(_ text: String) -> Event {
        kind = .create
        switch text {
        case "ALGORITHM": algorithm = true
        // That of SQL SECURITY has no name behind it; that of a role has no host, and goes unseen.
        case "DEFINER": (kind, definer) = (.definer, nil)
        case "TABLE":
            kind = .createTable
            if plain { return .object("tables") }
        case "LIBRARY": kind = .other
        case "VIEW":
            kind = .other
            // The first CREATE VIEW of a view only holds its place; the one with ALGORITHM is the view.
            if algorithm { return .object("views") }
        default:
            guard let object = MySQLReferenceStatement.objectKinds[text] else { break }
            kind = .other
            return .object(object)
        }
        return .nothing
    }

    // MARK: Quotes

    private var collectsName: Bool {
        kind == .table || kind == .createTable || kind == .dropTable || kind == .definer
    }

    /// True when what stands in quotes is needed.
    var collectsQuoted: Bool { collectsName || collectsLiteral }

    /// The quote of a name that has just been closed, and that may go on when it is doubled.
    var closedNameQuote: UInt8? { collectsName ? name.first : nil }

    /// Takes an opening quote.
    mutating func openQuote(_ quote: UInt8) {
        if collectsName { name = [quote] }
        collectsLiteral = kind == .mode && literal.isEmpty
    }

    /// Takes the second half of a doubled quote.
    mutating func reopenName() {
        if let quote = name.first { name.append(quote) }
    }

    /// Takes a byte in quotes, or the quote that closes them.
    mutating func appendQuoted(_ byte: UInt8, closes: Bool) {
        if collectsName {
            if name.count < MySQLReferenceStatement.longestName || closes { name.append(byte) }
        } else if closes {
            collectsLiteral = false
        } else if literal.count < MySQLReferenceStatement.longestName {
            literal.append(byte)
        }
    }

    /// Takes the whole name that stood behind `INTO`, `CREATE TABLE`, `DROP TABLE` or `DEFINER`.
    mutating func endName() -> Event {
        defer { name.removeAll(keepingCapacity: true) }
        if kind == .definer {
            let part = MySQLQuoting.unquoted(String(decoding: name, as: UTF8.self))
            guard let user = definer else {
                definer = part
                return .nothing
            }
            kind = .create
            return .definer(ExactName(user + "@" + part))
        }
        if kind == .table {
            kind = .values
            return .insert(name)
        }
        if kind == .dropTable {
            kind = .other
            return .dropped(name)
        }
        kind = .other
        return plain ? .table(name) : .nothing
    }
}
