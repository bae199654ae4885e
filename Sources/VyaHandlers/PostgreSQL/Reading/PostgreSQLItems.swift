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
        /// What its statements are about, in their order; what repeats the last one is not listed.
        var deeds: [Deed] = []
    }

    /// What a statement is about.
    private struct Deed {
        enum Subject: Equatable {
            case table(String)
            /// A sequence or index.
            case helper(String)
            /// Anything else, or nothing that is known.
            case unknown
        }

        let subject: Subject
        let bytes: Range<Int>
    }

    private static let settings: Set = [
        "default_tablespace", "default_table_access_method", "default_with_oids", "search_path", "SESSION",
    ]

    private var drafts: [Draft]
    private var lastRule: Int?
    /// The tables of sequences and indexes, which only statements elsewhere tell; by names without their quotes.
    private var tables: [ExactName: String] = [:]
    private var views: [ExactName: String] = [:]
    /// The sequences and indexes that the dump makes.
    private var helpers: Set<ExactName> = []
    /// The tables with triggers and rules, which rows would run.
    private var coded: Set<ExactName> = []

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

    /// Takes note of a statement; one that is left out is no deed of its item.
    mutating func statement(
        _ tokens: PostgreSQLTokens, bytes: Range<Int>, isCopy: Bool, isLeftOut: Bool = false
    ) {
        lastRule = nil
        if tokens[0] == "GRANT" || tokens[0] == "REVOKE" { goOnWithPrivileges() }
        if tokens[0] == "SET", PostgreSQLItems.settings.contains(tokens[1]), drafts.count > 1 {
            if drafts[drafts.count - 1].kind != "setting" { begin("setting", at: bytes.lowerBound) }
            return
        }
        let last = drafts.count - 1
        if !isLeftOut { note(subject(of: tokens, isCopy: isCopy), bytes) }
        guard drafts[last].table == nil else { return }
        var draft = drafts[last]
        read(tokens, into: &draft)
        drafts[last] = draft
    }

    /// Goes on with an item of privileges, in which others than the owner grant some: `SET SESSION AUTHORIZATION`, which stands
    /// above an item otherwise.
    private mutating func goOnWithPrivileges() {
        guard drafts.count > 1, drafts[drafts.count - 1].kind == "setting",
            drafts[drafts.count - 1].deeds.isEmpty,
            drafts[drafts.count - 2].kind == "acl"
        else { return }
        drafts.removeLast()
        drafts[drafts.count - 1].end = nil
    }

    private mutating func note(_ subject: Deed.Subject?, _ bytes: Range<Int>) {
        guard let subject, drafts[drafts.count - 1].deeds.last?.subject != subject else { return }
        drafts[drafts.count - 1].deeds.append(Deed(subject: subject, bytes: bytes))
    }

    /// What a statement is about; nil when it is about the session alone.
    private mutating func subject(of tokens: PostgreSQLTokens, isCopy: Bool) -> Deed.Subject? {
        if tokens[0] == "SET" || tokens[0] == "RESET" || tokens[1].ends(with: "set_config") { return nil }
        let kind = drafts[drafts.count - 1].kind
        // Its owner, which a sequence gets by ALTER TABLE; whatever else came first was seen then.
        if tokens[0] == "ALTER", ["sequence", "statistics"].contains(kind),
            drafts[drafts.count - 1].helper.map(Self.key) == Self.key(tokens[2])
        {
            return nil
        }
        var own = Draft(kind: kind, start: 0)
        read(tokens, into: &own)
        if let table = own.table {
            if isCopy || tokens[0] == "INSERT" { return rows(into: table) }
            if ["trigger", "rule"].contains(kind), tokens[0] == "CREATE" { coded.insert(Self.key(table)) }
            return .table(table)
        }
        guard let helper = own.helper else { return .unknown }
        if kind == "sequence", tokens[0] == "CREATE" { helpers.insert(Self.key(helper)) }
        return .helper(helper)
    }

    private func rows(into table: String) -> Deed.Subject {
        coded.contains(Self.key(table)) ? .unknown : .table(table)
    }

    /// Takes note of an INSERT.
    mutating func rows(of table: [UInt8], bytes: Range<Int>) {
        lastRule = nil
        let table = String(decoding: table, as: UTF8.self)
        note(rows(into: table), bytes)
        if drafts[drafts.count - 1].table == nil { drafts[drafts.count - 1].table = table }
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
            first.stranger = stranger(in: draft, of: table)
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

    /// The first statement in a draft that is not about its table, or, above all items and between them, about anything.
    private func stranger(in draft: Draft, of table: ExactName?) -> Range<Int>? {
        let isOfSession = ["preamble", "setting"].contains(draft.kind)
        guard isOfSession || table != nil else { return nil }
        let own = table.map { Self.key($0.text) }
        return draft.deeds.first { deed in
            switch deed.subject {
            case _ where isOfSession, .unknown: true
            case .table(let name): Self.key(name) != own
            case .helper(let name):
                // Where the dump makes none, another's may have that name.
                tables[Self.key(name)].map(Self.key) != own || !helpers.contains(Self.key(name))
            }
        }?.bytes
    }

    /// The constraint that a draft is about, with its table.
    private static func constraint(_ draft: Draft) -> [ExactName]? {
        guard let constraint = draft.constraint, let table = draft.table else { return nil }
        return [key(table), key(constraint)]
    }

    /// A name without its quotes, in parts that nothing else has.
    static func key(_ text: String) -> ExactName {
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
        // The kind of a table, index or trigger may stand before its noun, and OR REPLACE before a rule's.
        let noun = draft.kind.pieces(separatedBy: " ").last.map { $0.uppercased() } ?? ""
        guard tokens.words.prefix(4).has(noun) else { return }
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
        case "statistics":
            draft.table = tokens.lastPlace(of: "FROM").map { tokens[$0 + 1] }
            draft.helper = tokens.place(of: "STATISTICS").map { tokens[$0 + 1] }
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
            // Before version 14 a partition's own item attaches it.
            case _ where tokens.place(of: "ATTACH") != nil:
                draft.table = tokens.place(of: "PARTITION").map { tokens[$0 + 1] }
            case _ where tokens.place(of: "INHERIT") != nil: break
            default: draft.table = name
            }
            if draft.kind == "sequence", let place = tokens.words.lastIndex(of: "NAME") {
                tables[Self.key(tokens[place + 1])] = name
                helpers.insert(Self.key(tokens[place + 1]))
            }
            if let place = tokens.place(of: "CONSTRAINT") {
                draft.constraint = tokens[place + 1]
                let hasIndex = ["PRIMARY", "UNIQUE", "EXCLUDE"].contains(tokens[place + 2])
                if draft.kind == "constraint", hasIndex { remember(tokens[place + 1], besides: name) }
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
        case "TRIGGER" where tokens[3] == "ON": draft.table = tokens[4]
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
        for name in [index, lastDot(of: table).map { $0 + "." + index }].compactMap({ $0 }) {
            tables[Self.key(name)] = table
            helpers.insert(Self.key(name))
        }
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
