import VyaCore

/// Reads a dump of MySQL or MariaDB once, from its first line on: what it holds, and what a client would make of it.
struct MySQLDumpReader {
    private var reader: MySQLClientReader
    private var tail = StreamTail()
    /// The first line, as long as it may be the one that switches the sandbox on; nil behind it.
    private var firstLine: [UInt8]? = []

    /// Makes a reader that looks for a last line that begins with the given end marker. Rows are judged for a restore; where they
    /// need only be counted, that goes as fast as memory is read.
    init(marker: String, isGlobals: Bool, judgesRows: Bool) {
        reader = MySQLClientReader(
            review: MySQLRestoreSafety(isGlobals: isGlobals, judgesRows: judgesRows),
            witness: MySQLWitness(marker: marker, looksForDays: judgesRows))
    }

    var traits: DumpTraits { reader.review.traits }

    var witness: MySQLWitness { reader.witness }

    /// Has the values of rows summed; to be called before the first block, where rows are not judged.
    mutating func sumRows() { reader.witness.rows.tally.sumRows() }

    mutating func takeTableStarts() -> [Int] { reader.witness.rows.tally.takeStarts() }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        tail.observe(block)
        var rest = block
        if firstLine != nil { rest = readFirstLine(block) }
        reader.observe(rest.bindMemory(to: UInt8.self))
    }

    /// Takes note that so many bytes, whole statements, were left out here.
    mutating func skip(_ count: Int) {
        // What is skipped above the first line is a mark of the byte order.
        if firstLine?.isEmpty == false { endFirstLine() }
        reader.skip(count)
    }

    mutating func finish() -> StreamSummary {
        endFirstLine()
        reader.finish()
        return reader.witness.summary(tail: tail.text)
    }

    // MARK: The sandbox line

    /// What the line begins with, in dumps of two generations; anything but space may not follow.
    private static let sandboxLines = ["/*M!999999\\- ", "/*!999999\\- "].map {
        Array(($0 + "enable the sandbox mode */").utf8)
    }

    private mutating func readFirstLine(_ block: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard var line = firstLine else { return block }
        var index = 0
        while index < block.count {
            line.append(block[index])
            index += 1
            if line.last == Byte.newline || line.count == 80 || MySQLDumpReader.sandbox(in: line) == nil {
                firstLine = line
                endFirstLine()
                return UnsafeRawBufferPointer(rebasing: block[index...])
            }
        }
        firstLine = line
        return UnsafeRawBufferPointer(rebasing: block[index...])
    }

    /// The sandbox line that a first line is, or may become.
    private static func sandbox(in line: [UInt8]) -> [UInt8]? {
        sandboxLines.first { $0.starts(with: line) || line.starts(with: $0) }
    }

    private mutating func endFirstLine() {
        guard let line = firstLine else { return }
        firstLine = nil
        let end = MySQLDumpReader.sandbox(in: line)?.count ?? line.count
        if line.last == Byte.newline, end < line.count, line[end...].allSatisfy(Byte.isSpace) {
            reader.restrict(line.count)
        } else {
            line.withUnsafeBufferPointer { reader.observe($0) }
        }
    }
}
