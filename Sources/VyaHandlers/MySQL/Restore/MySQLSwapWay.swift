import VyaCore

/// What is written down in the database that keeps another's tables, before any of them moves.
///
/// It leads a replacement that was cut off to one of its ends, and says afterwards how what a rename leaves behind is made
/// anew. Somebody else may be allowed to write there, so that every line is sealed.
struct MySQLSwapWay {
    /// The code of the old database.
    private(set) var old: [MySQLCode] = []
    /// The triggers of the new one.
    private(set) var triggers: [MySQLCode] = []
    /// The old tables.
    private(set) var tables: [ExactName] = []
    /// The new tables that have triggers, and how they are called until they have them.
    private(set) var hiding: [(table: ExactName, hidden: ExactName)] = []
    /// The events that run under the name.
    private(set) var enabled: [ExactName] = []
    /// What `CREATE DATABASE` said of the old database, its collation, and its comment.
    private(set) var (clauses, collation, comment) = ("", "", "")

    /// The clauses as `CREATE DATABASE` takes them.
    var creation: MySQLText { MySQLText(asWritten: clauses.utf8) }  // written: the server's own words, sealed

    init(
        old: [MySQLCode], triggers: [MySQLCode], tables: [ExactName],
        hiding: [(table: ExactName, hidden: ExactName)], enabled: [ExactName], clauses: String,
        collation: String,
        comment: String
    ) {
        (self.old, self.triggers, self.tables, self.hiding) = (old, triggers, tables, hiding)
        (self.enabled, self.clauses, self.collation, self.comment) = (enabled, clauses, collation, comment)
    }

    // MARK: Writing

    private static let columns = [
        "role", "kind", "name", "of_table", "sql_mode", "time_zone", "character_set", "collation_name",
        "database_collation", "statement",
    ]

    private var lines: [(role: String, code: MySQLCode)] {
        var database = MySQLCode(kind: "DATABASE", name: "")
        (database.statement, database.databaseCollation, database.sqlMode) = (
            Array(clauses.utf8), collation, comment
        )
        return [("database", database)] + old.map { ("old", $0) } + triggers.map { ("new", $0) }
            + hiding.map { ("hidden", MySQLCode(kind: "TABLE", name: $0.hidden, table: $0.table)) }
            + enabled.map { ("enabled", MySQLCode(kind: "EVENT", name: $0)) }
            + tables.map { ("table", MySQLCode(kind: "TABLE", name: $0)) }
    }

    /// The statements that write it into a new table.
    func statements(making table: MySQLText, of swap: MySQLSwap, comment: String) -> [MySQLText] {
        let rows = lines.enumerated().map { index, line -> MySQLText in
            let fields = MySQLSwapWay.fields(line.role, line.code)
            let seal = MySQLSwapWay.seal(fields, index, of: swap)
            let values = fields.map { MySQLText("\(digits: $0)") }.joined(separator: ", ")
            return "(\(index), \(values), \(text: seal))"
        }
        let types = MySQLSwapWay.columns.map { column -> MySQLText in
            switch column {
            case "statement": "\(words: column) LONGBLOB NOT NULL"
            case "sql_mode": "\(words: column) TEXT NOT NULL"
            default: "\(words: column) VARCHAR(64) NOT NULL"
            }
        }.joined(separator: ", ")
        return [
            """
            CREATE TABLE \(table) (id INT NOT NULL PRIMARY KEY, \(types), seal CHAR(32) NOT NULL) \
            ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT = \(text: comment)
            """
        ]
            + stride(from: 0, to: rows.count, by: 200).map {
                "INSERT INTO \(table) VALUES \(rows[$0..<min($0 + 200, rows.count)].joined(separator: ", "))"
            }
    }

    private static func fields(_ role: String, _ code: MySQLCode) -> [[UInt8]] {
        [
            role, code.kind, code.name.text, code.table.text, code.sqlMode, code.timeZone, code.characterSet,
            code.collation, code.databaseCollation,
        ].map { Array($0.utf8) } + [code.statement]
    }

    private static func seal(_ fields: [[UInt8]], _ index: Int, of swap: MySQLSwap) -> String {
        let place = Array("\(MySQLSwap.sealed(swap.kept, of: swap.name).text)\u{0}\(index)".utf8)
        return swap.mark.seal(([place] + fields).flatMap { Array("\($0.count):".utf8) + $0 })
    }

    // MARK: Reading

    /// Asks for all lines.
    static func question(_ table: MySQLText) -> MySQLText {
        let digits = (columns + ["seal"]).map { MySQLText("HEX(\(words: $0))") }.joined(separator: ", ")
        return "SELECT 'way', id, \(digits) FROM \(table) ORDER BY id"
    }

    /// Reads the answer; throws `UnsafeError` when somebody else has written a line.
    init(_ rows: [[[UInt8]]], of swap: MySQLSwap) throws {
        var hasDatabase = false
        for row in rows where row.count == 13 && row[0] == Array("way".utf8) {
            let fields = row[2..<12].map(Hexadecimal.bytes)
            let texts = fields.map { String(decoding: $0, as: UTF8.self) }
            let index = Int(String(decoding: row[1], as: UTF8.self)) ?? -1
            let seal = Hexadecimal.bytes(ofDigits: row[12])
            guard seal == Array(MySQLSwapWay.seal(fields, index, of: swap).utf8) else {
                throw UnsafeError(
                    "restore.way-changed",
                    """
                    somebody has changed what a replacement of \"\(swap.name.text.printable)\" wrote down \
                    in \"\(swap.kept.text.printable)\"
                    """,
                    hints: ["look at what is in both databases, and move the tables by hand: RENAME TABLE"])
            }
            var code = MySQLCode(kind: texts[1], name: ExactName(texts[2]), table: ExactName(texts[3]))
            (code.sqlMode, code.timeZone, code.characterSet) = (texts[4], texts[5], texts[6])
            (code.collation, code.databaseCollation, code.statement) = (texts[7], texts[8], fields[9])
            switch texts[0] {
            case "database":
                hasDatabase = true
                clauses = String(decoding: code.statement, as: UTF8.self)
                (collation, comment) = (code.databaseCollation, code.sqlMode)
            case "old": old.append(code)
            case "new": triggers.append(code)
            case "hidden": hiding.append((table: code.table, hidden: code.name))
            case "enabled": enabled.append(code.name)
            default: tables.append(code.name)
            }
        }
        guard hasDatabase else {
            throw SourceError(
                "restore.way-unreadable",
                "what a replacement wrote down in \"\(swap.kept.text.printable)\" cannot be read")
        }
    }
}
