import VyaCore

/// Restores single tables: into a database that exists, all of it or nothing, or into a new one.
extension PostgreSQLRestorePlanner {
    /// What belongs to a table and means nothing without another.
    private static let bonds: Set = [
        "fk constraint", "trigger", "rule", "policy", "acl", "fk constraint comment", "trigger comment",
        "rule comment", "policy comment",
    ]
    /// What tables are made of.
    private static let foundations: Set = [
        "schema", "extension", "type", "shell type", "domain", "collation", "function", "procedural language",
        "operator", "operator class", "operator family", "access method", "cast", "transform", "aggregate",
        "sequence",
        "sequence set", "text search parser", "text search template", "text search dictionary",
        "text search configuration", "foreign data wrapper", "server",
    ]
    /// What is counted to see that all of a table has come.
    private static let counted: Set = ["constraint", "fk constraint", "index", "trigger", "policy"]

    mutating func planTables(_ names: [ExactName], isTable: (ExactName, [ExactName]) -> Bool) throws {
        checkDump()
        leaveOutRoles()
        let extensionTables = PostgreSQLRestorePlanner.extensionTables(in: request.traits.items)
        let items = request.traits.items
        let known = Set(items.filter { $0.kind == "table" || $0.kind == "table data" }.compactMap(\.table))
            .union(request.summary.tables.map(\.table)).filter { PostgreSQLName.parts($0.text) != nil }
        for name in names where !known.contains(where: { isTable($0, [name]) }) {
            throw noSuchTable(name, among: known)
        }
        let tables = withFamily(known.filter { isTable($0, names) })
        var rows = request.summary.tables.filter { tables.contains($0.table) }
        if rows.isEmpty {
            // That it is there, and empty, is compared as well.
            let foreign = Set(items.filter { $0.kind == "foreign table" }.compactMap(\.table))
            rows = tables.subtracting(foreign).sorted().map { TableRows($0, 0) }
        }
        if cutOffUnderItsName != nil {
            plan.obstacles.append(
                Explanation(
                    "restore.cut-off",
                    "the database \"\(request.target.text.printable)\" is half of a restore that was cut off",
                    hints: ["run that restore once more, with --replace"]))
        }
        if let existing = target.database(request.target) {
            // What a table inherits from is taken as it is where it is there.
            let parents = tables.filter { table in
                !isTable(table, names) && items.contains { !$0.isPartition && $0.parents.contains(table) }
            }
            let there =
                parents.isEmpty
                ? [] : Set(try self.existing(parents, in: existing.name.text).map { ExactName($0) })
            try planTables(
                tables.subtracting(there), rows: rows.filter { !there.contains($0.table) }, into: existing)
        } else {
            standInForCron()
            planTables(tables, rows: rows, with: extensionTables.subtracting(tables))
        }
    }

    /// The tables that extensions make, as far as the dump has rows of them: without these, what an extension made may not take
    /// the rows of others, such as a geometry of an own spatial reference system.
    static func extensionTables(in items: [DumpTraits.Item]) -> Set<ExactName> {
        guard items.contains(where: { $0.kind == "extension" }) else { return [] }
        let made = Set(items.filter { $0.kind.ends(with: "table") }.compactMap(\.table))
        return Set(items.filter { $0.kind == "table data" }.compactMap(\.table)).subtracting(made)
    }

    /// Tables with all their partitions, and with what they inherit from.
    ///
    /// A partitioned table is nothing without its partitions, and a child cannot be made without its parents.
    static func family(of chosen: Set<ExactName>, in items: [DumpTraits.Item]) -> Set<ExactName> {
        let kin = items.filter { !$0.parents.isEmpty }
        var (tables, count) = (chosen, 0)
        while tables.count > count {
            count = tables.count
            for item in kin {
                guard let table = item.table else { continue }
                if !item.isPartition {
                    if tables.contains(table) { tables.formUnion(item.parents) }
                } else if item.parents.contains(where: tables.contains) {
                    tables.insert(table)
                }
            }
        }
        return tables
    }

    /// The tables with their family, and what is to be said of it.
    private mutating func withFamily(_ chosen: Set<ExactName>) -> Set<ExactName> {
        let items = request.traits.items
        let tables = PostgreSQLRestorePlanner.family(of: chosen, in: items)
        let more = tables.subtracting(chosen)
        if !more.isEmpty {
            plan.notes.append(
                "with what they are made of, or inherit from, come: \(PostgreSQLRestorePlanner.list(more))")
        }
        let children = items.filter { !$0.isPartition && $0.parents.contains(where: tables.contains) }
        let left = Set(children.compactMap(\.table)).subtracting(tables)
        if !left.isEmpty {
            plan.notes.append(
                "tables that inherit from them do not come unless they are named, too: \(PostgreSQLRestorePlanner.list(left))"
            )
        }
        return tables
    }

    /// Into a database that exists: in one transaction, which ends well only if the counts agree.
    private mutating func planTables(
        _ tables: Set<ExactName>, rows: [TableRows], into database: PostgreSQLTarget.Database
    ) throws {
        let name = database.name.text
        if request.keepsGoing {
            plan.obstacles.append(
                Explanation(
                    "restore.keep-going", "tables go into a database that exists all at once or not at all",
                    hints: ["restore them into a new database: --target NAME"]))
        }
        noteMissingRoles()
        guard database.acceptsConnections else {
            plan.obstacles.append(
                Explanation(
                    "restore.not-connectable", "the database \"\(name.printable)\" accepts no connections",
                    hints: [
                        """
                        let sessions in: \
                        \(PostgreSQLText("ALTER DATABASE \(name: name) ALLOW_CONNECTIONS true").text)
                        """
                    ]))
            return
        }
        for table in try existing(tables, in: name) {
            plan.obstacles.append(
                Explanation(
                    "restore.table-exists",
                    "the table \(table.printable) exists already in the database \"\(name.printable)\"",
                    hints: [
                        "rename or drop it there, or restore into a new database with --target NAME"
                    ]))
        }
        var stage = RestoreStage()
        stage.load = load(into: name, inOneTransaction: true, checks: checks(of: tables, rows: rows))
        stage.pieces = pieces(of: chosen(of: tables, kinds: nil))
        stage.comparison = PostgreSQLComparison(
            tables: rows.map(\.table), objects: false, major: target.major
        )
        .comparison(by: queries, in: name)
        stage.comparison?.expected = rows
        plan.actions.append(
            """
            restore the tables \(PostgreSQLRestorePlanner.list(tables)) into the database \
            \"\(name.printable)\" in one transaction
            """)
        plan.actions.append("compare the rows of \(Quantity.tables(rows.count))")
        plan.stages = [stage]
    }

    /// Into a new database, with what tables are made of and without what binds them to others.
    private mutating func planTables(
        _ tables: Set<ExactName>, rows: [TableRows], with extensionTables: Set<ExactName>
    ) {
        noteMissingRoles()
        checkCreation()
        let brought = Set(request.summary.tables.filter { $0.rows > 0 }.map(\.table))
            .intersection(extensionTables)
        if !brought.isEmpty {
            plan.notes.append(
                "with the extensions come the rows of their tables: \(PostgreSQLRestorePlanner.list(brought))"
            )
        }
        var stage = scratchStage(
            tables: rows, objects: false,
            pieces: pieces(
                of: chosen(
                    of: tables, kinds: PostgreSQLRestorePlanner.foundations, with: extensionTables)))
        stage.comparison?.expected = rows
        let title: Message = "give the restored database its name \"\(request.target.text.printable)\""
        plan.actions.append(title)
        let bonds = request.traits.items.filter {
            PostgreSQLRestorePlanner.bonds.contains($0.kind) && ($0.table.map(tables.contains) ?? false)
        }
        let counts = Dictionary(grouping: bonds, by: \.kind).mapValues(\.count)
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) where !kind.ends(with: " comment") {
            plan.notes.append("left out, because it binds the tables to others: \(count) × \(kind)")
        }
        let strange = request.traits.items.filter { item in
            item.table == nil && PostgreSQLRestorePlanner.foundations.contains(item.kind)
                && !item.parents.allSatisfy(tables.union(extensionTables).contains)
        }
        for (kind, some) in Dictionary(grouping: strange, by: \.kind).sorted(by: { $0.key < $1.key }) {
            let others = Set(some.flatMap(\.parents)).subtracting(tables)
            plan.notes.append(
                """
                left out, because it is made of tables that are not chosen \
                (\(PostgreSQLRestorePlanner.list(others))): \(some.count) × \(kind)
                """)
        }
        stage.finish.append(
            queries.step(
                title,
                PostgreSQLQueries.transaction([
                    "COMMENT ON DATABASE \(name: request.scratch.text) IS NULL",
                    renaming(request.scratch.text, to: request.target.text),
                ])))
        plan.stages = [stage]
    }

    /// The items of these tables, in order; with `kinds` also items of no table, and no bonds.
    private mutating func chosen(
        of tables: Set<ExactName>, kinds: Set<String>?, with extensionTables: Set<ExactName> = []
    ) -> [DumpTraits.Item] {
        let items = request.traits.items
        let known = tables.union(extensionTables)
        // What belongs to two tables is listed twice, and wants both.
        let unwanted = Set(
            items.filter { $0.kind.ends(with: " attach") && !($0.table.map(tables.contains) ?? false) }
                .map(\.bytes.lowerBound))
        let chosen = items.filter { item in
            if unwanted.contains(item.bytes.lowerBound) { return false }
            let isOurs = item.table.map(tables.contains) ?? false
            switch item.kind {
            case "preamble", "setting": return true
            case "end": return false
            case _ where isOurs: return kinds == nil || !PostgreSQLRestorePlanner.bonds.contains(item.kind)
            case _ where item.table == nil && kinds?.contains(item.kind) == true:
                return item.parents.allSatisfy(known.contains)
            case "table data": return item.table.map(extensionTables.contains) == true
            default: return false
            }
        }
        plan.obstacles += chosen.compactMap(\.refusal).prefix(5)
        return chosen
    }

    /// The stretches of the dump that items are, without what the client is not to get.
    private func pieces(of chosen: [DumpTraits.Item]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        for item in chosen {
            if let last = pieces.last, last.upperBound >= item.bytes.lowerBound {
                pieces[pieces.count - 1] = last.lowerBound..<max(last.upperBound, item.bytes.upperBound)
            } else {
                pieces.append(item.bytes)
            }
        }
        let left = (omissions + request.traits.loose).sorted { $0.lowerBound < $1.lowerBound }
        return without(left, pieces)
    }

    private func without(_ omissions: [Range<Int>], _ pieces: [Range<Int>]) -> [Range<Int>] {
        pieces.flatMap { piece -> [Range<Int>] in
            var (result, start) = ([Range<Int>](), piece.lowerBound)
            for omission in omissions where omission.overlaps(piece) {
                if start < omission.lowerBound { result.append(start..<omission.lowerBound) }
                start = max(start, omission.upperBound)
            }
            if start < piece.upperBound { result.append(start..<piece.upperBound) }
            return result
        }
    }

    /// Statements that fail, and with them the transaction, unless everything has come: a client whose input ends early
    /// would commit what it has.
    private func checks(of tables: Set<ExactName>, rows: [TableRows]) -> [PostgreSQLText] {
        let expected = Dictionary(rows.map { ($0.table, $0.rows) }, uniquingKeysWith: { first, _ in first })
        var parts: [ExactName: Int] = [:]
        for item in request.traits.items where PostgreSQLRestorePlanner.counted.contains(item.kind) {
            if let table = item.table { parts[table, default: 0] += 1 }
        }
        // An old dump has set another path.
        return [Self.ownEncoding, "SET search_path TO ''", "SET standard_conforming_strings TO on"]
            + tables.sorted().map { table in
                // written: the name as the dump has it, which is one of names alone
                let name = PostgreSQLText(asWritten: table.text.utf8)
                let own: PostgreSQLText = "\(value: name)::pg_catalog.regclass"
                var conditions: [PostgreSQLText] = [
                    """
                    (SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint WHERE conrelid = \(own) AND contype IN ('p', 'u', 'x', 'f'))
                    + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_index i WHERE indrelid = \(own) AND NOT EXISTS
                    (SELECT FROM pg_catalog.pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')))
                    + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_trigger WHERE tgrelid = \(own) AND NOT tgisinternal)
                    + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_policy WHERE polrelid = \(own)) >= \(parts[table] ?? 0)
                    """
                ]
                if let count = expected[table] {
                    conditions.append("(SELECT pg_catalog.count(*) FROM ONLY \(name)) = \(count)")
                }
                // A division by zero is the shortest statement that fails.
                let words = "the table \(table.text) has not come whole"
                let body: PostgreSQLText = """
                    BEGIN IF NOT (\(conditions.joined(separator: " AND "))) \
                    THEN RAISE EXCEPTION USING MESSAGE = \(value: words); END IF; END
                    """
                return PostgreSQLQueries.block(body)
            }
    }

    private func existing(_ tables: Set<ExactName>, in database: String) throws -> [String] {
        let rows: [PostgreSQLText] = tables.sorted().map { "(\(value: $0.text))" }
        let answer = try queries.connection.ask(
            """
            SELECT coalesce(pg_catalog.json_agg(n), '[]') FROM (VALUES \(rows.joined(separator: ", "))) v(n) \
            WHERE pg_catalog.to_regclass(n) IS NOT NULL
            """,
            in: database, about: "asking the database \"\(database.printable)\" for its tables")
        let value = try? JSONValue(parsing: answer.output)
        return value?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// Which role owns which table is not known here; the server says so if one is missing that is needed.
    private mutating func noteMissingRoles() {
        let missing = neededRoles.subtracting(roles)
        guard !missing.isEmpty else { return }
        plan.notes.append(
            "the server has no role \(PostgreSQLRestorePlanner.list(missing)); the restore fails if the tables need it"
        )
    }

    private func noSuchTable(_ name: ExactName, among known: Set<ExactName>) -> UsageError {
        let spoken = known.flatMap { table in
            [table.text, PostgreSQLName.parts(table.text)?.last].compactMap { $0 }
        }
        let nearest = NearestName.of(name.text, in: spoken.sorted())
        return UsageError(
            "restore.no-such-table", "the dump holds no table \(name.text.printable)",
            hints: [
                nearest.map { "did you mean \($0.printable)?" } ?? "its tables are listed in the manifest"
            ])
    }
}
