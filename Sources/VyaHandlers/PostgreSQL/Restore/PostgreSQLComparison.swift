import VyaCore

/// Counts the rows and objects of a restored database.
struct PostgreSQLComparison {
    /// The tables as the dump names them.
    let tables: [ExactName]
    /// True when objects are counted, too.
    let objects: Bool
    /// The server's version, 1500 for 15.
    let major: Int
    /// The role that loaded and counts; nil for the account. The planner evaluates what is constant in an index's
    /// predicate, with the rights of whoever counts.
    var role: PostgreSQLDrillRole?
    /// The extensions of the database with types that round values when they write them as texts.
    var rounding: [String] = []

    /// The extensions with such types: unit writes 9.4607304725808e15 m as `9.4607304725808028 Pm`, and reads something else.
    static let rounding: Set = ["unit"]

    /// The counting, in one of the server's databases.
    func comparison(by queries: PostgreSQLQueries, in database: String) -> RestoreComparison {
        RestoreComparison(
            invocation: queries.connection.script(in: database, as: role?.context),
            input: (queries.head + script).bytes
        ) { [tables] answer in
            try PostgreSQLComparison.read(answer, tables: tables)
        }
    }

    /// The script; every answer is one line of JSON.
    ///
    /// A block of the server's own language counts, so that the client needs no command: each table by a statement of
    /// its own, if it is there. No text of the dump stands in it outside of a string.
    var script: PostgreSQLText {
        var text: PostgreSQLText = major >= 905 ? "SET row_security = off;\n" : ""
        // Else not even the owner would count all rows.
        let unforced: PostgreSQLText =
            role == nil || major < 905
            ? ""
            : """
            IF r.relforcerowsecurity THEN EXECUTE pg_catalog.format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', \
            r.oid::pg_catalog.regclass); END IF;
            """
        let columns: PostgreSQLText =
            unforced.isEmpty ? "c.oid, c.relkind" : "c.oid, c.relkind, c.relforcerowsecurity"
        let isRounded = isRounded
        for start in stride(from: 0, to: tables.count, by: 1000) {
            let rows = tables.indices[start..<min(start + 1000, tables.count)].map {
                index -> PostgreSQLText in
                let name = tables[index].text
                // Before 10.3 pg_dump wrote names without their schemas.
                let parts = PostgreSQLName.parts(name) ?? []
                let plain: PostgreSQLText = parts.count == 1 ? "\(value: parts[0])" : "NULL"
                return "(\(index), \(value: name), \(plain))"
            }
            let body: PostgreSQLText = """
                DECLARE r record; n bigint; lines text := '';
                BEGIN FOR r IN SELECT v.i, \(columns)
                FROM (VALUES \(rows.joined(separator: ",\n"))) v(i, name, plain)
                JOIN pg_catalog.pg_class c ON c.oid = coalesce(pg_catalog.to_regclass(v.name)::pg_catalog.oid,
                (SELECT o.oid FROM pg_catalog.pg_class o JOIN pg_catalog.pg_namespace s ON s.oid = o.relnamespace
                WHERE o.relname = v.plain AND o.relkind IN ('r', 'p', 'f', 'm') AND s.nspname !~ '^pg_'
                AND s.nspname <> 'information_schema' ORDER BY s.nspname <> 'public', s.nspname LIMIT 1))
                ORDER BY v.i LOOP \(unforced)
                EXECUTE pg_catalog.format('SELECT pg_catalog.count(*) FROM %s %s',
                CASE WHEN r.relkind = 'p' THEN '' ELSE 'ONLY' END, r.oid::pg_catalog.regclass) INTO n;
                lines := lines || pg_catalog.format('[%s,%s,%s,%s]', r.i, n, CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = r.oid AND d.deptype = 'e')
                THEN 1 ELSE 0 END, \(isRounded)) || pg_catalog.chr(10);
                END LOOP; PERFORM pg_catalog.set_config('vya_backup.counts', lines, false); END
                """
            text +=
                """
                \(PostgreSQLQueries.block(body));
                SELECT pg_catalog.rtrim(l, pg_catalog.chr(10)) FROM (SELECT \
                pg_catalog.current_setting('vya_backup.counts')) s(l) WHERE l <> '';

                """
        }
        if objects { text += countingObjects }
        return text
    }

    /// Tells with 1 whether the table `r` has a column with values of such types, whatever they are wrapped in.
    private var isRounded: PostgreSQLText {
        guard !rounding.isEmpty else { return "0" }
        let names: [PostgreSQLText] = rounding.map { "\(value: $0)" }
        return """
            CASE WHEN EXISTS (WITH RECURSIVE t(oid) AS (
            SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0
            UNION SELECT p.oid FROM t JOIN pg_catalog.pg_type y ON y.oid = t.oid, LATERAL (
            SELECT y.typbasetype UNION ALL SELECT y.typelem
            UNION ALL SELECT x.atttypid FROM pg_catalog.pg_attribute x WHERE x.attrelid = y.typrelid AND x.attnum > 0
            UNION ALL SELECT g.rngsubtype FROM pg_catalog.pg_range g WHERE g.rngtypid = y.oid) p(oid))
            SELECT FROM t JOIN pg_catalog.pg_depend d ON d.objid = t.oid AND d.deptype = 'e'
            AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
            WHERE e.extname IN (\(names.joined(separator: ", ")))) THEN 1 ELSE 0 END
            """
    }

    private var countingObjects: PostgreSQLText {
        let counts = PostgreSQLObjectCounts.counts(major: major).map { kind, query -> PostgreSQLText in
            "\(value: kind), (\(query))"
        }
        // A function takes at most 100 arguments.
        return stride(from: 0, to: counts.count, by: 40).map { start -> PostgreSQLText in
            let some = counts[start..<min(start + 40, counts.count)].joined(separator: ",\n")
            return "SELECT pg_catalog.json_build_object(\(some));\n"
        }
        .joined()
    }

    private static func read(_ answer: ToolAnswer, tables: [ExactName]) throws -> RestoredCounts {
        guard answer.ending.isSuccess else {
            throw SourceError(
                "restore.comparison-failed",
                "counting the restored rows failed: psql ended with \(answer.ending.words)",
                details: .verbatim(answer.errorLines))
        }
        var counts = RestoredCounts(tables: [])
        for line in answer.output.split(separator: Byte.newline) {
            guard let value = try? JSONValue(parsing: line) else {
                throw unreadable(line)
            }
            if let row = value.arrayValue, row.count == 4, let index = row[0].intValue,
                let rows = row[1].intValue, tables.indices.contains(index)
            {
                counts.tables.append(TableRows(tables[index], rows))
                if row[2].intValue == 1 { counts.growing.insert(tables[index]) }
                if row[3].intValue == 1 { counts.rounded.insert(tables[index]) }
            } else if let members = value.objectValue {
                for member in members { counts.objects[member.name.text] = member.value.intValue }
            } else {
                throw unreadable(line)
            }
        }
        return counts
    }

    private static func unreadable(_ line: ArraySlice<UInt8>) -> SourceError {
        SourceError(
            "restore.answer-unreadable", "the server's answer about the restored rows cannot be read",
            details: .verbatim([String.printable(line.prefix(200))]))
    }
}
