import VyaCore

/// The parts of a dump that bring single tables back.
struct MySQLTableChoice {
    /// The tables as the dump names them.
    let names: [ExactName]
    private let wanted: [Range<Int>]
    /// What keeps the parts from coming into a database alone.
    let refusals: [Explanation]

    /// The tables by their names alone.
    var plain: [String] { names.map { MySQLQuoting.unquoted($0.text) } }

    /// Chooses; throws `UsageError` when the dump does not hold one of the tables, or cannot be told apart.
    ///
    /// Into a `fresh` database the sequences come as well, when a default of one of the tables is taken from one.
    init(
        _ asked: [ExactName], of request: RestoreRequest, into fresh: Bool, folding: Bool,
        isTable: (ExactName, [ExactName]) -> Bool
    ) throws(UsageError) {
        let tables = request.summary.tables.map(\.table)
        for name in asked where !tables.contains(where: { isTable($0, [name]) }) {
            let known = tables.map { MySQLQuoting.unquoted($0.text) }
            let nearest = NearestName.of(name.text, in: known).map {
                "did you mean \"\($0.printable)\"?" as Message
            }
            throw UsageError(
                "restore.no-such-table", "the dump holds no table \"\(name.text.printable)\"",
                hints: [nearest ?? "it holds: \(DatabaseSelection.enumerated(known))"])
        }
        names = tables.filter { isTable($0, asked) }
        let items = request.traits.items
        let chosen = names
        let plain = Set(names.map { ExactName(MySQLQuoting.unquoted($0.text)) })
        let drawsNumbers = request.traits.code.contains {
            $0.kind == "table" && !$0.sequences.isEmpty && plain.contains($0.name)
        }
        let parts = items.filter { item in
            item.kind == "preamble" || item.kind == "postamble"
                || item.kind == "sequence" && fresh && drawsNumbers
                || item.table.map { chosen.contains($0) } == true
        }
        wanted = parts.map(\.bytes)
        refusals = parts.compactMap { part in
            var part = part
            // A trigger names its table as it was typed.
            if !folding { part.stranger = part.stranger ?? part.lookalike }
            return part.refusal
        }
        for name in names where !items.contains(where: { $0.kind == "table" && $0.table == name }) {
            throw UsageError(
                "restore.no-sections",
                "the dump does not say where the table \"\(name.text.printable)\" begins and ends",
                hints: ["restore the whole dump under another name with --target NAME, and copy the table"])
        }
    }

    /// The stretches of the stream, without those that the client is not to get.
    func pieces(without omissions: [Range<Int>]) -> [Range<Int>] {
        MySQLTableChoice.pieces(of: wanted, without: omissions)
    }

    /// Stretches in their order without others; neighbours become one.
    static func pieces(of wanted: [Range<Int>], without omissions: [Range<Int>]) -> [Range<Int>] {
        let omissions = omissions.sorted { $0.lowerBound < $1.lowerBound }
        var result: [Range<Int>] = []
        func add(_ range: Range<Int>) {
            guard !range.isEmpty else { return }
            if let last = result.last, last.upperBound == range.lowerBound {
                result[result.count - 1] = last.lowerBound..<range.upperBound
            } else {
                result.append(range)
            }
        }
        for range in wanted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            var start = range.lowerBound
            for omission in omissions where omission.overlaps(range) {
                add(start..<max(start, omission.lowerBound))
                start = max(start, omission.upperBound)
            }
            add(min(start, range.upperBound)..<range.upperBound)
        }
        return result
    }
}

extension MySQLQuoting {
    /// True when one of the names that an operator gave means a table of a dump.
    static func isTable(_ table: ExactName, amongNamed names: [ExactName]) -> Bool {
        names.contains(table) || names.contains(ExactName(unquoted(table.text)))
    }
}
