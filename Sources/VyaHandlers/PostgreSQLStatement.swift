/// Recognizes the statements of a PostgreSQL dump that a witness must understand, from their text.
struct PostgreSQLStatement {
    /// What the statement is, as far as its text tells.
    enum Kind { case unknown, copy, insert, rows, setting, other }

    /// What the end of the statement means.
    enum Ending {
        case nothing
        /// Rows follow, up to a line with `\.`.
        case copy
        /// One row without values.
        case emptyRow
        /// The rows of an INSERT have passed.
        case rows
        /// Whether a backslash in a string is only a backslash.
        case standardStrings(Bool)
    }

    /// No statement that is looked at is longer; a table has at most 1600 columns.
    private static let longest = 1 << 20

    private(set) var kind = Kind.other
    private var text: [UInt8] = []

    /// True while the text is still needed.
    var isCollected: Bool { kind != .rows && kind != .other }

    /// Begins with the next statement; one that is not looked at is skipped whatever it is.
    mutating func begin(looked: Bool) {
        kind = looked ? .unknown : .other
        text.removeAll(keepingCapacity: true)
    }

    /// Takes the next byte, without the content of strings; returns true when the rows of an INSERT begin.
    mutating func collect(_ byte: UInt8, outsideQuotes: Bool) -> Bool {
        guard isCollected else { return false }
        text.append(byte)
        switch kind {
        case .unknown: recognize()
        case .insert where outsideQuotes && (byte == 0x20 || byte == Byte.newline || byte == Byte.open):
            if text.dropLast().suffix(7).elementsEqual(" VALUES".utf8) {
                kind = .rows
                return true
            }
        default: break
        }
        if text.count > PostgreSQLStatement.longest { kind = .other }
        return false
    }

    private mutating func recognize() {
        switch text.count {
        case 5: if text.elementsEqual("COPY ".utf8) { kind = .copy }
        case 12: if text.elementsEqual("INSERT INTO ".utf8) { kind = .insert }
        case 31: kind = text.elementsEqual("SET standard_conforming_strings".utf8) ? .setting : .other
        default: break
        }
    }

    /// What the semicolon that ends the statement means.
    var ending: Ending {
        switch kind {
        case .copy where text.suffix(11).elementsEqual(" FROM stdin".utf8): .copy
        case .insert where text.suffix(15).elementsEqual(" DEFAULT VALUES".utf8): .emptyRow
        case .rows: .rows
        case .setting: .standardStrings(!text.suffix(4).elementsEqual(" off".utf8))
        default: .nothing
        }
    }

    /// The qualified name of the table that the statement fills, quoted as the dump quotes it.
    var tableName: [UInt8] {
        let start = text.starts(with: "COPY ".utf8) ? 5 : 12
        var quoted = false
        let name = text.dropFirst(start).prefix { byte in
            if byte == Byte.doubleQuote { quoted.toggle() }
            return quoted || (byte != 0x20 && byte != Byte.open && byte != Byte.newline)
        }
        return Array(name)
    }

    /// The kind of the object that pg_dump announces in a comment, `-- Name: n; Type: T; Schema: s; Owner:
    /// o`.
    static func objectType(inComment line: [UInt8]) -> String? {
        guard line.starts(with: "-- Name: ".utf8) else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard let type = text.ranges(of: "; Type: ").last,
            let end = text[type.upperBound...].firstIndex(of: ";")
        else { return nil }
        return text[type.upperBound..<end].lowercased()
    }
}
