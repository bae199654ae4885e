import VyaCore

/// Follows what a dump does to `sql_mode`, on which it depends where a string ends.
///
/// mysqldump writes three forms: the old value goes into a variable of the session (`SET @x = @@sql_mode`), the mode is
/// set to a text, and it is set from such a variable. Whatever else touches either is not followed and is refused,
/// because what is read as text could then be a command.
struct MySQLModes {
    struct Mode: Equatable {
        var backslashEscapes = true
        var ansiQuotes = false
        /// Routines are written in the manner of Oracle.
        var isOracle = false
    }

    private static let limit = 1000

    private(set) var current = Mode()
    private var saved: [String: Mode] = [:]
    /// Variables that something else may have given a value.
    private var touched: Set<String> = []

    /// Takes note that a variable is mentioned where it could get a value.
    mutating func touch(_ variable: String) {
        let name = variable.uppercased()
        saved[name] = nil
        if touched.count < MySQLModes.limit { touched.insert(name) }
    }

    /// Takes note that a variable keeps the mode that is set.
    mutating func save(in variable: String) {
        let name = variable.uppercased()
        saved[name] = touched.contains(name) || touched.count == MySQLModes.limit ? nil : current
    }

    /// Takes note that a variable is given the text of a mode; false when it is not a list of names.
    mutating func save(_ text: String, in variable: String) -> Bool {
        guard let mode = MySQLModes.mode(of: text) else { return false }
        let name = variable.uppercased()
        saved[name] = touched.contains(name) || touched.count == MySQLModes.limit ? nil : mode
        return true
    }

    /// Sets the mode from a variable; false when its value is not known.
    mutating func restore(from variable: String) -> Bool {
        guard let mode = saved[variable.uppercased()] else { return false }
        current = mode
        return true
    }

    /// Sets the mode from a text; false when it is not a list of names.
    mutating func set(_ text: String) -> Bool {
        guard let mode = MySQLModes.mode(of: text) else { return false }
        current = mode
        return true
    }

    private static func mode(of text: String) -> Mode? {
        let names = Set(text.uppercased().pieces(separatedBy: ",").map(String.init))
        let known = names.allSatisfy { name in
            // Two of MariaDB's have digits.
            name == "MYSQL323" || name == "MYSQL40"
                || name.utf8.allSatisfy {
                    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_")
                }
        }
        guard known else { return nil }
        // These names stand for several modes, quotes in the manner of the standard among them.
        let standard: Set = [
            "ANSI_QUOTES", "ANSI", "ORACLE", "DB2", "MSSQL", "MAXDB", "POSTGRESQL",
        ]
        return Mode(
            backslashEscapes: !names.has("NO_BACKSLASH_ESCAPES"),
            ansiQuotes: !names.isDisjoint(with: standard), isOracle: names.has("ORACLE"))
    }
}
