import VyaCore

/// Takes a dump apart into the things that it makes, by the comments with which pg_dump announces each of them
/// (`_printTocEntry` in `pg_backup_archiver.c`), and finds the table that each belongs to.
///
/// What belongs to two tables, such as attaching a partition, is listed twice.
struct PostgreSQLItems {
    private struct Draft {
        var kind: String
        var start: Int
        var end: Int?
        var table: String?
        /// The other table of a partition.
        var second: String?
        /// What the table is a partition or a child of.
        var parents: [String] = []
        var isPartition = false
        /// What stands in the head of a function or type, some of which may be tables.
        var words: [String] = []
        /// A sequence or index, by which the table may be known later.
        var helper: String?
        /// The name of a constraint.
        var constraint: String?
    }

    private static let settings: Set = [
        "default_tablespace", "default_table_access_method", "default_with_oids", "search_path", "SESSION",
    ]

    private var drafts: [Draft]
    private var lastRule: Int?
    /// The tables of sequences and indexes, which only statements elsewhere tell; by names without their quotes.
    private var tables: [ExactName: String] = [:]
    private var views: [ExactName: String] = [:]

    init() {
        drafts = [Draft(kind: "preamble", start: 0)]
    }

    /// True above the first item.
    var isAtPreamble: Bool { drafts.count == 1 }

    /// Takes note of a line of a comment that begins in the first column.
    mutating func comment(_ line: [UInt8], at offset: Int, announcing type: String?) {
        if line.count == 2 {
            lastRule = offset
            return
        }
        if let type {
            begin(type, at: lastRule ?? offset)
        } else if line.elementsEqual("-- PostgreSQL database dump complete".utf8) {
            begin("end", at: lastRule ?? offset)
        }
        lastRule = nil
    }

    private mutating func begin(_ kind: String, at offset: Int) {
        drafts[drafts.count - 1].end = offset
        drafts.append(Draft(kind: kind, start: offset))
    }

    /// Takes note of a statement.
    mutating func statement(_ tokens: PostgreSQLTokens, bytes: Range<Int>, isCopy: Bool) {
        lastRule = nil
        if tokens[0] == "SET", PostgreSQLItems.settings.contains(tokens[1]), drafts.count > 1 {
            if drafts[drafts.count - 1].kind != "setting" { begin("setting", at: bytes.lowerBound) }
            return
        }
        guard var draft = drafts.last, draft.table == nil else { return }
        read(tokens, into: &draft)
        drafts[drafts.count - 1] = draft
    }

    /// Takes note of an INSERT.
    mutating func rows(of table: [UInt8]) {
        lastRule = nil
        guard drafts[drafts.count - 1].table == nil else { return }
        drafts[drafts.count - 1].table = String(decoding: table, as: UTF8.self)
    }

    /// Takes note of the end of the stream.
    mutating func finish(at end: Int) { drafts[drafts.count - 1].end = end }

    /// The items, with the tables of sequences and indexes.
    ///
    /// A table's name is written as by the statement that makes it: a database that has `quote_all_identifiers` set writes it
    /// otherwise in its indexes, triggers and rules (S9).
    var resolved: [DumpTraits.Item] {
        var names: [ExactName: String] = [:]
        for draft in drafts
        where draft.kind == "table" || draft.kind == "foreign table" || draft.kind == "table data" {
            if let table = draft.table { names[Self.key(table)] = names[Self.key(table)] ?? table }
        }
        func name(_ text: String) -> ExactName { ExactName(names[Self.key(text)] ?? text) }
        let foreignKeys = Set(drafts.filter { $0.kind == "fk constraint" }.compactMap(Self.constraint))
        return drafts.flatMap { draft -> [DumpTraits.Item] in
            let bytes = draft.start..<(draft.end ?? draft.start)
            let table = (draft.table ?? draft.helper.flatMap { tables[Self.key($0)] }).map(name)
            // A comment goes with what it is about.
            let isOfKey = draft.kind == "comment" && Self.constraint(draft).map(foreignKeys.contains) == true
            var first = DumpTraits.Item(
                kind: isOfKey ? "fk constraint comment" : draft.kind, table: table, bytes: bytes)
            (first.parents, first.isPartition) = (draft.parents.map(name), draft.isPartition)
            if table == nil {
                first.parents += draft.words.compactMap { names[Self.key($0)] ?? views[Self.key($0)] }
                    .map { ExactName($0) }
            }
            guard let second = draft.second.map({ name(tables[Self.key($0)] ?? $0) }), second != table else {
                return [first]
            }
            return [first, DumpTraits.Item(kind: draft.kind, table: second, bytes: bytes)]
        }
    }

    /// The constraint that a draft is about, with its table.
    private static func constraint(_ draft: Draft) -> [ExactName]? {
        guard let constraint = draft.constraint, let table = draft.table else { return nil }
        return [key(table), key(constraint)]
    }

    /// A name without its quotes, in parts that nothing else has.
    private static func key(_ text: String) -> ExactName {
        ExactName(PostgreSQLName.parts(text)?.joined(separator: "\u{0}") ?? text)
    }

    private mutating func read(_ tokens: PostgreSQLTokens, into draft: inout Draft) {
        switch tokens[0] {
        case "COPY": draft.table = tokens[1]
        case "INSERT": draft.table = tokens[2]  // one without values
        case "CREATE": readCreate(tokens, into: &draft)
        case "ALTER": readAlter(tokens, into: &draft)
        case "COMMENT": readComment(tokens, into: &draft)
        case "GRANT", "REVOKE":
            // The columns of a column's privilege stand before the ON.
            guard let place = tokens.place(of: "ON") else { return }
            if tokens[place + 1] == "TABLE" { draft.table = tokens[place + 2] }
            if tokens[place + 1] == "SEQUENCE" { draft.helper = tokens[place + 2] }
        case "SELECT" where tokens[1].ends(with: "setval"):
            draft.helper = PostgreSQLName.content(ofLiteral: tokens[3])
        default: break
        }
    }

    private mutating func readCreate(_ tokens: PostgreSQLTokens, into draft: inout Draft) {
        switch draft.kind {
        case "table", "foreign table":
            draft.table = tokens.place(of: "TABLE").map { tokens[$0 + 1] }
            // As pg_dump 10 writes partitions.
            draft.isPartition = tokens[3] == "PARTITION" && tokens[4] == "OF"
            draft.parents = draft.isPartition ? [tokens[5]] : parents(tokens)
        case "sequence": draft.helper = tokens.place(of: "SEQUENCE").map { tokens[$0 + 1] }
        case "trigger", "policy", "index":
            // Behind OF stand columns, which may have any name that is no word of SQL in capitals.
            guard let place = tokens.place(of: "ON", from: draft.kind == "index" ? 2 : 3) else { return }
            draft.table = tokens[place + 1] == "ONLY" ? tokens[place + 2] : tokens[place + 1]
            if draft.kind == "index", let table = draft.table, let name = tokens.place(of: "INDEX") {
                remember(tokens[name + 1], besides: table)
            }
        case "rule": draft.table = tokens.place(of: "TO", from: 3).map { tokens[$0 + 1] }
        case "statistics": draft.table = tokens.lastPlace(of: "FROM").map { tokens[$0 + 1] }
        case "view", "materialized view":
            if let view = tokens.place(of: "VIEW").map({ tokens[$0 + 1] }) { views[Self.key(view)] = view }
        case "function", "procedure", "aggregate":
            draft.words = types(tokens.words.dropFirst(3).prefix { $0 != "AS" && $0 != "LANGUAGE" })
        case "type", "domain", "cast", "operator": draft.words = types(tokens.words.dropFirst(3))
        default: break
        }
    }

    /// What may be types among words: a table and a view are one by their own names, which without a schema may be a parameter's.
    private func types(_ words: ArraySlice<String>) -> [String] {
        words.filter { PostgreSQLName.parts($0)?.count == 2 }
    }

    private mutating func readAlter(_ tokens: PostgreSQLTokens, into draft: inout Draft) {
        switch tokens[1] {
        case "FOREIGN" where tokens[2] != "TABLE": break
        case "TABLE", "FOREIGN":
            let place = tokens[1] == "FOREIGN" ? 3 : 2
            let name = tokens[place] == "ONLY" ? tokens[place + 1] : tokens[place]
            // pg_dump gives sequences their owner by ALTER TABLE.
            if draft.kind == "sequence", draft.helper == name { return }
            switch draft.kind {
            case "table attach":
                (draft.second, draft.parents, draft.isPartition) = (name, [name], true)
                draft.table = tokens.place(of: "PARTITION").map { tokens[$0 + 1] } ?? name
            default: draft.table = name
            }
            if draft.kind == "sequence", let place = tokens.words.lastIndex(of: "NAME") {
                tables[Self.key(tokens[place + 1])] = name
            }
            if let place = tokens.place(of: "CONSTRAINT") {
                draft.constraint = tokens[place + 1]
                if draft.kind == "constraint" { remember(tokens[place + 1], besides: name) }
            }
        case "SEQUENCE":
            draft.helper = tokens[2]
            if let place = tokens.place(of: "OWNED"), let column = lastDot(of: tokens[place + 2]) {
                tables[Self.key(tokens[2])] = column
            }
        case "INDEX" where draft.kind == "index attach":
            draft.helper = tokens.place(of: "PARTITION").map { tokens[$0 + 1] }
            draft.second = tokens[2]
        case "INDEX": draft.helper = tokens[2]
        default: break
        }
    }

    private func readComment(_ tokens: PostgreSQLTokens, into draft: inout Draft) {
        switch tokens[2] {
        case "TABLE": draft.table = tokens[3]
        case "COLUMN": draft.table = lastDot(of: tokens[3])
        case "CONSTRAINT", "TRIGGER", "POLICY", "RULE":
            guard tokens[4] == "ON" else { return }
            draft.table = tokens[5]
            if tokens[2] == "CONSTRAINT" {
                draft.constraint = tokens[3]
            } else {
                draft.kind = tokens[2].lowercased() + " comment"
            }
        case "INDEX", "SEQUENCE": draft.helper = tokens[3]
        default: break
        }
    }

    /// What a table inherits from.
    private func parents(_ tokens: PostgreSQLTokens) -> [String] {
        guard let place = tokens.lastPlace(of: "INHERITS"), tokens[place + 1] == "(" else { return [] }
        let list = tokens.words[(place + 2)...]
        return list.prefix { $0 != ")" }.filter { $0 != "," }  // characters: words of a statement
    }

    /// Indexes are made without their schema, and it is the table's.
    private mutating func remember(_ index: String, besides table: String) {
        tables[Self.key(index)] = table
        if let schema = lastDot(of: table) { tables[Self.key(schema + "." + index)] = table }
    }

    /// What stands before the last dot outside of quotes.
    private func lastDot(of name: String) -> String? {
        var (quoted, place) = (false, Int?.none)
        for (index, byte) in name.utf8.enumerated() {
            if byte == Byte.doubleQuote { quoted.toggle() }
            if byte == Byte.dot, !quoted { place = index }
        }
        return place.map { String(decoding: name.utf8.prefix($0), as: UTF8.self) }
    }
}
