/// Tells whether a PostgreSQL dump has come to its end: the marker between two rules of dashes, after the
/// last statement, and no `\restrict` left open.
struct PostgreSQLEnding {
    private enum Progress { case none, marker, closed }

    private static let rule = [Byte.dash, Byte.dash]

    private let marker: [UInt8]
    private var progress = Progress.none
    private var lineBefore: [UInt8] = []
    /// The key of a `\restrict` whose `\unrestrict` has not come yet.
    private var restrictKey: [UInt8]?

    /// Makes one that looks for the given marker.
    init(marker: String) {
        self.marker = Array(marker.utf8)
    }

    /// True when nothing is missing.
    var isComplete: Bool { progress == .closed && restrictKey == nil }

    /// Takes note of a comment's line between statements.
    mutating func comment(_ line: [UInt8]) {
        let line = PostgreSQLEnding.plain(line)
        if line == marker, lineBefore == PostgreSQLEnding.rule {
            progress = .marker
        } else if progress == .marker, line == PostgreSQLEnding.rule {
            progress = .closed
        } else {
            progress = .none
        }
        lineBefore = line
    }

    /// A line as it was before somebody gave all lines the ends that Windows has.
    private static func plain(_ line: [UInt8]) -> [UInt8] {
        line.last == Byte.carriageReturn ? Array(line.dropLast()) : line
    }

    /// Takes note of a statement.
    mutating func statement() {
        progress = .none
        lineBefore.removeAll(keepingCapacity: true)
    }

    /// Takes note of a psql command, without its backslash.
    mutating func command(_ line: [UInt8]) {
        let words = PostgreSQLEnding.plain(line).split(separator: 0x20)
        if words.count == 2, words[0].elementsEqual("unrestrict".utf8),
            restrictKey.map(words[1].elementsEqual) == true
        {
            // pg_dump writes it after the end marker, pg_dumpall before.
            restrictKey = nil
            return
        }
        if words.count == 2, words[0].elementsEqual("restrict".utf8) { restrictKey = Array(words[1]) }
        progress = .none
    }
}
