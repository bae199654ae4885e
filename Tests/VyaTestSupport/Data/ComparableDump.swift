package import Foundation

/// A plain SQL dump without what differs between two dumps of the same data.
///
/// Left out are the keys of `\restrict`, the dates, and the lines that name the database or host; everything else has to
/// be equal, byte for byte:
///
///     #expect(ComparableDump(before).difference(from: ComparableDump(after)) == nil)
package struct ComparableDump: Sendable {
    private let lines: [Data]

    /// Takes what `pg_dump` or `mariadb-dump` wrote.
    package init(_ dump: Data) {
        lines = dump.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .filter { line in !ComparableDump.passing.contains { line.starts(with: $0) } }
    }

    /// Takes a compressed dump.
    package init(fileOf path: String) throws {
        self.init(try Command("/bin/zcat", "--", path).check().output)
    }

    /// Tells the first difference, short enough to read; nil when there is none.
    package func difference(from other: ComparableDump) -> String? {
        for (number, (one, two)) in zip(lines, other.lines).enumerated() where one != two {
            let same = zip(one, two).prefix { $0 == $1 }.count
            return "line \(number + 1), byte \(same + 1): "
                + "'\(ComparableDump.excerpt(one, at: same))' is not '\(ComparableDump.excerpt(two, at: same))'"
        }
        return lines.count == other.lines.count
            ? nil : "\(lines.count) lines are not \(other.lines.count) lines"
    }

    private static let passing: [[UInt8]] = [
        "\\restrict ", "\\unrestrict ", "-- Dump completed on ", "-- Started on ", "-- Completed on ",
        "-- Host: ",
        "-- Current Database: ", "-- Dumping events for database ", "-- Dumping routines for database ",
    ].map { Array($0.utf8) }

    private static func excerpt(_ line: Data, at offset: Int) -> String {
        String(decoding: line.dropFirst(max(0, offset - 20)).prefix(100), as: UTF8.self)
    }
}
