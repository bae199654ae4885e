import VyaCore

/// Objects of MariaDB that belong together, with data; the same seed makes the same.
///
///     let schema = RandomMariaDBSchema(seed: 4711, number: 3)
///     try server.errors(of: RandomMariaDBSchema.preparation + schema.sql, in: "shop", as: …)
///
/// A server may refuse some of the statements. Left out is what mariadb-dump itself does not bring back as it was; it is told of
/// where it would stand.
package struct RandomMariaDBSchema {
    /// The statements, as the stock client takes them, each on its own.
    package private(set) var statements: [String] = []
    /// The number that makes names unique in a database.
    let number: Int
    var dice: Dice
    var tables: [Table] = []
    /// Views and tables, as something to select from.
    var relations: [Table] = []

    struct Column {
        let name: String
        let type: MariaDBType
        var isGiven = true
        var isRequired = false
    }

    struct Table {
        let name: String
        var columns: [Column]
        var engine = "InnoDB"
        /// The type of its key `id`, if it has one.
        var key: String?
        /// Whether it takes columns and references.
        var isPlain = true

        var isView: Bool

        init(name: String, columns: [Column], isView: Bool = false) {
            (self.name, self.columns, self.isView) = (name, columns, isView)
        }
    }

    /// Makes up a schema.
    package init(seed: UInt64, number: Int) {
        self.number = number
        dice = Dice(seed: seed &* 1_000_003 &+ UInt64(number))
        let makers: [(Int, (inout Self) -> Void)] = [
            (40, { $0.makeSequence() }), (100, { $0.makeTable() }), (60, { $0.makeTable() }),
            (60, { $0.makeTable() }),
            (40, { $0.makePartitions() }), (25, { $0.makeVersions() }), (50, { $0.makeForeignKeys() }),
            (30, { $0.changeTable() }), (60, { $0.makeViews() }),
            (40, { $0.makeTriggers() }), (60, { $0.makeRoutines() }), (20, { $0.makePackage() }),
            (30, { $0.makeEvents() }),
        ]
        for (percent, make) in makers where dice.chance(percent) { make(&self) }
    }

    /// What each session needs before: all characters, and values of chance that are bent and not refused.
    package static let preparation = """
        SET NAMES utf8mb4; SET time_zone = '+00:00'; SET sql_mode = '\(plainMode)'; SET system_versioning_alter_history = KEEP;

        """

    private static let plainMode = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES"

    /// All statements, as the stock client takes them.
    package var sql: String { statements.joined() }

    mutating func add(_ statement: String) { statements.append(statement + ";\n") }

    /// Adds code that holds semicolons, made in a mode of its own.
    mutating func addCode(_ statement: String, mode: String = "") {
        statements.append(
            "SET sql_mode = '\(mode)';\nDELIMITER ~|~\n\(statement)\n~|~\nDELIMITER ;\nSET sql_mode = '\(Self.plainMode)';\n"
        )
    }

    /// A new name, as it is.
    mutating func plainName() -> String {
        var name = dice.name(upTo: 60, wide: false)
        func size() -> Int {
            name.unicodeScalars.reduce(0) { $0 + ($1.isASCII && $1.properties.isAlphabetic ? 1 : 5) }
        }
        // As long as the names of files allow.
        while name.unicodeScalars.count > 56 || size() > 190 { name.unicodeScalars.removeLast() }
        return dice.chance(50) ? name + "x\(number)" : "x\(number)_" + name + "_"
    }

    /// A new name in backticks.
    mutating func fresh() -> String { PrivateMariaDB.identifier(plainName()) }

    /// A text in quotes.
    mutating func text() -> String { MariaDBType.quoted(dice.text()) }

    /// A comment of an object, or none.
    mutating func comment() -> String { dice.chance(25) ? " COMMENT \(text())" : "" }

    /// A table with columns, keys, rows and settings.
    mutating func makeTable() {
        var table = Table(name: fresh(), columns: [])
        table.engine = dice.one(["InnoDB", "InnoDB", "InnoDB", "Aria", "MyISAM", "MEMORY"])
        var parts: [String] = []
        if dice.chance(70) {
            let key = dice.one(["INT", "BIGINT UNSIGNED", "SMALLINT", "TINYINT", "MEDIUMINT UNSIGNED"])
            table.key = key
            parts.append("`id` \(key) NOT NULL AUTO_INCREMENT PRIMARY KEY" + comment())
        }
        for _ in 0..<dice.number((table.key == nil ? 1 : 0)...8) {
            var type = dice.one(MariaDBType.all)
            // MEMORY takes no long values, and Aria puts long rows where there is room, so that a dump has them in another order.
            while ["MEMORY", "Aria"].contains(table.engine), [.long, .longText, .shape].contains(type.kind) {
                type = dice.one(MariaDBType.all)
            }
            let column = Column(
                name: fresh(), type: type, isRequired: dice.chance(20) && type.kind != .moment)
            parts.append(definition(of: column))
            table.columns.append(column)
            if dice.chance(15), !type.sql.hasSuffix("COMPRESSED") { parts.append(key(on: column, of: table)) }
            if dice.chance(8), type.kind != .shape, table.engine != "MEMORY" {
                let expression = dice.one([
                    "\(column.name) IS NULL", "OCTET_LENGTH(\(column.name)) + 1",
                    "COALESCE(OCTET_LENGTH(\(column.name)), 0) * 2",
                ])
                parts.append(
                    "\(fresh()) BIGINT AS (\(expression)) \(dice.one(["VIRTUAL", "PERSISTENT"]))" + comment())
            }
            if dice.chance(6) { parts.append("CONSTRAINT \(fresh()) CHECK (\(check(column)))") }
        }
        var settings = ""
        switch table.engine {
        case "InnoDB":
            settings = dice.one([
                "", "", " ROW_FORMAT=REDUNDANT", " ROW_FORMAT=COMPACT",
                " ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8", " PAGE_COMPRESSED=1 STATS_PERSISTENT=0",
            ])
        case "Aria":
            settings = dice.one([
                "", " TRANSACTIONAL=1", " TRANSACTIONAL=0 PAGE_CHECKSUM=1", " ROW_FORMAT=PAGE",
            ])
        case "MyISAM":
            settings = dice.one([
                "", " ROW_FORMAT=FIXED", " DELAY_KEY_WRITE=1 PACK_KEYS=1 CHECKSUM=1",
                " MIN_ROWS=5 MAX_ROWS=10000",
            ])
        default: break
        }
        if table.key != nil { settings += dice.maybe(" AUTO_INCREMENT=\(dice.number(2...99))") }
        settings += dice.one([
            "", "", " CHARACTER SET latin1", " COLLATE utf8mb4_bin", " CHARACTER SET utf8mb3",
        ])
        add(
            "CREATE TABLE \(table.name) (\(parts.joined(separator: ",\n "))) ENGINE=\(table.engine)\(settings)"
                + comment())
        fill(table, rows: dice.chance(15) ? 0 : dice.number(1...9))
        if dice.chance(4), ["InnoDB", "MyISAM"].contains(table.engine) {
            let needed = table.columns.filter { $0.isRequired && $0.isGiven }
            let values = needed.map { $0.type.literal(&dice, required: true) }
            add(
                "INSERT IGNORE INTO \(table.name) (\((needed.map(\.name) + (table.key == nil ? [] : ["`id`"])).joined(separator: ", "))) "
                    + "SELECT \((values + (table.key == nil ? [] : ["NULL"])).joined(separator: ", ")) FROM seq_1_to_\(dice.number(300...3000))"
            )
        }
        tables.append(table)
        relations.append(table)
    }

    /// A column with what may stand behind it.
    mutating func definition(of column: Column) -> String {
        let (type, needed) = (column.type, column.isRequired)
        var words = "\(column.name) \(type.sql)"
        if needed { words += " NOT NULL" }
        if !needed { words += dice.maybe(" INVISIBLE", 8) }
        if type.kind != .shape, dice.chance(25) {
            let value = type.literal(&dice, required: true)
            switch type.kind {
            case .moment where type.sql.hasPrefix("DATETIME(6)") || type.sql.hasPrefix("TIMESTAMP(6)"):
                words += " DEFAULT CURRENT_TIMESTAMP(6)" + dice.maybe(" ON UPDATE CURRENT_TIMESTAMP(6)", 50)
            // The server keeps the text of an expression and not its characters, so that only plain ones are sure to come back.
            case .longText where type.sql == "TEXT": words += " DEFAULT (CONCAT('x', UUID()))"
            case .number where type.sql == "INT":
                words += dice.one([" DEFAULT (1 + 2)", " DEFAULT -5", " DEFAULT (FLOOR(RAND() * 10))"])
            // A text may be too long for its column, and a default is not cut.
            case .text, .long, .longText:
                words += " DEFAULT \(value.hasPrefix("REPEAT") || value.utf8.count > 9 ? "''" : value)"
            default: words += " DEFAULT \(value)"
            }
        }
        words += comment()
        if dice.chance(6), type.kind != .shape { words += " CHECK (\(check(column)))" }
        return words
    }

    /// A condition that every value meets.
    mutating func check(_ column: Column) -> String {
        dice.one([
            "\(column.name) IS NULL OR OCTET_LENGTH(\(column.name)) >= 0",
            "1 > 0 OR \(column.name) IS NOT NULL",
            "OCTET_LENGTH(CONCAT('it''s ;', \(column.name))) <> 999999",
        ])
    }

    /// A key of a column.
    mutating func key(on column: Column, of table: Table) -> String {
        let name = fresh()
        switch column.type.kind {
        case .shape:
            return column.isRequired
                ? "SPATIAL KEY \(name) (\(column.name))" : "KEY \(name) (\(column.name)(5))"
        case .long: return "KEY \(name) (\(column.name)(\(dice.number(1...20))))"
        case .longText:
            return column.type.sql.hasPrefix("JSON") || column.type.sql.hasSuffix("COMPRESSED")
                ? "CHECK (1 > 0)"
                : dice.one([
                    "FULLTEXT KEY \(name) (\(column.name))", "KEY \(name) (\(column.name)(7))",
                    "UNIQUE KEY \(name) (\(column.name))",
                ])
        case .text where column.type.sql.hasPrefix("VARCHAR"):
            return "KEY \(name) (\(column.name)(\(dice.number(1...20)))\(dice.one(["", " DESC"])))"
                + comment()
        default:
            return dice.one(["KEY", "KEY", "UNIQUE KEY"]) + " \(name) (\(column.name))"
                + dice.maybe(" USING BTREE") + comment()
                + dice.maybe(" IGNORED", 15)
        }
    }

    /// Puts rows into a table, one by one or several at once.
    mutating func fill(_ table: Table, rows: Int) {
        for row in 0..<rows {
            let columns = table.columns.filter { $0.isGiven && ($0.isRequired || dice.chance(90)) }
            var names = columns.map(\.name)
            var values = columns.map { $0.type.literal(&dice, required: $0.isRequired) }
            if table.key != nil, dice.chance(20) {
                names.append("`id`")
                values.append("\(dice.one([0, 7, 126, -3]) + row)")
            }
            add(
                "INSERT IGNORE INTO \(table.name) (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
            )
        }
    }
}
