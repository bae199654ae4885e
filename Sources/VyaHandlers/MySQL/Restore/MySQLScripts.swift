import VyaCore

/// The statements that a restore runs besides the dump; a client reads them from its standard input.
///
/// A database that is being restored holds a table whose comment is the mark of the restore, so that what a killed one
/// left behind is known again and nothing else is ever dropped. The comment is read from the catalog: nothing is ever
/// selected from what stands under that name, which may be somebody's view.
enum MySQLScripts {
    /// The tables that may hold the mark: the first whose name the dump has no use for.
    static let markTables = [markTable] + (1...9).map { "\(markTable)_\($0)" }

    /// How the names of these tables begin.
    static let markTable = "vya_backup_restore"

    /// Escapes in texts mean what they mean by default, whatever the server's own mode is; it is also the mode in which the
    /// server reads the expressions of tables that it opens.
    private static let heading: MySQLText =
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES';\nSET NAMES utf8mb4;\n"

    /// Puts statements together, under settings of ours.
    static func script(_ statements: [MySQLText]) -> MySQLText {
        heading + statements.map { "\($0);\n" }.joined()
    }

    /// A table of a database as SQL names it.
    static func table(_ table: String, in database: ExactName) -> MySQLText {
        "\(name: database.text).\(name: table)"
    }

    /// True in the catalog for what belongs to a database.
    static func isIn(_ database: ExactName, _ column: MySQLText = "TABLE_SCHEMA") -> MySQLText {
        // The first comparison is what the catalog is searched by, but takes é for e.
        "\(column) = \(value: database.text) AND BINARY \(column) = BINARY \(value: database.text)"
    }

    /// True in the catalog's list of tables for one that holds a mark.
    static let isMarkTable: MySQLText = {
        let names = markTables.map { MySQLText("\(text: $0)") }.joined(separator: ", ")
        return "TABLE_NAME IN (\(names)) AND TABLE_TYPE = 'BASE TABLE'"
    }()

    // MARK: Databases

    /// How a database is created.
    struct Creation: Equatable {
        var characterSet: String?
        var collation: String?
        var comment: String?

        /// The words behind the name.
        var clauses: MySQLText {
            let clauses: [MySQLText?] = [
                characterSet.map { " CHARACTER SET \(words: $0)" }, collation.map { " COLLATE \(words: $0)" },
                comment.map { " COMMENT \(text: $0)" },
            ]
            return clauses.compactMap { $0 }.joined()
        }
    }

    /// Creates a database and marks it.
    static func create(
        _ database: ExactName, _ creation: Creation, mark: String, in markTable: String
    ) -> MySQLText {
        message([
            "CREATE DATABASE \(name: database.text)\(creation.clauses)",
            // Some servers want a key of every table.
            "CREATE TABLE \(table(markTable, in: database)) (mark INT PRIMARY KEY) COMMENT \(text: mark)",
        ])
    }

    /// Puts statements together in one message, which the server carries out whether its client lives or not.
    private static func message(_ statements: [MySQLText]) -> MySQLText {
        "\(heading)DELIMITER $vya$\n\(statements.joined(separator: ";\n"))$vya$\n"
    }

    /// Drops a database.
    static func drop(_ database: ExactName) -> MySQLText {
        script(["DROP DATABASE \(name: database.text)"])
    }

    /// Drops a database if it is there and holds a mark that begins like this, or is a scratch database with nothing in it,
    /// which a restore that ended before it could mark it has left; else does nothing.
    static func drop(_ database: ExactName, markedBy beginning: String) -> MySQLText {
        let drop: MySQLText = "DROP DATABASE IF EXISTS \(name: database.text)"
        let empty = ["TABLE", "ROUTINE", "EVENT"].map { word -> MySQLText in
            let list: MySQLText = "information_schema.\(words: word)S"
            return "(SELECT COUNT(*) FROM \(list) WHERE \(isIn(database, "\(words: word)_SCHEMA"))) = 0"
        }.joined(separator: " AND ")
        let orEmpty: MySQLText = ScratchMark.isScratch(database) ? " + (\(empty))" : ""
        return script([
            """
            SET @ours = (SELECT COUNT(*) FROM information_schema.TABLES WHERE \(isIn(database)) \
            AND \(isMarkTable) AND LEFT(TABLE_COMMENT, \(beginning.unicodeScalars.count)) = \
            \(text: beginning))\(orEmpty)
            """,
            "SET @step = IF(@ours > 0, \(value: drop), 'DO 0')",
            "PREPARE step FROM @step", "EXECUTE step",
        ])
    }

    /// Takes the mark away.
    static func unmark(_ database: ExactName, in markTable: String) -> MySQLText {
        script(["DROP TABLE \(table(markTable, in: database))"])
    }

    /// Drops tables, if they are there.
    static func drop(tables: [String], of database: ExactName) -> MySQLText {
        script(
            ["SET SESSION foreign_key_checks = 0"]
                + tables.map { "DROP TABLE IF EXISTS \(table($0, in: database))" })
    }

    // MARK: Counting

    private static let tableTypes: MySQLText = "'BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE'"

    /// Counts the rows of tables and, if wanted, the objects of a database.
    static func count(
        _ tables: [ExactName], objects: Bool, in database: ExactName, besides markTable: String = markTable
    ) -> MySQLText {
        let catalog: MySQLText = "information_schema"
        let counts: [MySQLText] =
            !objects
            ? []
            : [
                """
                SELECT 'object', TABLE_TYPE, COUNT(*) FROM \(catalog).TABLES WHERE \(isIn(database)) \
                AND TABLE_NAME <> \(text: markTable) GROUP BY TABLE_TYPE
                """,
                """
                SELECT 'object', 'TRIGGER', COUNT(*) FROM \(catalog).TRIGGERS \
                WHERE \(isIn(database, "TRIGGER_SCHEMA"))
                """,
                """
                SELECT 'object', 'EVENT', COUNT(*) FROM \(catalog).EVENTS \
                WHERE \(isIn(database, "EVENT_SCHEMA"))
                """,
                """
                SELECT 'object', ROUTINE_TYPE, COUNT(*) FROM \(catalog).ROUTINES \
                WHERE \(isIn(database, "ROUTINE_SCHEMA")) GROUP BY ROUTINE_TYPE
                """,
            ]
        // A table that is not there ends no script, and a view under its name is not evaluated.
        let rows = tables.enumerated().flatMap { index, name -> [MySQLText] in
            let plain = MySQLQuoting.unquoted(name.text)
            let count: MySQLText = "SELECT 'rows', \(index), COUNT(*) FROM \(table(plain, in: database))"
            return [
                """
                SET @there = (SELECT COUNT(*) FROM \(catalog).TABLES WHERE \(isIn(database)) \
                AND TABLE_NAME = \(value: plain) AND TABLE_TYPE IN (\(tableTypes)) \
                AND (@@lower_case_table_names <> 0 OR BINARY TABLE_NAME = BINARY \(value: plain)))
                """,
                // Of a versioned table the history counts.
                """
                SET @all = (SELECT COUNT(*) FROM \(catalog).TABLES WHERE \(isIn(database)) \
                AND TABLE_NAME = \(value: plain) AND TABLE_TYPE = 'SYSTEM VERSIONED')
                """,
                """
                SET @step = IF(@there > 0, CONCAT(\(value: count), \
                IF(@all > 0, ' FOR SYSTEM_TIME ALL', '')), 'DO 0')
                """,
                "PREPARE step FROM @step", "EXECUTE step",
            ]
        }
        return script(counts + rows + ["SELECT 'end', 0, 0"])
    }

    /// Reads the answer to `count`; throws `SourceError` when it is not whole.
    static func readCounts(
        _ answer: ToolAnswer, of tables: [ExactName], objects: Bool
    ) throws -> RestoredCounts {
        var counts = RestoredCounts(tables: [])
        if objects { for kind in Set(kinds.values) { counts.objects[kind] = 0 } }
        var isWhole = false
        for row in MySQLRows.read(answer.output) where row.count == 3 {
            guard let number = Int(row[2]) else { continue }
            switch row[0] {
            case "object":
                if let kind = kinds[row[1]] { counts.objects[kind, default: 0] += number }
            case "rows":
                if let index = Int(row[1]), tables.indices.contains(index) {
                    counts.tables.append(TableRows(tables[index], number))
                }
            case "end": isWhole = true
            default: break
            }
        }
        guard isWhole else {
            throw SourceError(
                "restore.not-counted", "the restored database could not be counted: \(answer.ending.words)",
                details: .verbatim(answer.errorLines))
        }
        return counts
    }

    /// The scanner's words for what the catalog calls objects.
    private static let kinds = [
        "BASE TABLE": "tables", "SYSTEM VERSIONED": "tables", "VIEW": "views", "SEQUENCE": "sequences",
        "TRIGGER": "triggers", "EVENT": "events", "PROCEDURE": "procedures", "FUNCTION": "functions",
        "PACKAGE": "packages", "PACKAGE BODY": "packages",
    ]
}
