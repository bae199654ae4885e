import VyaCore

/// What a dump of PostgreSQL holds besides rows of tables, for the comparison of two dumps: the names of objects by the comments
/// above them, where sequences stand, and what large objects hold.
///
/// The source is `pg_backup_archiver.c` (`_printTocEntry`), `dumpSequenceData` of `pg_dump.c`, and `pg_backup_null.c` for the
/// statements of large objects.
struct PostgreSQLContent {
    private(set) var names: [String: Set<ExactName>] = [:]
    private(set) var values: [ExactName: RowSum] = [:]
    /// The keys of sequences among the values.
    private(set) var sequences: Set<ExactName> = []
    /// The large object that is open, and what was written to it so far.
    private var blob = TextHash()

    private static let setval = Array("SELECT pg_catalog.setval('".utf8)
    private static let blobStatements = ["lo_open", "lowrite", "lo_close"].map {
        Array("SELECT pg_catalog.\($0)(".utf8)
    }
    private static let blobs: ExactName = "large objects"

    /// Takes a comment that announces an object.
    mutating func announce(_ object: PostgreSQLStatement.Announcement) {
        // It is announced where its owner is not the server's own, and a drill has no owners.
        if object.type == "schema", object.name == "public" { return }
        let name = object.schema == "-" ? object.name : "\(object.schema).\(object.name)"
        names[object.type, default: []].insert(ExactName(name))
    }

    /// Takes the text of a statement that is no row of a table.
    mutating func take(_ statement: [UInt8]) {
        if statement.starts(with: Self.setval) {
            let rest = statement.dropFirst(Self.setval.count)
            let name = rest.prefix(rest.lastIndex(of: Byte.quote).map { $0 - rest.startIndex } ?? 0)
            let sequence = ExactName("the sequence " + String(decoding: name, as: UTF8.self))
            values[sequence, default: RowSum()].add(TextHash.of(statement))
            sequences.insert(sequence)
        } else if let step = Self.blobStatements.firstIndex(where: { statement.starts(with: $0) }) {
            statement.withUnsafeBytes { blob.add($0) }
            if step == 2 { values[Self.blobs, default: RowSum()].add(blob.finish()) }
        }
    }
}

/// Reads a dump of PostgreSQL for its content.
struct PostgreSQLContentReader: DumpContentReader {
    private var scanner: PostgreSQLScanner

    init() {
        scanner = PostgreSQLScanner(marker: "")
        scanner.readContent()
    }

    mutating func observe(_ block: UnsafeRawBufferPointer) { scanner.observe(block) }

    mutating func finish() -> DumpContent {
        _ = scanner.finish()
        let content = scanner.content ?? PostgreSQLContent()
        var result = DumpContent(
            rows: scanner.tally.rowSums.merging(content.values) { rows, _ in rows }, names: content.names)
        // What fills a view may call `nextval`, behind the statement that set the sequence.
        if content.names["materialized view data"] != nil {
            for name in content.sequences {
                result.passing[name] = "may have moved on while materialized views were filled"
            }
        }
        return result
    }
}
