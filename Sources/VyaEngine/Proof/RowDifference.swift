package import VyaCore

/// A table of which there are not as many rows as there should be.
package struct RowDifference: Sendable, Equatable {
    package let table: ExactName
    package let expected: Int
    /// How many there are; nil when the table itself is missing.
    package let found: Int?

    /// Compares counts table by table, in the order in which they were expected.
    ///
    /// Tables that were not expected are differences too, unless `allowsMore`.
    package static func between(
        found: [TableRows], expected: [TableRows], allowsMore: Bool = false
    ) -> [RowDifference] {
        let counts = Dictionary(found.map { ($0.table, $0.rows) }) { first, _ in first }
        var differences = expected.compactMap { table -> RowDifference? in
            let rows = counts[table.table]
            return rows == table.rows
                ? nil : RowDifference(table: table.table, expected: table.rows, found: rows)
        }
        if !allowsMore {
            let known = Set(expected.map(\.table))
            differences += found.filter { !known.contains($0.table) }.map {
                RowDifference(table: $0.table, expected: 0, found: $0.rows)
            }
        }
        return differences
    }

    /// The difference in words.
    package var words: String {
        guard let found else { return "\(table.text.printable) is missing (\(expected) rows)" }
        return "\(table.text.printable) has \(found) rows instead of \(expected)"
    }

    /// The first differences, and how many more there are.
    package static func words(of differences: [RowDifference], limit: Int = 10) -> String {
        let shown = differences.prefix(limit).map(\.words).joined(separator: "; ")
        return differences.count > limit ? "\(shown); and \(differences.count - limit) more" : shown
    }

    /// The difference as an element of a document.
    package var json: JSONValue {
        .object([
            .init("table", .string(table.text)), .init("expected", .int(expected)),
            .init("found", .optional(found)),
        ])
    }
}
