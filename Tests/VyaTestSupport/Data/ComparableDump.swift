package import Foundation

/// A plain SQL dump without what differs between two dumps of the same data.
///
/// Left out are the keys of `\restrict`, the dates, and the lines that name the database or host; everything else has to
/// be equal, byte for byte:
///
///     #expect(ComparableDump(before).difference(from: ComparableDump(after)) == nil)
package struct ComparableDump: Sendable {
    /// The lines that are left, each with its end.
    private let text: Data

    /// Takes what `pg_dump` or `mariadb-dump` wrote.
    package init(_ dump: Data) {
        // By the C library's functions: this runs without the optimizer, over dumps of many megabytes.
        text = dump.withUnsafeBytes { bytes in
            var kept = Data(capacity: bytes.count)
            var rest = bytes[...]
            while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress {
                let end = memchr(start, Int32(UInt8(ascii: "\n")), rest.count)
                let count = end.map { UnsafeRawPointer($0) - start + 1 } ?? rest.count
                let line = UnsafeRawBufferPointer(start: start, count: count)
                if !ComparableDump.isPassing(line) { kept.append(contentsOf: line) }
                rest = rest.dropFirst(count)
                if rest.isEmpty { break }
            }
            return kept
        }
    }

    /// Takes a compressed dump.
    package init(fileOf path: String) throws {
        self.init(try Command("/bin/zcat", "--", path).check().output)
    }

    /// Tells the first difference, short enough to read; nil when there is none.
    package func difference(from other: ComparableDump) -> String? {
        guard text != other.text else { return nil }
        let (lines, others) = (lines, other.lines)
        for (number, (one, two)) in zip(lines, others).enumerated() where one != two {
            let same = zip(one, two).prefix { $0 == $1 }.count
            return "line \(number + 1), byte \(same + 1): "
                + "'\(ComparableDump.excerpt(one, at: same))' is not '\(ComparableDump.excerpt(two, at: same))'"
        }
        return "\(lines.count) lines are not \(others.count) lines"
    }

    private var lines: [Data] { text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }

    private static func isPassing(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let start = line.baseAddress, let first = line.first,
            first == UInt8(ascii: "-") || first == UInt8(ascii: "\\")
        else { return false }
        return passing.contains { $0.count <= line.count && memcmp($0, start, $0.count) == 0 }
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
