import VyaCore

/// What is in the databases that a replacement moves, as the server's catalog has it at one moment.
struct MySQLSwapState {
    /// One of the databases.
    struct Database {
        /// What `CREATE DATABASE` says behind the name; empty unless it was asked for.
        var clauses = ""
        var collation = ""
        var comment = ""
        /// Everything with rows, sequences too.
        var tables: [ExactName] = []
        var sequences: Set<ExactName> = []
        /// Views, triggers, routines and events, without their text.
        var code: [MySQLCode] = []

        var triggers: [MySQLCode] { code.filter { $0.kind == "TRIGGER" } }
        /// What a rename leaves behind.
        var others: [MySQLCode] { code.filter { $0.kind != "TRIGGER" } }
    }

    /// A foreign key between two databases, or to a table that is not there.
    struct Reference {
        let database: ExactName
        let table: ExactName
        let referred: ExactName
        let referredTable: ExactName
    }

    private(set) var databases: [ExactName: Database] = [:]
    private(set) var references: [Reference] = []
    /// The tables that may say how far a replacement is, with their comments.
    private(set) var ways: [(database: ExactName, table: ExactName, comment: String)] = []

    /// Asks for what is in databases; `existing` is there for certain.
    static func question(_ names: [ExactName], existing: ExactName, comments: Bool) -> [MySQLText] {
        let list = names.map { MySQLText("\(value: $0.text)") }.joined(separator: ", ")
        func isIn(_ column: MySQLText) -> MySQLText { "\(column) IN (\(list))" }
        let comment: MySQLText = comments ? "SCHEMA_COMMENT" : "''"
        let catalog: MySQLText = "information_schema"
        // Of a table no more than its name and type is asked for (traps.md T59).
        return [
            """
            SELECT 'schema', SCHEMA_NAME, DEFAULT_COLLATION_NAME, \(comment) FROM \(catalog).SCHEMATA \
            WHERE \(isIn("SCHEMA_NAME"))
            """,
            """
            SELECT 'table', TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM \(catalog).TABLES WHERE \(isIn("TABLE_SCHEMA"))
            """,
            """
            SELECT 'way', TABLE_SCHEMA, TABLE_NAME, TABLE_COMMENT FROM \(catalog).TABLES \
            WHERE \(isIn("TABLE_SCHEMA")) AND \(MySQLSwap.isWay)
            """,
            """
            SELECT 'trigger', TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_OBJECT_TABLE FROM \(catalog).TRIGGERS \
            WHERE \(isIn("TRIGGER_SCHEMA")) ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER
            """,
            """
            SELECT 'routine', ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE FROM \(catalog).ROUTINES \
            WHERE \(isIn("ROUTINE_SCHEMA"))
            """,
            "SELECT 'event', EVENT_SCHEMA, EVENT_NAME FROM \(catalog).EVENTS WHERE \(isIn("EVENT_SCHEMA"))",
            """
            SELECT 'reference', CONSTRAINT_SCHEMA, TABLE_NAME, UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME \
            FROM \(catalog).REFERENTIAL_CONSTRAINTS WHERE \(isIn("UNIQUE_CONSTRAINT_SCHEMA"))
            """,
            "SELECT 'end', '', ''",
            "SHOW CREATE DATABASE \(name: existing.text)",
        ]
    }

    /// Reads the answer; throws `SourceError` when it is not whole.
    init(_ answer: ToolAnswer) throws {
        var isWhole = false
        for row in MySQLRows.read(answer.output) where row.count >= 2 {
            let database = ExactName(row[1])
            switch row[0] {
            case "end": isWhole = true
            case _ where row.count == 2 && row[1].begins(with: "CREATE DATABASE "):
                let head = MySQLText("CREATE DATABASE \(name: row[0])").text
                let isHead = row[1].begins(with: head)
                databases[ExactName(row[0]), default: Database()].clauses =
                    isHead ? String(row[1].unicodeScalars.dropFirst(head.unicodeScalars.count)) : ""
            case "schema" where row.count == 4:
                databases[database, default: Database()].collation = row[2]
                databases[database, default: Database()].comment = row[3]
            case "table" where row.count == 4:
                add(ExactName(row[2]), of: row[3], to: database)
            case "way" where row.count == 4: ways.append((database, ExactName(row[2]), row[3]))
            case "trigger" where row.count == 4:
                databases[database]?.code.append(
                    MySQLCode(kind: "TRIGGER", name: ExactName(row[2]), table: ExactName(row[3])))
            case "routine" where row.count == 4:
                databases[database]?.code.append(MySQLCode(kind: row[3], name: ExactName(row[2])))
            case "event" where row.count == 3:
                databases[database]?.code.append(MySQLCode(kind: "EVENT", name: ExactName(row[2])))
            case "reference" where row.count == 5:
                references.append(
                    Reference(
                        database: database, table: ExactName(row[2]), referred: ExactName(row[3]),
                        referredTable: ExactName(row[4])))
            default: break
            }
        }
        guard isWhole else {
            throw SourceError(
                "source.answer-unreadable", "the server's answer about the databases is not whole",
                details: .verbatim(answer.errorLines))
        }
    }

    private mutating func add(_ table: ExactName, of type: String, to database: ExactName) {
        switch type {
        case "VIEW": databases[database]?.code.append(MySQLCode(kind: "VIEW", name: table))
        case "SEQUENCE":
            databases[database]?.tables.append(table)
            databases[database]?.sequences.insert(table)
        case "BASE TABLE", "SYSTEM VERSIONED": databases[database]?.tables.append(table)
        default: break
        }
    }

    /// What keeps the tables of a database from moving away together.
    func obstacle(to moving: ExactName) -> Explanation? {
        let others = references.filter { reference in
            reference.referred == moving
                && (reference.database != moving
                    || databases[moving]?.tables.contains(reference.referredTable) == false)
        }
        guard !others.isEmpty else { return nil }
        func words(_ reference: Reference) -> String {
            "\"\(reference.database.text.printable)\".\"\(reference.table.text.printable)\" → "
                + "\"\(reference.referred.text.printable)\".\"\(reference.referredTable.text.printable)\""
        }
        return Explanation(
            "restore.foreign-keys",
            """
            foreign keys hold on to the tables of \"\(moving.text.printable)\", and would go with them when \
            the database is kept under another name
            """,
            details: .verbatim(others.prefix(20).map(words)),
            hints: [
                "restore under another name with --target NAME, and copy what is needed",
                "or drop these foreign keys, and make them again after the restore",
            ])
    }
}
