import VyaCore

/// Objects of PostgreSQL that belong together, in a schema of their own, with data; the same seed makes the same.
///
///     let schema = RandomPostgreSQLSchema(seed: 4711, number: 3)
///     try server.refusals(of: RandomPostgreSQLSchema.preparation + schema.sql, in: "shop")
///
/// A server may refuse some of the statements, such as a row that a constraint of chance forbids: the others build on nothing that
/// is not there. Left out is what pg_dump itself does not bring back as it was; it is told of where it would stand.
package struct RandomPostgreSQLSchema {
    /// The statements, each on its own.
    package private(set) var statements: [String] = []
    /// The number that makes names unique which a database or server has once.
    let number: Int
    /// The schema's name, in quotes.
    let space: String
    var dice: Dice
    var types = PostgreSQLType.builtIn
    var tables: [Table] = []
    /// The names of those from which others inherit, which get no more columns.
    var parents: Set<String> = []
    /// Views and tables, as something to select from.
    var relations: [Table] = []

    struct Column {
        let name: String
        let type: PostgreSQLType
        var isGiven = true
        var isRequired = false
    }

    struct Table {
        let name: String
        var columns: [Column]
        /// A column that is unique.
        var key: Column?
        var isPartitioned = false
    }

    /// Makes up a schema.
    package init(seed: UInt64, number: Int) {
        self.number = number
        var dice = Dice(seed: seed &* 1_000_003 &+ UInt64(number))
        space = PrivatePostgreSQL.identifier("s\(number)" + dice.text(upTo: 50))
        self.dice = dice
        add("CREATE SCHEMA \(space)")
        comment("SCHEMA \(space)")
        let makers: [(Int, (inout Self) -> Void)] = [
            (70, { $0.makeTypes() }), (100, { $0.makeTable() }), (60, { $0.makeTable() }),
            (60, { $0.makeTable() }),
            (40, { $0.makePartitions() }), (30, { $0.makeChildren() }), (40, { $0.makeSequence() }),
            (50, { $0.makeFunctions() }), (30, { $0.makeOperators() }), (50, { $0.makeForeignKeys() }),
            (50, { $0.makeViews() }), (30, { $0.makeTriggers() }), (20, { $0.makeRules() }),
            (20, { $0.makePolicies() }),
            (20, { $0.makeStatistics() }), (25, { $0.makeLargeObject() }), (15, { $0.makeTextSearch() }),
            (30, { $0.grant() }), (15, { $0.makePublication() }), (20, { $0.changeColumns() }),
            (25, { $0.makeLikenesses() }),
        ]
        for (percent, make) in makers where self.dice.chance(percent) { make(&self) }
    }

    /// What the server and each session need before: accounts, and a path on which nothing is found by chance.
    package static let preparation = """
        SET client_min_messages = error; SET search_path = pg_catalog; SET check_function_bodies = off;
        CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public; CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
        CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;
        DO $$ BEGIN CREATE ROLE one_role; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        DO $$ BEGIN CREATE ROLE "it's; a ""role"" \\"; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

        """

    static let roles = ["one_role", "\"it's; a \"\"role\"\" \\\"", "PUBLIC"]

    /// All statements, as psql takes them.
    package var sql: String { statements.map { $0 + ";\n" }.joined() }

    /// Tables that may get more columns.
    var growing: [Table] { tables.filter { !parents.contains($0.name) } }

    mutating func add(_ statement: String) { statements.append(statement) }

    /// A new name in quotes.
    mutating func fresh() -> String { PrivatePostgreSQL.identifier(dice.name()) }

    /// A new name in quotes, with that of the schema.
    mutating func made() -> String { space + "." + fresh() }

    /// A text in quotes.
    mutating func text() -> String { PostgreSQLType.quoted(dice.text()) }

    /// Says something about an object, or nothing.
    mutating func comment(_ object: String) {
        if dice.chance(25) { add("COMMENT ON \(object) IS \(text())") }
    }

    mutating func anyType() -> PostgreSQLType {
        let type = dice.one(types)
        return dice.chance(20) && !type.sql.hasSuffix("]") && !type.sql.holds("COLLATE") ? type.array : type
    }

    /// Enums, composite types, domains, ranges and collations, which the tables behind them use.
    mutating func makeTypes() {
        var own: [PostgreSQLType] = []
        if dice.chance(60) {
            let name = made()
            let labels = (0..<dice.number(0...5)).map { "\($0)" + dice.text(upTo: 60) }
            add("CREATE TYPE \(name) AS ENUM (\(labels.map(PostgreSQLType.quoted).joined(separator: ", ")))")
            comment("TYPE \(name)")
            if let first = labels.first {
                let late = "late" + dice.text(upTo: 50)
                add(
                    "ALTER TYPE \(name) ADD VALUE \(PostgreSQLType.quoted(late)) BEFORE \(PostgreSQLType.quoted(first))"
                )
                own.append(PostgreSQLType(name, labels + [late]))
            }
        }
        if dice.chance(50) {
            let name = made()
            let base = dice.one(["C", "POSIX", "en-x-icu", "und-x-icu"])
            add("CREATE COLLATION \(name) FROM pg_catalog.\"\(base)\"")
            own.append(PostgreSQLType("text COLLATE \(name)") { dice in dice.text() })
            let loose = made()
            add(
                "CREATE COLLATION \(loose) (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
            )
            own.append(PostgreSQLType("text COLLATE \(loose)") { dice in dice.text() })
            comment("COLLATION \(name)")
        }
        for _ in 0..<dice.number(0...2) {
            let name = made()
            let parts = (0..<dice.number(1...4)).map { _ in anyType() }
            let names = parts.map { _ in fresh() }
            let columns = zip(names, parts).map { "\($0) \($1.sql)" }
            add("CREATE TYPE \(name) AS (\(columns.joined(separator: ", ")))")
            types.append(.composite(name, of: parts))
            if dice.chance(20) {
                let typed = Table(name: made(), columns: zip(names, parts).map { Column(name: $0, type: $1) })
                add(
                    "CREATE TABLE \(typed.name) OF \(name) (\(names[0]) WITH OPTIONS CHECK (2 > 1), CHECK (1 > 0))"
                )
                fill(typed, rows: dice.number(0...4))
                relations.append(typed)
            }
            own.append(.composite(name, of: parts))
            comment("TYPE \(name)")
        }
        for _ in 0..<dice.number(0...2) {
            let name = made()
            let base = anyType()
            let bound = "VALUE IS NULL OR pg_catalog.pg_column_size(VALUE) >= 0"
            let value = base.literal(&dice, isRequired: true)
            add(
                "CREATE DOMAIN \(name) AS \(base.sql)" + dice.maybe(" DEFAULT \(value)")
                    + dice.maybe(" CONSTRAINT \(fresh()) CHECK (\(bound))", 60)
                    + dice.maybe(" CHECK (\(bound))"))
            if dice.chance(20) {
                add("ALTER DOMAIN \(name) ADD CONSTRAINT \(fresh()) CHECK (\(bound)) NOT VALID")
            }
            let domain = PostgreSQLType(name, isOrdered: base.isOrdered, draw: base.draw)
            types.append(domain)
            own.append(domain)
            comment("DOMAIN \(name)")
        }
        if dice.chance(40) {
            let (name, several) = (made(), made())
            add(
                "CREATE TYPE \(name) AS RANGE (SUBTYPE = text, COLLATION = \"C\", MULTIRANGE_TYPE_NAME = \(several))"
            )
            own.append(.range(name, ["", "'", "A", "\\", "a", "a\n", "é"]))
            own.append(.range(several, ["A", "B", "a\"", "b"], multirange: true))
            // With a name for the other type, since PostgreSQL 15 cuts a long one that it makes itself within a character, and then
            // takes no dump of it.
            let (floats, more) = (made(), made())
            add(
                "CREATE TYPE \(floats) AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = \(more))"
            )
            own.append(.range(floats, ["-Infinity", "-1.5", "0", "1e300"]))
        }
        // Own types are drawn as often as all others together.
        for _ in 0..<10 { types += own }
    }

    /// A table with columns, constraints, indexes, rows and settings.
    mutating func makeTable() {
        var table = Table(name: made(), columns: [], key: nil)
        var parts: [String] = []
        if dice.chance(70) {
            let key = dice.one([
                "bigint GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT -2 MINVALUE -99 MAXVALUE 9 CACHE 3 CYCLE)",
                "integer GENERATED BY DEFAULT AS IDENTITY", "smallint GENERATED ALWAYS AS IDENTITY", "serial",
                "bigserial",
                "uuid DEFAULT gen_random_uuid()", "integer", "text",
            ])
            let type = PostgreSQLType(key.hasSuffix("serial") ? "bigint" : String(key.head(upTo: " "))) {
                dice in
                key.hasPrefix("uuid") ? "00000000-0000-0000-0000-0000000000a1" : String(dice.number(0...99))
            }
            let column = Column(
                name: fresh(), type: type, isGiven: key == "integer" || key == "text", isRequired: true)
            parts.append(
                "\(column.name) \(key) CONSTRAINT \(fresh()) PRIMARY KEY"
                    + dice.maybe(" DEFERRABLE INITIALLY DEFERRED", 2))
            table.columns.append(column)
            table.key = column
        }
        for _ in 0..<dice.number(table.key == nil ? 0 : 1, 8) {
            let (column, definition) = makeColumn()
            parts.append(definition)
            table.columns.append(column)
            if dice.chance(10) {
                parts.append("CONSTRAINT \(fresh()) CHECK (\(check(column)))" + dice.maybe(" NO INHERIT"))
            }
            if dice.chance(8) {
                let made = "\(column.name) IS NULL"
                let type = PostgreSQLType("boolean", ["t"])
                table.columns.append(Column(name: fresh(), type: type, isGiven: false))
                parts.append(
                    "\(table.columns[table.columns.count - 1].name) boolean GENERATED ALWAYS AS (\(made)) STORED"
                )
            }
            if column.type.isOrdered, dice.chance(6) {
                parts.append("UNIQUE" + dice.maybe(" NULLS NOT DISTINCT") + " (\(column.name))")
            }
            if column.type.sql.hasSuffix("range"), dice.chance(30) {
                let also =
                    column.name == table.columns.first?.name
                    ? "" : dice.maybe("(\(column.name) IS NULL) WITH =, ")
                parts.append(
                    "CONSTRAINT \(fresh()) EXCLUDE USING gist (\(also)\(column.name) WITH &&)"
                        + dice.maybe(" DEFERRABLE", 5))
            }
        }
        add(
            "CREATE \(dice.maybe("UNLOGGED ", 8))TABLE \(table.name) (\(parts.joined(separator: ",\n ")))"
                + dice.maybe(
                    " WITH (fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_vacuum_threshold = 7)",
                    15))
        fill(table, rows: dice.chance(15) ? 0 : dice.number(1...9))
        if dice.chance(4) { multiply(table) }
        settle(table)
        for _ in 0..<dice.number(0...2) { index(table) }
        tables.append(table)
        relations.append(table)
    }

    /// A column with what may stand behind it.
    mutating func makeColumn() -> (Column, String) {
        let type = anyType()
        let column = Column(name: fresh(), type: type, isRequired: dice.chance(15))
        let value = type.literal(&dice, isRequired: true)
        return (
            column,
            "\(column.name) \(type.sql)" + (column.isRequired ? " NOT NULL" : "")
                + dice.maybe(" DEFAULT \(value)", 25)
                + dice.maybe(" CHECK (\(check(column)))", 8)
        )
    }

    /// A condition that every value meets.
    mutating func check(_ column: Column) -> String {
        dice.one([
            "\(column.name) IS NULL OR pg_catalog.pg_column_size(\(column.name)) >= 0",
            "\(column.name)::text IS DISTINCT FROM \(PostgreSQLType.quoted("never" + dice.text()))",
        ])
    }

    /// Puts rows into a table.
    mutating func fill(_ table: Table, rows: Int) {
        for row in 0..<rows {
            let columns = table.columns.filter { $0.isGiven && ($0.isRequired || dice.chance(90)) }
            if columns.isEmpty {
                add("INSERT INTO \(table.name) DEFAULT VALUES")
                continue
            }
            let values = columns.map { column -> String in
                if column.name == table.key?.name { return "'\(row * 7 - 3)'" }
                return column.type.literal(&dice, isRequired: column.isRequired)
            }
            add(
                "INSERT INTO \(table.name) (\(columns.map(\.name).joined(separator: ", "))) "
                    + "VALUES (\(values.joined(separator: ", ")))" + dice.maybe(" ON CONFLICT DO NOTHING", 80)
            )
        }
    }

    /// Puts many rows of one value into a table, so that it fills more than one block of a backup.
    mutating func multiply(_ table: Table) {
        let columns = table.columns.filter { $0.isGiven && $0.name != table.key?.name && $0.isRequired }
        guard table.key?.isGiven != true else { return }
        let values = columns.map { $0.type.literal(&dice, isRequired: true) }
        let (names, list) = (columns.map(\.name).joined(separator: ", "), values.joined(separator: ", "))
        let count = dice.number(300...3000)
        add(
            "INSERT INTO \(table.name)\(columns.isEmpty ? "" : " (\(names))") SELECT \(list) FROM generate_series(1, \(count))"
                + " ON CONFLICT DO NOTHING")
    }

    /// Settings of a table and its columns.
    mutating func settle(_ table: Table) {
        comment("TABLE \(table.name)")
        guard let column = table.columns.last else { return }
        comment("COLUMN \(table.name).\(column.name)")
        if dice.chance(20) {
            let change = dice.one([
                "SET STORAGE EXTERNAL", "SET STORAGE MAIN", "SET COMPRESSION pglz", "SET COMPRESSION lz4",
                "SET STATISTICS 7",
                "SET (n_distinct = -0.5)",
            ])
            add("ALTER TABLE \(table.name) ALTER \(column.name) \(change)")
        }
        if dice.chance(10) {
            add("ALTER TABLE \(table.name) REPLICA IDENTITY \(dice.one(["FULL", "NOTHING"]))")
        }
        if dice.chance(10) {
            add("ALTER TABLE \(table.name) OWNER TO \(dice.one(Array(Self.roles.dropLast())))")
        }
    }

    /// An index of one of many kinds.
    mutating func index(_ table: Table) {
        let name = fresh()
        let columns = dice.some(table.columns, dice.number(1...2))
        guard let first = columns.first else { return }
        let (inner, sql) = (first.name, first.type.sql)
        let isText = sql.hasPrefix("text") || sql.hasPrefix("varchar")
        let (method, what): (String, String) =
            switch () {
            case _ where sql.hasSuffix("[]") && dice.chance(60): ("gin", inner)
            case _ where sql == "jsonb" && dice.chance(60):
                ("gin", inner + dice.one(["", " jsonb_path_ops"]))
            case _ where sql.hasSuffix("range") && dice.chance(60): (dice.one(["gist", "spgist"]), inner)
            case _ where ["point", "box", "polygon", "circle"].contains(sql): ("gist", inner)
            case _ where isText && dice.chance(40):
                ("btree", "\(inner) COLLATE \"C\" text_pattern_ops DESC NULLS LAST")
            case _ where isText && dice.chance(40): ("hash", inner)
            case _ where isText && dice.chance(60):
                ("btree", "pg_catalog.lower(\(inner)), (\(inner) || \(text()))")
            case _ where sql == "integer" && dice.chance(50): ("brin", inner)
            case _ where !first.type.isOrdered || dice.chance(20): ("btree", "(\(inner) IS NULL)")
            default:
                (
                    "btree",
                    columns.filter(\.type.isOrdered).map {
                        $0.name + dice.one(["", " DESC", " ASC NULLS FIRST"])
                    }
                    .joined(separator: ", ") + dice.maybe(") INCLUDE (\(inner)", 20)
                )
            }
        add(
            "CREATE INDEX \(name) ON \(table.name) USING \(method) (\(what))"
                + dice.maybe(method == "btree" || method == "hash" ? " WITH (fillfactor = 55)" : "", 20)
                + dice.maybe(" WHERE (\(inner) IS NOT NULL)", 20))
        comment("INDEX \(space).\(name)")
        if method == "btree", dice.chance(10) { add("ALTER TABLE \(table.name) CLUSTER ON \(name)") }
        if what.holds("||"), dice.chance(30) {
            add("ALTER INDEX \(space).\(name) ALTER COLUMN 2 SET STATISTICS 99")
        }
    }
}

extension Dice {
    fileprivate mutating func number(_ least: Int, _ most: Int) -> Int { number(least...most) }
}
