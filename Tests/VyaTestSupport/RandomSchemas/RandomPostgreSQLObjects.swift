import VyaCore

/// Objects that build on tables.
extension RandomPostgreSQLSchema {
    /// A partitioned table with partitions on several levels, some of which have their columns in another order.
    mutating func makePartitions() {
        let (k, l) = (fresh(), fresh())
        let (other, definition) = makeColumn()
        let integer = PostgreSQLType("integer") { dice in String(dice.number(-20...40)) }
        let word = PostgreSQLType("text") { dice in dice.one(["a", "b'", "\\", "\n", "é", "z"]) }
        var table = Table(
            name: made(), columns: [Column(name: k, type: integer), Column(name: l, type: word), other],
            key: nil)
        let hasKey = dice.chance(30)
        var parts = ["\(k) integer", "\(l) text", definition]
        if hasKey { parts.append("CONSTRAINT \(fresh()) PRIMARY KEY (\(k), \(l))") }
        let method = dice.one(["RANGE", "LIST", "HASH"])
        let by = !hasKey && dice.chance(20) ? "(\(k) + 0)" : k
        add("CREATE TABLE \(table.name) (\(parts.joined(separator: ", "))) PARTITION BY \(method) (\(by))")
        comment("TABLE \(table.name)")
        let bounds: [String] =
            switch method {
            case "RANGE": ["FROM (MINVALUE) TO (0)", "FROM (0) TO (10)", "FROM (10) TO (20)"]
            case "LIST": ["IN (1, 2, 3)", "IN (NULL, 4)", "IN (-1)"]
            default: (0..<3).map { "WITH (MODULUS 3, REMAINDER \($0))" }
            }
        for (index, bound) in bounds.enumerated() {
            let name = made()
            switch dice.number(0...3) {
            case 0:
                // In another order, and with a column that was dropped.
                add("CREATE TABLE \(name) (\(l) text, gone int, \(definition), \(k) integer)")
                add("ALTER TABLE \(name) DROP COLUMN gone")
                if hasKey { add("ALTER TABLE \(name) ALTER \(k) SET NOT NULL, ALTER \(l) SET NOT NULL") }
                add("ALTER TABLE \(table.name) ATTACH PARTITION \(name) FOR VALUES \(bound)")
            case 1:
                add(
                    "CREATE TABLE \(name) PARTITION OF \(table.name) FOR VALUES \(bound) PARTITION BY LIST (\(l))"
                )
                let value = dice.one(["'a', E'\\\\', NULL", "E'b\\'', E'\\n'"])
                add("CREATE TABLE \(made()) PARTITION OF \(name) FOR VALUES IN (\(hasKey ? "'a'" : value))")
                add("CREATE TABLE \(made()) PARTITION OF \(name) DEFAULT")
            default:
                add(
                    "CREATE TABLE \(name) PARTITION OF \(table.name) FOR VALUES \(bound)"
                        + (index == 0 ? dice.maybe(" WITH (fillfactor = 40)") : ""))
            }
            if dice.chance(20) { add("ALTER TABLE \(name) ALTER \(l) SET DEFAULT \(text())") }
        }
        if method != "HASH" { add("CREATE TABLE \(made()) PARTITION OF \(table.name) DEFAULT") }
        fill(table, rows: dice.number(0...15))
        if dice.chance(50) { index(table) }
        if dice.chance(20) { add("CREATE INDEX \(fresh()) ON ONLY \(table.name) (\(l))") }
        if dice.chance(20) {
            add("ALTER TABLE \(table.name) ADD CONSTRAINT \(fresh()) CHECK (\(k) IS NULL OR \(k) > -1000)")
        }
        table.isPartitioned = true
        tables.append(table)
        relations.append(table)
    }

    /// Tables that inherit from one or two others.
    ///
    /// All columns of the parents stand first: pg_dump makes a child with its parents named, and the server then puts theirs in front,
    /// so that a column that the parent got later comes back at another place. None loses its default: that comes back as one of NULL,
    /// which the next dump casts.
    mutating func makeChildren() {
        guard let parent = tables.first(where: { !$0.isPartitioned }) else { return }
        parents.insert(parent.name)
        let (column, definition) = makeColumn()
        var child = Table(name: made(), columns: parent.columns + [column])
        // What makes the values of the parent makes none here.
        for index in child.columns.indices where child.columns[index].isRequired {
            child.columns[index].isGiven = true
        }
        add("CREATE TABLE \(child.name) (\(definition)) INHERITS (\(parent.name))")
        comment("TABLE \(child.name)")
        fill(child, rows: dice.number(0...5))
        if dice.chance(30) {
            let other = Table(name: made(), columns: [column], key: nil)
            add("CREATE TABLE \(other.name) (\(definition))")
            add("CREATE TABLE \(made()) () INHERITS (\(parent.name), \(other.name))")
        }
        if let inherited = parent.columns.last, inherited.isGiven, dice.chance(40) {
            let value = inherited.type.literal(&dice, isRequired: true)
            add(
                "ALTER TABLE \(child.name) ALTER \(inherited.name) "
                    + dice.one(["SET DEFAULT \(value)", "SET STATISTICS 3"]))
        }
        if dice.chance(30) { index(child) }
        tables.append(child)
        relations.append(child)
    }

    /// A sequence with settings and a state of chance.
    mutating func makeSequence() {
        let name = made()
        let step = dice.one([1, -1, 7, -3, 100])
        add(
            "CREATE \(dice.maybe("UNLOGGED ", 10))SEQUENCE \(name) AS \(dice.one(["smallint", "integer", "bigint"])) "
                + "INCREMENT \(step) MINVALUE -300 MAXVALUE 300 START \(dice.number(-300...300))"
                + dice.maybe(" CACHE 5") + dice.maybe(" CYCLE"))
        comment("SEQUENCE \(name)")
        switch dice.number(0...3) {
        case 0: add("SELECT nextval(\(PostgreSQLType.quoted(name)))")
        case 1:
            add(
                "SELECT setval(\(PostgreSQLType.quoted(name)), \(dice.one([-300, 0, 300])), \(dice.one(["true", "false"])))"
            )
        default: break
        }
        if let table = growing.last, dice.chance(50) {
            let column = fresh()
            add(
                "ALTER TABLE \(table.name) ADD COLUMN \(column) bigint DEFAULT nextval(\(PostgreSQLType.quoted(name)))"
            )
            if dice.chance(50) { add("ALTER SEQUENCE \(name) OWNED BY \(table.name).\(column)") }
        }
    }

    /// Foreign keys, of a table to itself and in circles, too.
    mutating func makeForeignKeys() {
        for _ in 0..<dice.number(1...3) {
            let parents = tables.filter { $0.key != nil }
            guard !parents.isEmpty, let key = dice.one(parents).key,
                let parent = parents.first(where: { $0.key?.name == key.name })
            else { return }
            guard !growing.isEmpty else { return }
            let (child, column) = (dice.one(growing), fresh())
            add("ALTER TABLE \(child.name) ADD COLUMN \(column) \(key.type.sql)")
            if dice.chance(70) {
                add(
                    "UPDATE \(child.name) SET \(column) = (SELECT \(key.name) FROM \(parent.name) ORDER BY 1 LIMIT 1)"
                )
            }
            let action = dice.one([
                "", " ON DELETE CASCADE", " ON UPDATE SET NULL", " ON DELETE SET DEFAULT ON UPDATE RESTRICT",
            ])
            let name = fresh()
            add(
                "ALTER TABLE \(child.name) ADD CONSTRAINT \(name) FOREIGN KEY (\(column)) REFERENCES \(parent.name) (\(key.name))"
                    + dice.maybe(" MATCH FULL") + action
                    + dice.one(["", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"])
                    + dice.maybe(" NOT VALID", 15))
            comment("CONSTRAINT \(name) ON \(child.name)")
        }
    }

    /// Views of tables and views, and materialized ones.
    mutating func makeViews() {
        for _ in 0..<dice.number(1...4) {
            let (name, of) = (made(), dice.one(relations))
            let columns = of.columns.isEmpty ? [] : dice.some(of.columns, dice.number(1...3))
            let aliases = columns.map { _ in fresh() }
            let list = zip(columns, aliases).map { "x.\($0.name) AS \($1)" }.joined(separator: ", ")
            let view = Table(
                name: name, columns: zip(columns, aliases).map { Column(name: $1, type: $0.type) }, key: nil)
            switch dice.number(0...6) {
            case 0:
                add(
                    "CREATE RECURSIVE VIEW \(name) (\(fresh())) AS VALUES (1) UNION ALL SELECT 2 FROM \(of.name)"
                )
            case 1:
                // Known from the primary key alone, so that the view can be made only once that is there.
                guard let key = of.key, let other = of.columns.last else { break }
                add(
                    "CREATE VIEW \(name) AS SELECT \(key.name), \(other.name) FROM \(of.name) GROUP BY \(key.name)"
                )
                if dice.chance(50) {
                    add("CREATE MATERIALIZED VIEW \(made()) AS SELECT * FROM \(name) ORDER BY 1")
                }
            case 2, 3:
                add(
                    "CREATE MATERIALIZED VIEW \(name)\(dice.maybe(" WITH (fillfactor = 30)")) AS SELECT \(list) FROM \(of.name) x"
                        + dice.one(["", " WITH DATA", " WITH NO DATA"]))
                comment("MATERIALIZED VIEW \(name)")
                if dice.chance(50) { index(view) }
            case 4:
                add(
                    "CREATE VIEW \(name) WITH (security_barrier, security_invoker = \(dice.one(["on", "off"]))) AS SELECT \(list), "
                        + "\(text())::text AS \(fresh()), pg_catalog.row_number() OVER () AS \(fresh()) FROM \(of.name) x WHERE true"
                )
                comment("VIEW \(name)")
                if let alias = aliases.first { comment("COLUMN \(name).\(alias)") }
            default:
                add(
                    "CREATE VIEW \(name) AS SELECT \(list) FROM \(of.name) x WHERE 1 > 0"
                        + dice.one(["", " WITH LOCAL CHECK OPTION", " WITH CASCADED CHECK OPTION"]))
                if !columns.isEmpty {
                    relations.append(view)
                    let value = view.columns[0].type.literal(&dice, isRequired: true)
                    if dice.chance(20) {
                        add("ALTER VIEW \(name) ALTER \(view.columns[0].name) SET DEFAULT \(value)")
                    }
                }
            }
        }
    }

    /// Things that are made after the picture of others: a table like another one, a view that takes rows, an identity by an index.
    mutating func makeLikenesses() {
        let (name, of) = (made(), dice.one(tables))
        // The sequence of a copied identity has its bounds in words, which pg_dump leaves out of the next dump.
        add("CREATE TABLE \(name) (LIKE \(of.name) INCLUDING ALL EXCLUDING IDENTITY)")
        let (view, function, index) = (made(), made(), fresh())
        add("CREATE VIEW \(view) AS SELECT 1 AS n")
        add("CREATE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        add(
            "CREATE TRIGGER \(fresh()) INSTEAD OF INSERT OR UPDATE ON \(view) FOR EACH ROW EXECUTE FUNCTION \(function)()"
        )
        let plain = made()
        add("CREATE TABLE \(plain) (a int NOT NULL, b text NOT NULL)")
        add("CREATE UNIQUE INDEX \(index) ON \(plain) (b DESC, a)")
        add("ALTER TABLE \(plain) REPLICA IDENTITY USING INDEX \(index)")
        add(
            "CREATE TABLE \(made()) (x int, y text, FOREIGN KEY (y, x) REFERENCES \(plain) (b, a) MATCH FULL)"
        )
        add("CREATE CONVERSION \(made()) FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1")
        add("CREATE TABLE \(made()) ()")
    }

    /// Extended statistics.
    mutating func makeStatistics() {
        let (name, table) = (made(), dice.one(tables))
        let columns = table.columns.filter { $0.type.isOrdered && $0.isGiven }.prefix(3).map(\.name)
        guard columns.count > 1 else { return }
        add(
            "CREATE STATISTICS \(name)\(dice.maybe(" (ndistinct, mcv)")) ON \(columns.joined(separator: ", ")), (\(columns[0]) IS NULL) FROM \(table.name)"
        )
        comment("STATISTICS \(name)")
        if dice.chance(50) { add("ALTER STATISTICS \(name) SET STATISTICS 77") }
        if dice.chance(50) { add("ANALYZE \(table.name)") }
    }

    /// Large objects, empty ones and such of several pages.
    mutating func makeLargeObject() {
        let id = 1_000_000 + number * 2
        let bytes = dice.one(["", "00", "5c2e0a", String(repeating: "00ff5c0a", count: 1500)])
        add("SELECT lo_from_bytea(\(id), '\\x\(bytes)')")
        if dice.chance(40) { add("COMMENT ON LARGE OBJECT \(id) IS \(text())") }
        if dice.chance(40) { add("GRANT SELECT ON LARGE OBJECT \(id) TO \(dice.one(Self.roles))") }
        // With a hole.
        if dice.chance(30) { add("SELECT lo_create(\(id + 1)), lo_put(\(id + 1), 5000, '\\x41')") }
    }

    /// A dictionary and a configuration of text search, with a column that is made by it.
    mutating func makeTextSearch() {
        let (words, name, other) = (made(), made(), made())
        add("CREATE TEXT SEARCH DICTIONARY \(words) (TEMPLATE = pg_catalog.simple, ACCEPT = false)")
        add("CREATE TEXT SEARCH CONFIGURATION \(name) (COPY = pg_catalog.english)")
        add(
            "ALTER TEXT SEARCH CONFIGURATION \(name) ALTER MAPPING FOR asciiword, word WITH \(words), pg_catalog.simple"
        )
        comment("TEXT SEARCH CONFIGURATION \(name)")
        add(
            "CREATE TABLE \(other) (t text, v tsvector GENERATED ALWAYS AS (to_tsvector(\(PostgreSQLType.quoted(name))::regconfig, t)) STORED)"
        )
        add("INSERT INTO \(other) VALUES (\(text())), ('some words'), (NULL)")
        add("CREATE INDEX \(fresh()) ON \(other) USING gin (v)")
    }

    /// Privileges, on the schema and for what will be made in it, too.
    mutating func grant() {
        let role = dice.one(Self.roles)
        add("GRANT \(dice.one(["ALL", "USAGE", "CREATE"])) ON SCHEMA \(space) TO \(role)")
        let table = dice.one(tables)
        add(
            "GRANT \(dice.one(["ALL", "SELECT, UPDATE", "TRUNCATE, REFERENCES"])) ON \(table.name) TO \(role)"
        )
        if let column = table.columns.first {
            add(
                "GRANT SELECT (\(column.name)), UPDATE (\(column.name)) ON \(table.name) TO \(dice.one(Self.roles))"
            )
        }
        if dice.chance(40) { add("GRANT INSERT ON \(table.name) TO one_role WITH GRANT OPTION") }
        if dice.chance(40) { add("REVOKE DELETE ON \(table.name) FROM postgres") }
        if dice.chance(40) {
            add(
                "ALTER DEFAULT PRIVILEGES FOR ROLE one_role IN SCHEMA \(space) GRANT SELECT ON \(dice.one(["TABLES", "SEQUENCES"])) TO \(role)"
            )
        }
    }

    /// A publication.
    mutating func makePublication() {
        let (name, table) = (
            PrivatePostgreSQL.identifier("p\(number)" + dice.text(upTo: 40)), dice.one(tables)
        )
        let what = dice.one([
            "FOR TABLE \(table.name)", "FOR TABLES IN SCHEMA \(space)",
            "FOR TABLE ONLY \(table.name) WHERE (1 > 0)", "",
        ])
        add("CREATE PUBLICATION \(name) \(what)" + dice.maybe(" WITH (publish = 'insert, truncate')"))
        comment("PUBLICATION \(name)")
    }

    /// Columns that come and go late, and rows that are changed.
    mutating func changeColumns() {
        guard !growing.isEmpty else { return }
        let table = dice.one(growing)
        let (column, definition) = makeColumn()
        let gone = fresh()
        add("ALTER TABLE \(table.name) ADD COLUMN \(gone) text DEFAULT \(text()), ADD COLUMN \(definition)")
        add("ALTER TABLE \(table.name) DROP COLUMN \(gone)")
        let value = column.type.literal(&dice)
        add("UPDATE \(table.name) SET \(column.name) = \(value)")
        if let name = table.columns.first?.name, dice.chance(30) {
            add("ALTER TABLE \(table.name) RENAME COLUMN \(name) TO \(fresh())")
        }
    }
}
