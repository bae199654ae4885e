import VyaCore

/// Reads a dump of MySQL or MariaDB before it is restored: what it holds, and what the client would make of it, rows included.
struct MySQLInspector: DumpInspector {
    private var reader: MySQLDumpReader
    private let listsItems: Bool

    /// Makes an inspector that looks for a last line that begins with the given end marker.
    init(marker: String, isGlobals: Bool, listsItems: Bool) {
        reader = MySQLDumpReader(marker: marker, isGlobals: isGlobals, judgesRows: true)
        self.listsItems = listsItems
    }

    var currentTable: ExactName? { reader.witness.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) { reader.observe(block) }

    mutating func skip(_ count: Int) { reader.skip(count) }

    mutating func finish() -> StreamSummary {
        var summary = reader.finish()
        summary.refusals = reader.traits.commands
        return summary
    }

    /// What was seen. Without `listsItems` only those items are told that are not for every database: sections of
    /// `events`, those of each `view`, statements that name the database (`alter database`) and rows that no server takes
    /// (`computed rows`).
    var traits: DumpTraits {
        let always = ["events", "view", "alter database", "computed rows"]
        var traits = reader.traits
        if !listsItems { traits.items.removeAll { !always.contains($0.kind) } }
        return traits
    }
}
