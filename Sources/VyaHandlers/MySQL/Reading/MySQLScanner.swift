import VyaCore

/// Reads what mysqldump and mariadb-dump write, as it is made and when it is verified, with the eyes of a restore: what one would
/// refuse is told the same night.
///
/// Statements with rows are most of a dump, and the dump tools' own; a restore looks at these, and here they are counted alone.
struct MySQLScanner: StreamScanner {
    private var reader: MySQLDumpReader

    /// Makes a scanner that looks for a last line that begins with the given end marker.
    init(marker: String, isGlobals: Bool = false) {
        reader = MySQLDumpReader(marker: marker, isGlobals: isGlobals, judgesRows: false)
    }

    /// Has the values of rows summed; to be called before the first block.
    mutating func sumRows() { reader.sumRows() }

    var currentTable: ExactName? { reader.witness.currentTable }

    mutating func takeTableStarts() -> [Int] { reader.takeTableStarts() }

    mutating func observe(_ block: UnsafeRawBufferPointer) { reader.observe(block) }

    mutating func finish() -> StreamSummary {
        var summary = reader.finish()
        summary.refusals = reader.traits.commands
        return summary
    }

    /// What was read of the content, if the values of rows were summed.
    var content: DumpContent {
        // A table that names another database is told as code as well.
        let code = reader.traits.code.filter { $0.kind != "table" }
        var content = DumpContent(
            rows: reader.witness.rowSums,
            // The scanner counts in the plural.
            names: Dictionary(grouping: code) { $0.kind + "s" }.mapValues { Set($0.map(\.name)) })
        for (sequence, words) in reader.traits.sequenceValues {
            content.rows[ExactName("the sequence " + sequence.text), default: RowSum()].add(
                TextHash.of(Array(words.utf8)))
        }
        for table in reader.traits.virtual {
            content.passing[table] = "has columns that are computed whenever they are read"
        }
        return content
    }
}

/// Reads a dump of MySQL or MariaDB for its content.
struct MySQLContentReader: DumpContentReader {
    private var scanner = MySQLScanner(marker: "")

    init() { scanner.sumRows() }

    mutating func observe(_ block: UnsafeRawBufferPointer) { scanner.observe(block) }

    mutating func finish() -> DumpContent {
        _ = scanner.finish()
        return scanner.content
    }
}
