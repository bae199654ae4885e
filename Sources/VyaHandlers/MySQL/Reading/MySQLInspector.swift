import VyaCore

/// Reads a dump of MySQL or MariaDB before it is restored: what the scanner tells, and what the client would make of it.
struct MySQLInspector: DumpInspector {
    private var scanner: MySQLScanner
    private var reader: MySQLClientReader
    /// The first line, as long as it may be the one that switches the sandbox on; nil behind it.
    private var firstLine: [UInt8]? = []
    private let listsItems: Bool

    /// Makes an inspector that looks for a last line that begins with the given end marker.
    init(marker: String, isGlobals: Bool, listsItems: Bool) {
        scanner = MySQLScanner(marker: marker)
        reader = MySQLClientReader(review: MySQLRestoreSafety(isGlobals: isGlobals))
        self.listsItems = listsItems
    }

    var currentTable: ExactName? { scanner.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        scanner.observe(block)
        var rest = block
        if firstLine != nil { rest = readFirstLine(block) }
        reader.observe(rest.bindMemory(to: UInt8.self))
    }

    mutating func skip(_ count: Int) {
        endFirstLine()
        scanner.skip(count)
        reader.skip(count)
    }

    mutating func finish() -> StreamSummary {
        endFirstLine()
        reader.finish()
        return scanner.finish()
    }

    /// What was seen. Without `listsItems` only those items are told that are not for every database: sections of
    /// `events`, those of each `view`, and statements that name the database (`alter database`).
    var traits: DumpTraits {
        var traits = reader.review.traits
        if !listsItems { traits.items.removeAll { !["events", "view", "alter database"].contains($0.kind) } }
        return traits
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
        let isSandbox = MySQLInspector.sandboxLines.contains { sandbox in
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
