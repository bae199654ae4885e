import VyaCore

/// Counts the rows and objects of a restored database.
struct PostgreSQLComparison {
    /// The tables as the dump names them.
    let tables: [ExactName]
    /// True when objects are counted, too.
    let objects: Bool
    /// The server's version, 1500 for 15.
    let major: Int

    /// The counting, by a client that is given a script.
    func comparison(by invocation: ToolInvocation) -> RestoreComparison {
        RestoreComparison(invocation: invocation, input: Array(script.utf8)) { [tables] answer in
            try PostgreSQLComparison.read(answer, tables: tables)
        }
    }

    /// The script; every answer is one line of JSON.
    ///
    /// A table is counted by a statement of its own, which psql makes only if it is there; no text of the dump
    /// stands in it outside of a string.
    var script: String {
        var text = PostgreSQLDatabaseScript.head
        if major >= 905 { text += "SET row_security = off;\n" }
        // Before 10.3 pg_dump wrote names without their schemas.
        text +=
            "SELECT 'SET search_path TO public, ' || pg_catalog.string_agg(pg_catalog.quote_ident(nspname), ', ') "
            + "FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' \\gexec\n"
        for start in stride(from: 0, to: tables.count, by: 1000) {
            let rows = tables.indices[start..<min(start + 1000, tables.count)].map { index in
                "(\(index), \(PostgreSQLName.literal(tables[index].text)))"
            }
            text += """
                SELECT pg_catalog.format('SELECT pg_catalog.json_build_array(%s, pg_catalog.count(*)) FROM %s %s', i,
                CASE WHEN c.relkind = 'p' THEN '' ELSE 'ONLY' END, c.oid::pg_catalog.regclass)
                FROM (VALUES \(rows.joined(separator: ",\n"))) v(i, n)
                JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(n) ORDER BY i \\gexec

                """
        }
        if objects { text += countingObjects }
        return text
    }

    private var countingObjects: String {
        let counts = PostgreSQLObjectCounts.counts(major: major).map { kind, query in
            "\(PostgreSQLName.literal(kind)), (\(query))"
        }
        // A function takes at most 100 arguments.
        return stride(from: 0, to: counts.count, by: 40).map { start in
            "SELECT pg_catalog.json_build_object("
                + counts[start..<min(start + 40, counts.count)].joined(separator: ",\n")
                + ");\n"
        }
        .joined()
    }

    private static func read(_ answer: ToolAnswer, tables: [ExactName]) throws -> RestoredCounts {
        guard answer.ending.isSuccess else {
            throw SourceError(
                "restore.comparison-failed",
                "counting the restored rows failed: psql ended with \(answer.ending)",
                details: answer.errorLines)
        }
        var counts = RestoredCounts(tables: [])
        for line in answer.output.split(separator: Byte.newline) {
            guard let value = try? JSONValue(parsing: line) else {
                throw unreadable(line)
            }
            if let pair = value.arrayValue, pair.count == 2, let index = pair[0].intValue,
                let rows = pair[1].intValue,
                tables.indices.contains(index)
            {
                counts.tables.append(TableRows(tables[index], rows))
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
            details: [String.printable(line.prefix(200))])
    }
}
