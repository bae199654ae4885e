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
        return lines.filter { line in
            let words = line.trimming(" ")
            if ["DETAIL:", "CONTEXT:", "QUERY:", "STATEMENT:", "LINE "].contains(where: {
                words.begins(with: $0)
            }) {
                isHidden = true
            } else if ["psql:", "ERROR:", "FATAL:", "PANIC:", "HINT:", "NOTICE:", "WARNING:", "pg_"].contains(
                where: {
                    words.begins(with: $0)
                })
            {
                isHidden = false
            }
            return !isHidden
        }
    }
}
