import VyaCore

/// Counts what came back into a SQLite database.
enum SQLiteCounts {
    private static let kinds = [
        "table": "tables", "index": "indexes", "trigger": "triggers", "view": "views",
    ]

    /// Asks for the integrity of the file, for objects, and for the rows of tables.
    static func script(_ tables: [ExactName]) -> SQLiteText {
        let rows = tables.enumerated().map { index, name -> SQLiteText in
            "SELECT 'rows|\(index)|' || COUNT(*) FROM \(name: name.text);\n"
        }
        return """
            SELECT 'integrity|0|' || integrity_check FROM pragma_integrity_check;
            SELECT 'object|' || type || '|' || COUNT(*) FROM sqlite_master \
            WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY type;
            \(rows.joined())SELECT 'end|0|0';

            """
    }

    /// Reads the answer; throws `SourceError` when the file is damaged or the answer is not whole.
    static func read(_ answer: ToolAnswer, of tables: [ExactName]) throws -> RestoredCounts {
        var counts = RestoredCounts(
            tables: [], objects: Dictionary(uniqueKeysWithValues: kinds.values.map { ($0, 0) }))
        var isWhole = false
        for line in answer.text.pieces(separatedBy: "\n") {
            let columns = line.pieces(separatedBy: "|", maxSplits: 2).map(String.init)
            guard columns.count == 3 else { continue }
            switch columns[0] {
            case "integrity":
                guard columns[2] == "ok" else {
                    throw SourceError(
                        "restore.damaged", "the restored database does not hold together",
                        details: .verbatim([columns[2].printable]))
                }
            case "object":
                if let kind = kinds[columns[1]], let count = Int(columns[2]) { counts.objects[kind] = count }
            case "rows":
                if let index = Int(columns[1]), tables.indices.contains(index), let rows = Int(columns[2]) {
                    counts.tables.append(TableRows(tables[index], rows))
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
}
