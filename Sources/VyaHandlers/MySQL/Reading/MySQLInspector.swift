import VyaCore

/// Reads a dump of MySQL or MariaDB before it is restored: what the scanner tells, and what the client would make of it.
struct MySQLInspector: DumpInspector {
    private var scanner: MySQLScanner
    private var review: MySQLReview
    private let listsItems: Bool

    /// Makes an inspector that looks for a last line that begins with the given end marker.
    init(marker: String, isGlobals: Bool, listsItems: Bool) {
        scanner = MySQLScanner(marker: marker, looksForDays: true)
        review = MySQLReview(isGlobals: isGlobals)
        self.listsItems = listsItems
    }

    var currentTable: ExactName? { scanner.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        scanner.observe(block)
        review.observe(block)
    }

    mutating func skip(_ count: Int) {
        scanner.skip(count)
        review.skip(count)
    }

    mutating func finish() -> StreamSummary {
        review.finish()
        var summary = scanner.finish()
        summary.refusals = review.traits.commands
        return summary
    }

    /// What was seen. Without `listsItems` only those items are told that are not for every database: sections of
    /// `events`, those of each `view`, statements that name the database (`alter database`) and rows that no server takes
    /// (`computed rows`).
    var traits: DumpTraits {
        let always = ["events", "view", "alter database", "computed rows"]
        var traits = review.traits
        if !listsItems { traits.items.removeAll { !always.contains($0.kind) } }
        return traits
    }
}

/// Reads a dump of MySQL or MariaDB as it is made, with the eyes of a restore: what one would refuse is told the same night.
///
/// Statements with rows are most of a dump, and the dump tools' own; the restore looks at these, and here they are left out.
struct MySQLRunScanner: StreamScanner {
    private var scanner: MySQLScanner
    private var review: MySQLReview
    /// The bytes of a statement of which it is not yet known whether it has rows.
    private var held: [UInt8] = []
    /// How many bytes of the stream were reviewed or left out, and how many there have been.
    private var (reviewed, end) = (0, 0)

    /// Makes a scanner that looks for a last line that begins with the given end marker.
    init(marker: String, isGlobals: Bool = false) {
        scanner = MySQLScanner(marker: marker, tellsInsertions: true)
        review = MySQLReview(isGlobals: isGlobals)
    }

    /// Has the values of rows summed; to be called before the first block.
    mutating func sumRows() { scanner.sumRows() }

    /// What was read of the content, if the values of rows were summed.
    var content: DumpContent {
        // A table that names another database is told as code as well.
        let code = review.traits.code.filter { $0.kind != "table" }
        var content = DumpContent(
            rows: scanner.rowSums,
            // The scanner counts in the plural.
            names: Dictionary(grouping: code) { $0.kind + "s" }.mapValues { Set($0.map(\.name)) })
        for (sequence, words) in review.traits.sequenceValues {
            content.rows[ExactName("the sequence " + sequence.text), default: RowSum()].add(
                TextHash.of(Array(words.utf8)))
        }
        for table in review.traits.virtual {
            content.passing[table] = "has columns that are computed whenever they are read"
        }
        return content
    }

    var currentTable: ExactName? { scanner.currentTable }

    mutating func takeTableStarts() -> [Int] { scanner.takeTableStarts() }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        scanner.observe(block)
        let start = end
        end += block.count
        for bytes in scanner.takeInsertions() {
            give(block, from: start, upTo: bytes.lowerBound)
            held.removeAll(keepingCapacity: true)
            review.skip(bytes.count)
            reviewed = bytes.upperBound
        }
        guard let open = scanner.openInsertion else { return give(block, from: start, upTo: end) }
        give(block, from: start, upTo: open.start)
        if !open.isCertain { held += block[max(0, reviewed + held.count - start)...] }
    }

    /// Gives the review what it has not had.
    private mutating func give(_ block: UnsafeRawBufferPointer, from start: Int, upTo limit: Int) {
        guard limit > reviewed else { return }
        if !held.isEmpty {
            held.withUnsafeBytes { review.observe($0) }
            reviewed += held.count
            held.removeAll(keepingCapacity: true)
        }
        if limit > reviewed {
            review.observe(UnsafeRawBufferPointer(rebasing: block[(reviewed - start)..<(limit - start)]))
        }
        reviewed = limit
    }

    mutating func finish() -> StreamSummary {
        var summary = scanner.finish()
        held.withUnsafeBytes { review.observe($0) }
        review.finish()
        summary.refusals = review.traits.commands
        return summary
    }
}

/// Reads a dump of MySQL or MariaDB for its content.
struct MySQLContentReader: DumpContentReader {
    private var scanner = MySQLRunScanner(marker: "")

    init() { scanner.sumRows() }

    mutating func observe(_ block: UnsafeRawBufferPointer) { scanner.observe(block) }

    mutating func finish() -> DumpContent {
        _ = scanner.finish()
        return scanner.content
    }
}

/// What a client would make of a dump, from its first line on.
private struct MySQLReview {
    private var reader: MySQLClientReader
    /// The first line, as long as it may be the one that switches the sandbox on; nil behind it.
    private var firstLine: [UInt8]? = []

    init(isGlobals: Bool) {
        reader = MySQLClientReader(review: MySQLRestoreSafety(isGlobals: isGlobals))
    }

    var traits: DumpTraits { reader.review.traits }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        var rest = block
        if firstLine != nil { rest = readFirstLine(block) }
        reader.observe(rest.bindMemory(to: UInt8.self))
    }

    mutating func skip(_ count: Int) {
        // What is skipped above the first line is a mark of the byte order.
        if firstLine?.isEmpty == false { endFirstLine() }
        reader.skip(count)
    }

    mutating func finish() {
        endFirstLine()
        reader.finish()
    }

    // MARK: The sandbox line

    /// What the line begins with, in dumps of two generations; anything but space may not follow.
    private static let sandboxLines = ["/*M!999999\\- ", "/*!999999\\- "].map {
        Array(($0 + "enable the sandbox mode */").utf8)
    }

    private mutating func readFirstLine(_ block: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard var line = firstLine else { return block }
        var index = 0
        while index < block.count, line.count < 80 {
            line.append(block[index])
            index += 1
            if line.last == Byte.newline { break }
        }
        firstLine = line
        if line.last == Byte.newline || line.count == 80 { endFirstLine() }
        return UnsafeRawBufferPointer(rebasing: block[index...])
    }

    private mutating func endFirstLine() {
        guard let line = firstLine else { return }
        firstLine = nil
        let isSandbox = MySQLReview.sandboxLines.contains { sandbox in
            line.starts(with: sandbox) && line.last == Byte.newline
                && line.dropFirst(sandbox.count).allSatisfy(Byte.isSpace)
        }
        if isSandbox {
            reader.restrict(line.count)
        } else {
            line.withUnsafeBufferPointer { reader.observe($0) }
        }
    }
}
