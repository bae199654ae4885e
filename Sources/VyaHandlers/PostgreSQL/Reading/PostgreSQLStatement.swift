import VyaCore

/// Recognizes the statements of a PostgreSQL dump that a scanner must understand, from their text.
struct PostgreSQLStatement {
    /// What the statement is, as far as its text tells.
    enum Kind { case unknown, copy, insert, rows, setting, encoding, other }

    /// What the end of the statement means.
    enum Ending: Equatable {
        case nothing
        /// Rows follow, up to a line with `\.`.
        case copy
        /// One row without values.
        case emptyRow
        /// The rows of an INSERT have passed.
        case rows
        /// Whether a backslash in a string is only a backslash.
        case standardStrings(Bool)
        /// The encoding of what follows, as the dump names it.
        case encoding(String)
    }

    /// No statement that is looked at is longer; a table has at most 1600 columns.
    private static let longest = 1 << 20

    /// True when the beginning of every statement is kept, for an inspection.
    var keepsText = false
    private(set) var kind = Kind.other
    private var kept: [UInt8] = []
    private var isLong = false

    /// True while the text is still needed.
    var isCollected: Bool { kind == .other ? keepsText && !isLong : kind != .rows }

    /// True when the text is not all of the statement.
    var isCut: Bool { kept.count > PostgreSQLStatement.longest }

    /// The beginning of the statement, with its strings but without its comments and dollar quotes; nil when nobody
    /// asked for it, or for the rows of an INSERT.
    var text: [UInt8]? { keepsText && kind != .rows ? kept : nil }

    /// Begins with the next statement; one that is not looked at is skipped whatever it is.
    mutating func begin(looked: Bool) {
        kind = looked ? .unknown : .other
        isLong = false
        kept.removeAll(keepingCapacity: true)
    }

    /// Takes the next byte outside of strings; returns true when the rows of an INSERT begin.
    mutating func collect(_ byte: UInt8, outsideQuotes: Bool) -> Bool {
        guard isCollected else { return false }
        kept.append(byte)
        switch kind {
        case .unknown: recognize()
        case .insert where outsideQuotes && (byte == 0x20 || byte == Byte.newline || byte == Byte.open):
            if kept.dropLast().suffix(7).elementsEqual(" VALUES".utf8) {
                kind = .rows
                return true
            }
        default: break
        }
        limit()
        return false
    }

    /// Takes what a string holds.
    mutating func collect(contentsOf bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        let room = PostgreSQLStatement.longest - kept.count
        kept += bytes.prefix(max(0, room))
        limit()
    }

    private mutating func limit() {
        if kept.count > PostgreSQLStatement.longest { kind = .other }
        if kind == .other, isCut { isLong = true }
    }

    private mutating func recognize() {
        switch kept.count {
        case 5: if kept.elementsEqual("COPY ".utf8) { kind = .copy }
        case 12: if kept.elementsEqual("INSERT INTO ".utf8) { kind = .insert }
        case 19: if kept.elementsEqual("SET client_encoding".utf8) { kind = .encoding }
        case 31...: kind = kept.elementsEqual("SET standard_conforming_strings".utf8) ? .setting : .other
        default: break
        }
    }

    /// What the semicolon that ends the statement means.
    var ending: Ending {
        switch kind {
        case .copy where isCopyOfRows: .copy
        case .insert where kept.suffix(15).elementsEqual(" DEFAULT VALUES".utf8): .emptyRow
        case .rows: .rows
        case .setting: .standardStrings(!kept.suffix(4).elementsEqual(" off".utf8))
        case .encoding:
            .encoding(
                String(
                    decoding: kept.drop { $0 != Byte.quote }.dropFirst().prefix { $0 != Byte.quote },
                    as: UTF8.self))
        default: .nothing
        }
    }

    /// What stands above the rows of an INSERT, `VALUES` included.
    var head: [UInt8] { kept }

    /// The qualified name of the table that the statement fills, quoted as the dump quotes it.
    var tableName: [UInt8] {
        let start = kept.starts(with: "COPY ".utf8) ? 5 : 12
        var quoted = false
        let name = kept.dropFirst(start).prefix { byte in
            if byte == Byte.doubleQuote { quoted.toggle() }
            return quoted || (byte != 0x20 && byte != Byte.open && byte != Byte.newline)
        }
        return Array(name)
    }

    /// What stands between the table's name and its rows.
    var columnList: [UInt8] {
        Array(kept.dropFirst((kept.starts(with: "COPY ".utf8) ? 5 : 12) + tableName.count))
    }

    /// True for `COPY name (columns) FROM stdin` and nothing more: whatever else a server takes for a COPY, such as
    /// `COPY t FROM PROGRAM 'x' WHERE a IS DISTINCT FROM stdin`, asks for no rows.
    private var isCopyOfRows: Bool {
        var rest = kept.dropFirst(5 + tableName.count)
        if rest.starts(with: " (".utf8) {
            var quoted = false
            rest = rest.dropFirst(2).drop { byte in
                if byte == Byte.doubleQuote { quoted.toggle() }
                return quoted || Byte.isIdentifier(byte) || byte == 0x20 || byte == Byte.doubleQuote
                    || byte == UInt8(ascii: ",")
            }
            guard rest.first == Byte.close else { return false }
            rest = rest.dropFirst()
        } else if rest.starts(with: "  FROM".utf8) {
            // A table without columns: the list is empty, its spaces are not.
            rest = rest.dropFirst()
        }
        if rest.starts(with: " WITH OIDS".utf8) { rest = rest.dropFirst(10) }
        return rest.elementsEqual(" FROM stdin".utf8)
    }

    /// What pg_dump announces in a comment, `-- Name: n; Type: T; Schema: s; Owner: o`.
    struct Announcement {
        /// The name, with arguments and the like.
        let name: String
        /// The kind, in lower case.
        let type: String
        /// The schema; a dash for what is in none.
        let schema: String

        /// True for the rows of what was announced before.
        let isOfRows: Bool

        /// Reads a line; nil for any other. `schemas` are those that were announced before.
        init?(_ line: [UInt8], schemas: Set<ExactName>) {
            let line = String(decoding: line, as: UTF8.self)
            let rows = line.dropping(prefix: "-- Data for Name: ")
            guard let text = rows ?? line.dropping(prefix: "-- Name: ") else { return nil }
            isOfRows = rows != nil
            var rest = text
            var found: (name: Substring, type: Substring, schema: Substring, isKnown: Bool)?
            // A name, and that of its schema, may hold such words, too. pg_dump's own are in capitals; of several those count that
            // are followed by a schema that the dump has made, and else the last ones.
            while let place = rest.firstPlace(of: "; Type: ") {
                rest = rest[place.upperBound...]
                let word = rest.head(upTo: ";")
                let isOwn =
                    !word.isEmpty
                    && word.utf8.allSatisfy { $0 == 0x20 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
                guard isOwn, let after = rest[word.endIndex...].dropping(prefix: "; Schema: ") else {
                    continue
                }
                let name = text[..<place.lowerBound]
                let whole = after.firstPlace(of: "; Owner: ").map { after[..<$0.lowerBound] } ?? after
                if schemas.contains(ExactName(String(whole))) {
                    if found?.isKnown != true { found = (name, word, whole, true) }
                } else if found?.isKnown != true {
                    found = (name, word, after.head(upTo: ";"), false)
                }
            }
            guard let found else { return nil }
            (name, type, schema) = (String(found.name), found.type.lowercased(), String(found.schema))
        }
    }
}
