import VyaCore
import VyaPlugins

/// Dumps a SQLite database with the `sqlite3` shell, so that what `.dump` leaves out comes back as well.
struct SQLiteBackup {
    let context: DumpContext
    let tool: LocatedTool
    let arguments: [ArgumentTemplate]

    /// Describes the dump of the database at a path.
    func job(for path: ExactName, _ provenance: Provenance) -> Job {
        var job = context.job(
            database: path,
            source: .tool(invocation(path, isRecent ? SQLiteBackup.commands : [".dump"])) { SQLiteScanner() },
            provenance: provenance)
        guard isRecent else {
            job.shortfalls = [
                """
                sqlite3 \(tool.version.pieces(separatedBy: " ").first ?? "") dumps no row numbers, \
                user_version, application_id, encoding and journal mode; 3.26 and later do
                """
            ]
            return job
        }
        job.list = { try listing(of: path) }
        return job
    }

    /// Pragmas are functions from 3.16 on, `.dump` keeps rowids from 3.20 on, and `table_xinfo` is from 3.26.
    private var isRecent: Bool { !tool.versionNumbers.lexicographicallyPrecedes([3, 26]) }

    /// What the shell is told: in one transaction, so that header and rows are of one moment.
    ///
    /// What the header of the file says comes before the first table, as it has to; the journal mode, which is no matter
    /// of a transaction, comes last, so that a restore need not write everything twice.
    private static let commands = [
        ".headers off", ".mode list", "BEGIN",
        "SELECT 'PRAGMA encoding=''' || encoding || ''';' FROM pragma_encoding"
            + ["page_size", "auto_vacuum", "user_version", "application_id"].map {
                " UNION ALL SELECT 'PRAGMA \($0)=' || \($0) || ';' FROM pragma_\($0)"
            }.joined(),
        ".dump --preserve-rowids",
        "SELECT 'PRAGMA journal_mode=wal;' FROM pragma_journal_mode WHERE journal_mode = 'wal'",
    ]

    private func invocation(_ path: ExactName, _ commands: [String]) -> ToolInvocation {
        var values = context.values(database: path)
        values[list: .negotiated] = commands
        return context.invocation(tool, arguments, values)
    }

    // MARK: What the file holds

    /// Asks what a whole dump has, and for texts that no dump can hold.
    private func listing(of path: ExactName) throws -> CatalogListing {
        var listing = CatalogListing()
        for row in try names(in: path, [SQLiteBackup.objects]) where row.count == 3 {
            listing.objects[row[0].text, default: [:]][row[1].text] = row[1].text
            if row[2] == "1" { listing.tables.insert(row[1]) }
        }
        let cut: [ExactName]
        do { (cut, listing.rows) = try readThrough(path) } catch let error as SourceError {
            let words = error.explanation.details.last ?? error.explanation.message
            listing.remarks = [
                "rows were not counted, nor texts looked through for NUL characters: \(words)"
            ]
            return listing
        }
        if !cut.isEmpty, try cutsTexts() {
            listing.shortfalls = [
                """
                texts that hold a NUL character are cut there by sqlite3, in: \
                \(DatabaseSelection.enumerated(cut.map(\.text)))
                """
            ]
        }
        return listing
    }

    /// Kind as the scanner calls it, name, and whether the dump has a `CREATE TABLE` for it, as a virtual table has not.
    private static let objects: SQLiteText = """
        SELECT hex(CASE type WHEN 'index' THEN 'indexes' ELSE type || 's' END) || '|' || hex(name) || '|' \
        || hex(type = 'table' AND rootpage > 0) FROM sqlite_master \
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        """

    /// The columns that hold something of their own; what is generated is not read.
    private static let columns: SQLiteText = """
        SELECT hex(m.name) || '|' || hex(c.name) FROM sqlite_master m, pragma_table_xinfo(m.name) c \
        WHERE m.type = 'table' AND m.rootpage > 0 AND c.hidden = 0 ORDER BY m.name, c.cid
        """

    /// The tables with a text that holds a NUL character, and how many rows each table has.
    ///
    /// SQLite counts along the smallest index: where a damaged file has lost pages of a table, the index still knows them.
    private func readThrough(_ path: ExactName) throws -> (cut: [ExactName], rows: [ExactName: Int]) {
        var columns: [ExactName: [ExactName]] = [:]
        for row in try names(in: path, [SQLiteBackup.columns]) where row.count == 2 {
            columns[row[0], default: []].append(row[1])
        }
        let tables = columns.keys.sorted()
        var queries: [SQLiteText] = []
        for (number, table) in tables.enumerated() {
            let columns = columns[table] ?? []
            let name: SQLiteText = "\(name: table.text)"
            // SQLite's own tables are dumped in ways of their own.
            if !table.text.begins(with: "sqlite_") {
                queries.append("SELECT \(number) || '|' || COUNT(*) FROM \(name)")
            }
            // Conditions are nested, and no deeper than a thousand.
            for start in stride(from: 0, to: columns.count, by: 100) {
                let conditions = columns[start..<min(start + 100, columns.count)].map {
                    column -> SQLiteText in
                    "typeof(\(name: column.text)) = 'text' AND instr(\(name: column.text), char(0))"
                }.joined(separator: " OR ")
                queries.append("SELECT \(number) WHERE EXISTS (SELECT 1 FROM \(name) WHERE \(conditions))")
            }
        }
        var (cut, rows): (Set<ExactName>, [ExactName: Int]) = ([], [:])
        while !queries.isEmpty {
            // As many statements a start as a command line has room for.
            var length = 0
            let count = queries.prefix { query in
                length += query.bytes.count
                return length < 500_000
            }.count
            for line in try ask(path, Array(queries.prefix(max(1, count)))) {
                let numbers = line.pieces(separatedBy: "|").map { Int($0) }
                guard let index = numbers[0], tables.indices.contains(index) else { continue }
                if numbers.count == 2 { rows[tables[index]] = numbers[1] } else { cut.insert(tables[index]) }
            }
            queries.removeFirst(max(1, count))
        }
        return (cut.sorted(), rows)
    }

    /// True when the shell's `.dump` ends a text at a NUL character; behaviour says it, as no version does.
    private func cutsTexts() throws -> Bool {
        let question = ToolInvocation(
            executable: tool.path,
            arguments: [
                "-batch", "-init", "/dev/null", ":memory:", "CREATE TABLE t (a)",
                "INSERT INTO t VALUES ('a' || char(0) || 'b')", ".dump",
            ])
        return try context.ask(question, about: "asking sqlite3 how it dumps").text.holds("VALUES('a')")
    }

    /// Asks for names in hexadecimal digits, which are those of the file's own encoding.
    private func names(in path: ExactName, _ queries: [SQLiteText]) throws -> [[ExactName]] {
        let answer = try ask(path, ["PRAGMA encoding"] + queries)
        let encoding = answer.first ?? ""
        return answer.dropFirst().map { line in
            line.pieces(separatedBy: "|").map { digits in
                let bytes = Hexadecimal.bytes(ofDigits: Array(digits.utf8))
                return ExactName(SQLiteBackup.text(bytes, encoding))
            }
        }
    }

    private static func text(_ bytes: [UInt8], _ encoding: String) -> String {
        guard encoding.begins(with: "UTF-16") else { return String(decoding: bytes, as: UTF8.self) }
        let isBigEndian = encoding.ends(with: "be")
        let units = stride(from: 0, to: bytes.count - bytes.count % 2, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// Asks for lines.
    private func ask(_ path: ExactName, _ queries: [SQLiteText]) throws -> [String] {
        // All texts are read, for as long as a dump of them may take.
        var timeouts = context.entry.timeouts
        timeouts.connectSeconds = max(timeouts.connectSeconds, 6 * 3600)
        let question = invocation(path, [".headers off", ".mode list"] + queries.map(\.text))
        let answer = try context.checked(
            context.probe.ask(question, timeouts: timeouts), of: question,
            about: "asking \"\(path.text.printable)\" what it holds")
        return answer.text.pieces(separatedBy: "\n").map(String.init)
    }
}
