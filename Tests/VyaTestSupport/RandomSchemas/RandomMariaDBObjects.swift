import VyaCore

/// Objects that build on tables.
extension RandomMariaDBSchema {
    /// A sequence with settings and a state of chance.
    ///
    /// Defaults that are taken from one are in the kitchen sink: a copy writes its own database in front of them.
    mutating func makeSequence() {
        let name = fresh()
        let step = dice.one([1, -1, 7, -3, 0])
        add(
            "CREATE SEQUENCE \(name) START WITH \(dice.number(-300...300)) MINVALUE -300 MAXVALUE 300 INCREMENT BY \(step)"
                + dice.one(["", " CACHE 5", " NOCACHE"]) + dice.maybe(" CYCLE")
                + dice.one(["", " ENGINE=Aria", " ENGINE=MyISAM"]) + comment())
        for _ in 0..<dice.number(0...3) { add("DO NEXT VALUE FOR \(name)") }
        if dice.chance(20) { add("DO SETVAL(\(name), \(dice.one([-300, 0, 300])), \(dice.number(0...1)))") }
    }

    /// A partitioned table.
    mutating func makePartitions() {
        var table = Table(name: fresh(), columns: [])
        table.isPlain = false
        table.engine = dice.one(["InnoDB", "InnoDB", "Aria", "MyISAM"])
        let (n, d, s) = (fresh(), fresh(), fresh())
        let number = MariaDBType("INT", .number) { dice in String(dice.number(-20...40)) }
        let day = MariaDBType("DATE", .moment) { dice in
            dice.one(["'1990-01-01'", "'2005-05-05'", "'2024-02-29'"])
        }
        let word = MariaDBType("VARCHAR(20)", .text) { dice in
            dice.one(["'a'", "'it''s'", "';'", "'\\\\'", "'z'"])
        }
        table.columns = [
            Column(name: n, type: number), Column(name: d, type: day),
            Column(name: s, type: word, isRequired: true),
        ]
        func part(_ bound: String) -> String { "PARTITION \(fresh()) \(bound)" + comment() }
        let by: String =
            switch dice.number(0...5) {
            case 0:
                "RANGE (\(n) + 1) (\(part("VALUES LESS THAN (0)")), \(part("VALUES LESS THAN (10)")), \(part("VALUES LESS THAN MAXVALUE")))"
            case 1:
                "RANGE COLUMNS (\(d), \(s)) (\(part("VALUES LESS THAN ('2000-01-01', 'm')")), \(part("VALUES LESS THAN (MAXVALUE, MAXVALUE)")))"
            case 2: "LIST COLUMNS (\(s)) (\(part("VALUES IN ('a', 'it''s', ';')")), \(part("DEFAULT")))"
            case 3: "HASH (\(n)) PARTITIONS 3"
            case 4: "LINEAR KEY (\(s)) PARTITIONS 4"
            default:
                "RANGE (YEAR(\(d))) SUBPARTITION BY HASH (TO_DAYS(\(d))) SUBPARTITIONS 2 (\(part("VALUES LESS THAN (2000)")), \(part("VALUES LESS THAN MAXVALUE")))"
            }
        add(
            "CREATE TABLE \(table.name) (\(n) INT, \(d) DATE, \(s) VARCHAR(20) NOT NULL, KEY (\(n))) ENGINE=\(table.engine)\(comment()) PARTITION BY \(by)"
        )
        fill(table, rows: dice.number(0...15))
        tables.append(table)
        relations.append(table)
    }

    /// A table with periods: of the system, with rows that are gone, or of the application.
    mutating func makeVersions() {
        var table = Table(name: fresh(), columns: [])
        table.isPlain = false
        let column = Column(name: fresh(), type: dice.one(MariaDBType.all.filter { $0.kind == .text }))
        table.columns = [column]
        let (start, end) = (fresh(), fresh())
        switch dice.number(0...3) {
        case 0:
            add(
                "CREATE TABLE \(table.name) (\(column.name) \(column.type.sql)) WITH SYSTEM VERSIONING"
                    + comment())
        case 1:
            add(
                "CREATE TABLE \(table.name) (\(column.name) \(column.type.sql), \(fresh()) INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING"
            )
        case 2 where dice.chance(50):
            add(
                "CREATE TABLE \(table.name) (\(column.name) \(column.type.sql), \(start) TIMESTAMP(6) GENERATED ALWAYS AS ROW START, "
                    + "\(end) TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (\(start), \(end))) WITH SYSTEM VERSIONING"
            )
        case 2:
            add(
                "CREATE TABLE \(table.name) (\(column.name) \(column.type.sql)) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME "
                    + "(PARTITION \(fresh()) HISTORY, PARTITION \(fresh()) CURRENT)")
        default:
            add(
                "CREATE TABLE \(table.name) (\(column.name) \(column.type.sql), k INT, \(start) DATE NOT NULL DEFAULT '2000-01-01', "
                    + "\(end) DATE NOT NULL DEFAULT '2001-01-01', PERIOD FOR \(fresh()) (\(start), \(end)))")
        }
        fill(table, rows: dice.number(0...6))
        if dice.chance(50) { add("UPDATE \(table.name) SET \(column.name) = '' LIMIT 2") }
        if dice.chance(50) { add("DELETE FROM \(table.name) LIMIT 1") }
        tables.append(table)
        relations.append(table)
    }

    /// Foreign keys, of a table to itself and in circles, too.
    mutating func makeForeignKeys() {
        let parents = tables.filter { $0.key != nil && $0.engine == "InnoDB" }
        let children = tables.filter { $0.isPlain && $0.engine == "InnoDB" }
        guard !parents.isEmpty, !children.isEmpty else { return }
        for _ in 0..<dice.number(1...3) {
            let (parent, child, column) = (dice.one(parents), dice.one(children), fresh())
            add("ALTER TABLE \(child.name) ADD COLUMN \(column) \(parent.key ?? "INT")" + comment())
            if dice.chance(60) {
                add("UPDATE \(child.name) SET \(column) = (SELECT MIN(`id`) FROM \(parent.name))")
            }
            add(
                "ALTER TABLE \(child.name) ADD CONSTRAINT \(fresh()) FOREIGN KEY (\(column)) REFERENCES \(parent.name) (`id`)"
                    + dice.one([
                        "", " ON DELETE CASCADE", " ON DELETE SET NULL ON UPDATE CASCADE",
                        " ON UPDATE NO ACTION",
                    ]))
        }
    }

    /// Views of tables and views.
    mutating func makeViews() {
        for _ in 0..<dice.number(1...4) {
            let (name, of) = (fresh(), dice.one(relations))
            let columns = dice.some(of.columns, dice.number(1...3))
            guard !columns.isEmpty else { continue }
            let aliases = columns.map { _ in fresh() }
            let list = zip(columns, aliases).map { "x.\($0.name) AS \($1)" }.joined(separator: ", ")
            let head =
                "CREATE" + dice.one(["", " ALGORITHM=MERGE", " ALGORITHM=TEMPTABLE"])
                + dice.one(["", " SQL SECURITY INVOKER"])
                + " VIEW \(name)"
            switch dice.number(0...4) {
            case 0:
                add(
                    "\(head) AS SELECT \(list), \(text()) AS \(fresh()), COUNT(*) OVER () AS \(fresh()) FROM \(of.name) x"
                )
            case 1:
                add(
                    "\(head) AS WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n, \(list) FROM r, \(of.name) x"
                )
            case 2:
                add(
                    "\(head) (\(aliases.joined(separator: ", "))) AS SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(of.name) WHERE 1 > 0"
                )
            default:
                let check = dice.one(["", " WITH LOCAL CHECK OPTION", " WITH CASCADED CHECK OPTION"])
                add("\(head) AS SELECT \(list) FROM \(of.name) x WHERE 1 > 0" + check)
            }
            relations.append(
                Table(
                    name: name, columns: zip(columns, aliases).map { Column(name: $1, type: $0.type) },
                    isView: true))
        }
    }

    /// A body with all that a client could stumble over, with quotes as every mode takes them.
    mutating func body() -> String {
        let quoted = MariaDBType.quoted(dice.text(upTo: 60).escaping(["\\": "/"]))
        return dice.one([
            "BEGIN SET @a = \(quoted); END",
            "BEGIN\n/* END; \(dice.one(["'", "\"", "`", ";;", "//"])) */ -- END; '\n# END `\nIF 1 > 0 THEN SET @a = \(quoted); END IF; END",
            "`begin`: BEGIN DECLARE `end` INT DEFAULT 0; WHILE `end` < 2 DO SET `end` = `end` + 1; END WHILE; LEAVE `begin`; END",
            "BEGIN /*!50003 SET @a = 2; */ /*!99999 SET @a = 3; */ SET @b = CASE WHEN 1 THEN 2 ELSE 3 END; END",
            "BEGIN SET @a = '\nDELIMITER ;\n\\! id\nsystem id\n'; END",
            "BEGIN SET @a = '\n;;\n-- Dump completed\n'; BEGIN NOT ATOMIC END; END",
            "SET @a = \(quoted)",
        ])
    }

    /// A comment of code; none where a backslash is only a backslash, since the server escapes by it even there.
    mutating func comment(in mode: String) -> String { mode == "NO_BACKSLASH_ESCAPES" ? "" : comment() }

    /// Triggers, several on one event.
    ///
    /// Without ANSI_QUOTES: as their table is renamed, the server writes its name anew, in the quotes of their mode.
    mutating func makeTriggers() {
        let table = dice.one(tables)
        let (time, event) = (dice.one(["BEFORE", "AFTER"]), dice.one(["INSERT", "UPDATE", "DELETE"]))
        var others: [String] = []
        for _ in 0..<dice.number(1...3) {
            let name = fresh()
            let place =
                others.isEmpty || dice.chance(40)
                ? "" : " \(dice.one(["FOLLOWS", "PRECEDES"])) \(dice.one(others))"
            addCode(
                "CREATE TRIGGER \(name) \(time) \(event) ON \(table.name) FOR EACH ROW\(place) \(body())",
                mode: dice.one(Self.modes.filter { $0 != "ANSI_QUOTES" }))
            others.append(name)
        }
    }

    private static let modes = [
        "", "", "STRICT_TRANS_TABLES", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT,IGNORE_SPACE",
        "NO_ZERO_DATE,TRADITIONAL",
    ]

    /// Procedures and functions.
    mutating func makeRoutines() {
        for _ in 0..<dice.number(1...3) {
            let (name, mode) = (fresh(), dice.one(Self.modes))
            let words =
                dice.one(["", " DETERMINISTIC", " READS SQL DATA"]) + dice.one(["", " SQL SECURITY INVOKER"])
                + comment(in: mode)
            switch dice.number(0...3) {
            case 0:
                addCode(
                    "CREATE FUNCTION \(name)(\(fresh()) VARCHAR(20) CHARACTER SET latin1) RETURNS DECIMAL(20,5)\(words) RETURN 1.5",
                    mode: mode)
            case 1:
                addCode(
                    "CREATE AGGREGATE FUNCTION \(name)(x INT) RETURNS INT\(words) BEGIN DECLARE s INT DEFAULT 0; "
                        + "DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END",
                    mode: mode)
            default:
                let type = dice.one(["INT", "TEXT", "ENUM('a','it''s')", "DATETIME(3)", "ROW(a INT, b TEXT)"])
                addCode(
                    "CREATE PROCEDURE \(name)(IN \(fresh()) \(type), INOUT \(fresh()) BIGINT)\(words) \(body())",
                    mode: mode)
            }
        }
    }

    /// A package in the words of Oracle.
    mutating func makePackage() {
        let name = "\"" + plainName().escaping(["\"": "\"\""]) + "\""
        let text = MariaDBType.quoted(dice.text(upTo: 60).escaping(["\\": "/"]))
        addCode(
            "CREATE PACKAGE \(name)\(comment()) AS FUNCTION f RETURN INT; PROCEDURE p(a VARCHAR2); END",
            mode: "ORACLE")
        addCode(
            "CREATE PACKAGE BODY \(name) AS\n x INT := 1; -- '\n FUNCTION f RETURN INT AS BEGIN RETURN x; END;\n"
                + " PROCEDURE p(a VARCHAR2) AS BEGIN SET @a = \(text); END;\nBEGIN x := 2; END",
            mode: "ORACLE")
    }

    /// Events that are still to come.
    mutating func makeEvents() {
        let when = dice.one([
            "AT '2037-01-01 00:00:00'", "EVERY 1 YEAR STARTS '2037-01-01 00:00:00'",
            "EVERY '1:30' HOUR_MINUTE STARTS '2037-01-01 00:00:00' ENDS '2037-02-01 00:00:00'",
        ])
        let mode = dice.one(Self.modes)
        let statement =
            "CREATE EVENT \(fresh()) ON SCHEDULE \(when)" + dice.one(["", " ON COMPLETION PRESERVE"])
            + dice.one(["", " DISABLE", " ENABLE", " DISABLE ON SLAVE"]) + comment(in: mode) + " DO \(body())"
        // traps.md T79: mariadb-dump does not end where an event holds two semicolons.
        if !statement.holds(";;") { addCode(statement, mode: mode) }
    }

    /// Columns that come and go late, and rows that are changed and removed.
    mutating func changeTable() {
        let plain = tables.filter { $0.isPlain && $0.engine != "MEMORY" }
        guard !plain.isEmpty else { return }
        let table = dice.one(plain)
        let column = Column(name: fresh(), type: dice.one(MariaDBType.all.filter { $0.kind != .shape }))
        let place = dice.one(["", " FIRST"])
        add("ALTER TABLE \(table.name) ADD COLUMN \(definition(of: column))\(place)")
        add("UPDATE IGNORE \(table.name) SET \(column.name) = \(column.type.literal(&dice)) LIMIT 3")
        if dice.chance(40) { add("DELETE FROM \(table.name) LIMIT 1") }
        if let first = table.columns.first, dice.chance(30) {
            add("ALTER TABLE \(table.name) RENAME COLUMN \(first.name) TO \(fresh())")
        }
    }
}
