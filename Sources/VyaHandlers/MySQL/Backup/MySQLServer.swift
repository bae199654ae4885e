import VyaCore
import VyaPlugins

/// What a MySQL or MariaDB server tells of itself, the account and its databases.
struct MySQLServer {
    /// One database as the server's catalog has it, as far as the account may see.
    struct Database {
        let name: ExactName
        let characterSet: String
        let collation: String
        let comment: String
        var bytes: Int?
        /// The same with the indexes, which a dump does not hold.
        var storedBytes: Int?
        /// The tables that hold rows of their own; no views, no sequences.
        var tables: [String] = []
        /// The columns whose values a text in UTF-8 does not keep, as `table.column`, by their type or character set.
        var lossyColumns: [String: [String]] = [:]
        /// The tables whose engine knows no transactions.
        var nonTransactional: [String] = []
        /// The triggers, events, procedures, functions, packages, sequences and views that the account can see, by kind.
        var objects: [String: [String]] = [:]
        /// How many tables of a MySQL have columns that are computed from others; not asked of a MariaDB.
        var generatedTables = 0
        /// The system-versioned tables, and whether each has history by transactions, which no tool dumps.
        var versioned: [(table: String, isPrecise: Bool)] = []
        /// How many routines show themselves without their text.
        var hiddenRoutines = 0
        /// The events whose statement holds `;;`, at which the dump tools never end (traps.md T79).
        var endlessEvents: [String] = []

        /// True for a folder among the server's data that holds no table: such as `lost+found`, or what somebody has put there.
        var isMereFolder: Bool { isFolder && tables.isEmpty && objects.isEmpty }
        /// True for a folder whose name is not as the server writes names of databases since 5.1.
        var isFolder: Bool { name.text.begins(with: "#mysql50#") }

        /// How many routines there are.
        var routines: Int {
            ["procedures", "functions", "packages"].reduce(0) { $0 + (objects[$1]?.count ?? 0) }
        }
    }

    let version: String
    let isMariaDB: Bool
    /// The account as the server matched it: `name@host`.
    let account: String
    let isEncrypted: Bool
    private(set) var privileges: MySQLPrivileges
    private(set) var grantLines: [String]
    private(set) var databases: [Database] = []
    /// True where databases in grants are names and not patterns, so that `\_` stands for two signs.
    let hasLiteralGrants: Bool
    /// How many rows a `SELECT` returns at most; nil if all.
    let selectLimit: UInt64?
    /// How many bytes a client may send at once; nil where the server does not tell.
    let largestPacket: Int?

    /// The version's numbers.
    var numbers: [Int] { VersionNumber.first(in: version) }

    /// True if the version is at least this.
    func isAtLeast(_ wanted: Int...) -> Bool { !numbers.lexicographicallyPrecedes(wanted) }

    // MARK: The questions

    /// Asks who the server is and what the account may do.
    static let greeting: MySQLText = """
        SELECT 'server', VERSION(), @@version_comment, CURRENT_USER(), @@global.sql_select_limit, @@global.max_allowed_packet; \
        SHOW SESSION STATUS LIKE 'Ssl_cipher'; SHOW GLOBAL VARIABLES LIKE 'partial_revokes'; SHOW GRANTS
        """

    /// Asks for the roles that are active; MySQL 8 shows their privileges only on request.
    static let roles: MySQLText = "SELECT 'role', CURRENT_ROLE()"

    /// Asks for the catalog of every database at once.
    var survey: MySQLText {
        let own: MySQLText = "('information_schema', 'performance_schema', 'mysql', 'sys')"
        // Only MariaDB from 10.5 on has comments on databases.
        let comment: MySQLText = isMariaDB && isAtLeast(10, 5) ? "SCHEMA_COMMENT" : "''"
        let catalog: MySQLText = "information_schema"
        // A MariaDB opens a view of which more than the name is asked, and evaluates what is constant in it: functions of
        // whoever made it, with the rights of whoever asks (traps.md T59). So nothing but tables is asked for more.
        let sizes: MySQLText =
            """
            SELECT 'bytes', TABLE_SCHEMA, CAST(SUM(IFNULL(DATA_LENGTH, 0)) AS UNSIGNED), \
            CAST(SUM(IFNULL(DATA_LENGTH, 0) + IFNULL(INDEX_LENGTH, 0)) AS UNSIGNED) \
            FROM \(catalog).TABLES WHERE NOT (TABLE_SCHEMA IN \(own)
            """
        // Six digits are all that the server shows of a FLOAT, and UTF-8 has no place for some characters of these sets.
        let lossy: MySQLText =
            """
            SELECT 'lossy', TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, IFNULL(CHARACTER_SET_NAME, DATA_TYPE) \
            FROM \(catalog).COLUMNS WHERE (DATA_TYPE = 'float' OR CHARACTER_SET_NAME IN \
            ('ujis', 'sjis', 'cp932', 'euckr', 'big5', 'gbk')) AND NOT (TABLE_SCHEMA IN \(own)
            """
        var questions: [MySQLText] = [
            """
            SELECT 'database', SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, \(comment) \
            FROM \(catalog).SCHEMATA ORDER BY BINARY SCHEMA_NAME
            """,
            "SET SESSION group_concat_max_len = 1073741824",
            """
            SET @views = (SELECT GROUP_CONCAT(CONCAT('OR TABLE_SCHEMA = X', QUOTE(HEX(TABLE_SCHEMA)), \
            ' AND TABLE_NAME = X', QUOTE(HEX(TABLE_NAME))) SEPARATOR ' ') \
            FROM \(catalog).TABLES WHERE TABLE_TYPE LIKE '%VIEW' AND TABLE_SCHEMA NOT IN \(own))
            """,
            "SET @sizes = CONCAT(\(value: sizes), ' ', IFNULL(@views, ''), ') GROUP BY TABLE_SCHEMA')",
            "PREPARE sizes FROM @sizes", "EXECUTE sizes", "DEALLOCATE PREPARE sizes",
            "SET @lossy = CONCAT(\(value: lossy), ' ', IFNULL(@views, ''), ')')",
            "PREPARE lossy FROM @lossy", "EXECUTE lossy", "DEALLOCATE PREPARE lossy",
            """
            SELECT 'table', t.TABLE_SCHEMA, t.TABLE_NAME FROM \(catalog).TABLES t \
            JOIN \(catalog).ENGINES e ON e.ENGINE = t.ENGINE WHERE t.TABLE_SCHEMA NOT IN \(own) \
            AND IFNULL(e.TRANSACTIONS, 'NO') <> 'YES' ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME
            """,
            "SELECT 'triggers', TRIGGER_SCHEMA, TRIGGER_NAME FROM \(catalog).TRIGGERS",
            """
            SELECT 'events', EVENT_SCHEMA, EVENT_NAME, \
            LOCATE(';;', CONCAT(EVENT_NAME, ' ', EVENT_COMMENT, ' ', EVENT_DEFINITION)) > 0 \
            FROM \(catalog).EVENTS
            """,
            """
            SELECT 'base', TABLE_SCHEMA, TABLE_NAME FROM \(catalog).TABLES \
            WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND TABLE_SCHEMA NOT IN \(own)
            """,
            """
            SELECT 'sequences', TABLE_SCHEMA, TABLE_NAME FROM \(catalog).TABLES \
            WHERE TABLE_TYPE = 'SEQUENCE' AND TABLE_SCHEMA NOT IN \(own)
            """,
            """
            SELECT 'views', TABLE_SCHEMA, TABLE_NAME FROM \(catalog).TABLES \
            WHERE TABLE_TYPE = 'VIEW' AND TABLE_SCHEMA NOT IN \(own)
            """,
            """
            SELECT 'routines', ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION IS NULL \
            FROM \(catalog).ROUTINES WHERE ROUTINE_SCHEMA NOT IN \(own)
            """,
        ]
        if !isMariaDB, isAtLeast(5, 7) { questions.append(Self.generatedTables) }
        if isMariaDB, isAtLeast(10, 3) { questions += Self.versionedTables }
        return questions.joined(separator: "; ")
    }

    /// Asks for the columns of versioned tables alone, so that no view is evaluated.
    private static let versionedTables: [MySQLText] = {
        let columns: MySQLText =
            """
            SELECT 'versioned', TABLE_SCHEMA, TABLE_NAME, MAX(IFNULL(GENERATION_EXPRESSION, '') = 'ROW START' \
            AND DATA_TYPE = 'bigint') FROM information_schema.COLUMNS WHERE (FALSE
            """
        return [
            """
            SET @versioned = (SELECT GROUP_CONCAT(CONCAT('OR TABLE_SCHEMA = X', QUOTE(HEX(TABLE_SCHEMA)), \
            ' AND TABLE_NAME = X', QUOTE(HEX(TABLE_NAME))) SEPARATOR ' ') \
            FROM information_schema.TABLES WHERE TABLE_TYPE = 'SYSTEM VERSIONED')
            """,
            """
            SET @versioned = CONCAT(\(value: columns), ' ', IFNULL(@versioned, ''), \
            ') GROUP BY TABLE_SCHEMA, TABLE_NAME')
            """,
            "PREPARE versioned FROM @versioned", "EXECUTE versioned", "DEALLOCATE PREPARE versioned",
        ]
    }()

    private static let generatedTables: MySQLText =
        """
        SELECT 'generated', TABLE_SCHEMA, COUNT(DISTINCT TABLE_NAME) FROM information_schema.COLUMNS \
        WHERE GENERATION_EXPRESSION <> '' AND TABLE_SCHEMA <> 'sys' GROUP BY TABLE_SCHEMA
        """

    // MARK: The answers

    /// Reads the answer to `greeting`; throws `SourceError` when it is something else.
    init(greeting answer: ToolAnswer) throws(SourceError) {
        let rows = MySQLRows.read(answer.output)
        guard let row = rows.first(where: { $0.first == "server" }), row.count >= 4 else {
            throw SourceError(
                "source.answer-unreadable", "the server's answer about itself cannot be read",
                details: .verbatim([String.printable(answer.output.prefix(200))]))
        }
        version = row[1]
        isMariaDB = (row[1] + row[2]).lowercased().holds("mariadb")
        account = row[3]
        selectLimit = row.dropFirst(4).first.flatMap { UInt64($0) }.flatMap {
            $0 < UInt64(UInt32.max) ? $0 : nil
        }
        largestPacket = row.dropFirst(5).first.flatMap { Int($0) }
        isEncrypted = rows.contains { $0.count == 2 && $0[0] == "Ssl_cipher" && !$0[1].isEmpty }
        hasLiteralGrants = rows.contains { $0.count == 2 && $0[0] == "partial_revokes" && $0[1] == "ON" }
        grantLines = rows.filter { $0.count == 1 }.map { $0[0] }
        privileges = MySQLPrivileges(lines: grantLines, areLiteral: hasLiteralGrants)
    }

    /// A database as GRANT names it on this server.
    func scope(of database: String) -> MySQLText {
        hasLiteralGrants ? "\(name: database).*" : "\(pattern: database).*"
    }

    /// Adds what `SHOW GRANTS … USING` tells of active roles.
    mutating func add(grants answer: ToolAnswer) {
        grantLines += MySQLRows.read(answer.output).filter { $0.count == 1 }.map { $0[0] }
        privileges = MySQLPrivileges(lines: grantLines, areLiteral: hasLiteralGrants)
    }

    /// Adds the answer to `survey`.
    mutating func add(survey answer: ToolAnswer) {
        var positions: [ExactName: Int] = [:]
        for row in MySQLRows.read(answer.output) where row.count >= 3 {
            let name = ExactName(row[1])
            if row[0] == "database", row.count >= 5 {
                positions[name] = databases.count
                databases.append(
                    Database(name: name, characterSet: row[2], collation: row[3], comment: row[4]))
                continue
            }
            guard let position = positions[name] else { continue }
            switch row[0] {
            case "bytes":
                databases[position].bytes = Int(row[2])
                databases[position].storedBytes = row.dropFirst(3).first.flatMap { Int($0) }
            case "base": databases[position].tables.append(row[2])
            case "lossy" where row.count >= 5:
                databases[position].lossyColumns[row[4], default: []].append(row[2] + "." + row[3])
            case "table": databases[position].nonTransactional.append(row[2])
            case "versioned" where row.count == 4:
                databases[position].versioned.append((row[2], row[3] == "1"))
            case "generated": databases[position].generatedTables = Int(row[2]) ?? 0
            case "routines" where row.count >= 5:
                let kind = row[3].begins(with: "PACKAGE") ? "packages" : row[3].lowercased() + "s"
                // A package and its body share a name.
                let name = row[3] == "PACKAGE BODY" ? row[2] + " (body)" : row[2]
                databases[position].objects[kind, default: []].append(name)
                databases[position].hiddenRoutines += Int(row[4]) ?? 0
            case "triggers", "events", "views", "sequences":
                databases[position].objects[row[0], default: []].append(row[2])
                if row[0] == "events", row.count > 3, row[3] == "1" {
                    databases[position].endlessEvents.append(row[2])
                }
            default: break
            }
        }
    }
}

/// Reads what the `mysql` client prints with `--batch --skip-column-names`: a row a line, tabs between the
/// columns, and `\n`, `\t`, `\0` and `\\` for the bytes themselves.
enum MySQLRows {
    /// The rows of an answer.
    static func read(_ output: [UInt8]) -> [[String]] {
        bytes(output).map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The rows of an answer whose columns may be in any character set.
    static func bytes(_ output: [UInt8]) -> [[[UInt8]]] {
        output.split(separator: Byte.newline).map { line in
            line.split(separator: 0x09, omittingEmptySubsequences: false).map(unescaped)
        }
    }

    private static func unescaped(_ column: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = column
        while let byte = rest.popFirst() {
            guard byte == Byte.backslash, let next = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch next {
            case UInt8(ascii: "n"): bytes.append(Byte.newline)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "0"): bytes.append(0)
            default: bytes.append(next)
            }
        }
        return bytes
    }
}
