/// What of a tool's own messages may be shown and kept: no statement and no row that it repeats.
///
/// The clients of databases print what failed beside why it failed: rows of customers, and the hashes of passwords. Of
/// these only the reason is kept, with the numbers that say what kind it is.
package enum ErrorWords: Sendable, Equatable {
    /// The tool repeats nothing.
    case all
    /// `mysql`, `mariadb` and their dump tools: the statement stands in front of `ERROR nnnn (sssss) at line n: …`.
    case mysql
    /// `psql` and its relatives: rows and statements stand behind `DETAIL:`, `CONTEXT:`, `QUERY:` and `LINE n:`.
    case postgresql

    /// The errors of MySQL and MariaDB whose messages quote names alone: of objects, accounts, variables and engines.
    private static let naming: Set<Int> = [
        1005, 1007, 1008, 1044, 1045, 1046, 1048, 1049, 1050, 1051, 1054, 1060, 1061, 1071, 1091, 1103, 1109,
        1115,
        1130, 1142, 1143, 1146, 1193, 1227, 1235, 1264, 1273, 1286, 1304, 1305, 1347, 1356, 1359, 1364, 1370,
        1396,
        1406, 1410, 1418, 1419, 1449, 1451, 1452, 1524, 1698, 1824, 2002, 2003, 2005, 2006, 2013, 2026, 2059,
        3819, 4025,
    ]

    /// The lines that may be shown, without what they quote.
    package func shown(_ lines: [String]) -> [String] {
        switch self {
        case .all: lines
        case .mysql: ErrorWords.mysql(lines)
        case .postgresql: ErrorWords.postgresql(lines)
        }
    }

    private static let rule = "--------------"

    private static func mysql(_ lines: [String]) -> [String] {
        // The statement stands between two such lines; what comes before the first may be its end.
        let behind = lines.lastIndex(of: rule).map { Array(lines[($0 + 1)...]) } ?? lines
        return behind.compactMap { line in
            if line.begins(with: "ERROR ") { return withoutQuotes(line) }
            let word = line.head(upTo: " ")
            guard word.ends(with: ":") || line.begins(with: "Warning") || line.begins(with: "WARNING") else {
                return nil
            }
            return withoutQuotes(line)
        }
    }

    /// Cuts what stands between the first quote and the last one, unless the error quotes names alone.
    private static func withoutQuotes(_ line: String) -> String {
        let number = line.pieces(where: { !("0"..."9" ~= $0) }).first { $0.utf8.count == 4 }.flatMap {
            Int($0)
        }
        if let number, naming.contains(number) { return line }
        guard let first = line.place(of: "'"), let last = line.lastPlace(of: "'") else { return line }
        let rest = first == last ? "" : line[line.unicodeScalars.index(after: last)...]
        return line[..<first] + "'…'" + rest
    }

    private static func postgresql(_ lines: [String]) -> [String] {
        var isHidden = false
        return lines.indices.compactMap { index in
            let line = lines[index]
            let words = line.trimming(" ")
            if hiding.contains(where: { words.begins(with: $0) }) {
                isHidden = true
            } else if showing.contains(where: { words.begins(with: $0) }) {
                isHidden = false
            }
            guard !isHidden else { return nil }
            return withoutValues(line, isRaised: isRaised(lines[(index + 1)...]))
        }
    }

    private static let hiding = ["DETAIL:", "CONTEXT:", "QUERY:", "STATEMENT:", "LINE "]
    private static let severities = ["ERROR:", "FATAL:", "PANIC:", "WARNING:", "NOTICE:", "INFO:"]
    private static let showing = severities + ["psql:", "HINT:", "pg_"]

    /// The beginnings of PostgreSQL's messages that quote names alone.
    private static let namingMessages = [
        "new row for relation ", "null value in column ", "duplicate key value violates ",
        "insert or update on ",
        "update or delete on ", "could not create unique index ", "could not create exclusion constraint ",
        "conflicting key value violates ", "check constraint ", "value for domain ",
        "no partition of relation ",
        "relation ", "role ", "database ", "schema ", "type ", "function ", "column ", "extension ",
        "operator ",
        "constraint ", "table ", "index ", "sequence ", "view ", "trigger ", "tablespace ", "language ",
        "collation ",
        "permission denied ", "must be ", "missing data for column ", "source database ", "publication ",
        "subscription ", "cannot ", "could not ", "unrecognized configuration parameter ", "parameter ",
        "no pg_hba.conf entry ", "password authentication failed ", "there is no unique constraint ",
    ]

    /// Whether a function of the database's own wrote the message before these lines, in words that nobody knows.
    ///
    /// A server that speaks another language says so in words that are not looked for: where it tells of a context at all,
    /// a function may have.
    private static func isRaised(_ following: ArraySlice<String>) -> Bool {
        for line in following {
            if line.ends(with: " at RAISE") || line.ends(with: " at ASSERT") { return true }
            if showing.contains(where: { line.begins(with: $0) && !line.begins(with: "HINT:") }) {
                return false
            }
            if let context = line.dropping(prefix: "CONTEXT:  "),
                !contexts.contains(where: { context.begins(with: $0) })
            {
                return true
            }
        }
        return false
    }

    /// How contexts begin on a server that speaks English.
    private static let contexts = [
        "PL/pgSQL function ", "SQL function ", "SQL statement ", "COPY ", "PL/Perl function ",
        "PL/Python function ", "PL/Tcl function ", "while ", "parallel worker",
        "JSON data",
        "automatic ", "referenced ", "unnamed portal", "portal ", "during ", "slot ", "processing ",
        "column ", "foreign table ",
        "whole-row ", "in the ", "Perl ", "Python ",
    ]

    /// Where the severity of a message ends: behind a word, a colon and two blanks, whatever the server's language is.
    private static func severity(of line: String) -> Range<String.Index>? {
        guard let gap = line.firstPlace(of: ":  ") else { return nil }
        let before = line[..<gap.lowerBound]
        let start = before.lastPlace(of: " ").map(before.unicodeScalars.index(after:)) ?? before.startIndex
        let word = before[start...]
        let isLabel = labels.has(String(word))
        return word.isEmpty || isLabel ? nil : start..<line.unicodeScalars.index(after: gap.lowerBound)
    }

    /// What the client writes in front of the rest of a message.
    private static let labels = ["DETAIL", "CONTEXT", "QUERY", "STATEMENT", "HINT", "LOCATION"]
    /// What stands around values: every translation has its own.
    private static let quotes = Set("\"«»„“”‟‘’‚‹›「」『』《》".unicodeScalars)

    /// Cuts what a message quotes, unless it quotes names alone, and all of one in words that nobody knows.
    private static func withoutValues(_ line: String, isRaised: Bool) -> String {
        guard let severity = severity(of: line) else {
            return isRaised && line.begins(with: "HINT:") ? "HINT:  …" : line
        }
        let message = line[severity.upperBound...].dropping(leading: " ")
        guard !isRaised else { return line[..<severity.upperBound] + "  …" }
        guard !namingMessages.contains(where: { message.begins(with: $0) }) else { return line }
        guard !line[severity].begins(with: "NOTICE:"), !line[severity].begins(with: "WARNING:"),
            !line[severity].begins(with: "INFO:")
        else { return line[..<severity.upperBound] + "  …" }
        let scalars = message.unicodeScalars
        guard let first = scalars.firstIndex(where: quotes.contains),
            let last = scalars.lastIndex(where: quotes.contains)
        else { return line }
        return line[..<first] + "\"…\"" + (first == last ? "" : message[scalars.index(after: last)...])
    }
}
