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
        let expectedNames = Set(expected.map(\.table))
        var strangers = found.filter { !expectedNames.contains($0.table) }
        var differences = expected.compactMap { table -> RowDifference? in
            var rows = counts[table.table]
            if rows == nil, let place = strangers.firstIndex(where: { isSame($0.table, table.table) }) {
                rows = strangers.remove(at: place).rows
            }
            return rows == table.rows
                ? nil : RowDifference(table: table.table, expected: table.rows, found: rows)
        }
        if !allowsMore {
            differences += strangers.map { RowDifference(table: $0.table, expected: 0, found: $0.rows) }
        }
        return differences
    }

    /// True for two forms of a name of which one could not be read in its encoding: by an earlier version, or on a host without
    /// that encoding.
    private static func isSame(_ first: ExactName, _ second: ExactName) -> Bool {
        guard first.text.holds("\u{FFFD}") || second.text.holds("\u{FFFD}") else { return false }
        func legible(_ name: ExactName) -> [UInt8] { name.text.utf8.filter { $0 < 0x80 } }
        return legible(first) == legible(second)
    }

    /// The difference in words.
    package var words: Message {
        guard let found else { return "\(table.text.printable) is missing (\(Quantity.rows(expected)))" }
        return "\(table.text.printable) has \(Quantity.rows(found)) instead of \(expected)"
    }

    /// The first differences, and how many more there are.
    package static func words(of differences: [RowDifference], limit: Int = 10) -> Message {
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
