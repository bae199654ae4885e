import VyaCore

/// Finds the sections of a dump by the comments that mysqldump writes above them.
struct MySQLSections {
    private static let headings: [(words: String, kind: String)] = [
        ("Table structure for table ", "table"), ("Dumping data for table ", "table data"),
        ("Temporary table structure for view ", "view place"),
        ("Temporary view structure for view ", "view place"),
        ("Final view structure for view ", "view"), ("Sequence structure for ", "sequence"),
        ("Dumping events for database ", "events"), ("Dumping routines for database ", "routines"),
        ("Dumping triggers for ", "triggers"),
    ]

    private(set) var items: [DumpTraits.Item] = []
    private var kind = "preamble"
    private var start = 0
    /// What the heading names, as the comment has it.
    private var subject = ""
    /// The variables that keep the settings of the session from the head of the dump to its end.
    private var saved: Set<ExactName> = []
    /// The table as `CREATE TABLE` names it, with the subject of the heading above it.
    private var table: (subject: String, name: ExactName)?

    /// What the statements of the section are about, in their order; what repeats the last one is not listed.
    private var deeds: [(table: ExactName?, bytes: Range<Int>)] = []

    /// Takes note of a statement about a table, by its name without quotes, or about something else.
    mutating func statement(about table: ExactName?, bytes: Range<Int>) {
        if deeds.isEmpty || deeds.last?.table != table { deeds.append((table, bytes)) }
    }

    /// Takes a comment that stands between statements; `start` is where the lines `--` above it begin.
    mutating func comment(_ text: String, from start: Int) {
        guard kind != "postamble",
            let heading = MySQLSections.headings.first(where: { text.begins(with: "-- " + $0.words) })
        else { return }
        close(at: start)
        kind = heading.kind
        subject = String(text.dropFirst(3 + heading.words.count))
    }

    /// Takes the name of a table that is created.
    mutating func create(_ name: String) {
        if kind == "table", table?.subject != subject { table = (subject, ExactName(name)) }
    }

    /// Takes note of a variable that keeps something; in the head of the dump it is a setting of the session.
    mutating func save(in variable: String) {
        if kind == "preamble" { saved.insert(ExactName(variable.uppercased())) }
    }

    /// Takes note that a setting of the session is given back by a variable: the head's are given back at the end alone.
    mutating func giveBack(_ variable: String, from start: Int) {
        guard kind != "postamble", saved.contains(ExactName(variable.uppercased())) else { return }
        close(at: start)
        kind = "postamble"
    }

    /// Ends the last section.
    mutating func finish(at end: Int) {
        close(at: end)
    }

    private mutating func close(at end: Int) {
        defer { (start, deeds) = (end, []) }
        guard end > start else { return }
        let belongs = ["table", "table data", "triggers"].contains(kind) && table?.subject == subject
        var item = DumpTraits.Item(kind: kind, table: belongs ? table?.name : nil, bytes: start..<end)
        let own = item.table.map { ExactName(MySQLQuoting.unquoted($0.text)) }
        if belongs || kind == "preamble" || kind == "postamble" {
            let others = deeds.filter { $0.table == nil || $0.table != own }
            let isAlike = { (name: ExactName?) in name?.text.lowercased() == own?.text.lowercased() }
            item.stranger = others.first { $0.table == nil || !isAlike($0.table) }?.bytes
            item.lookalike = others.first { $0.table != nil && isAlike($0.table) }?.bytes
        }
        items.append(item)
    }
}
