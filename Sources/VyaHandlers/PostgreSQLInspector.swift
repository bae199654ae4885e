import VyaCore

/// Reads a dump of PostgreSQL as its witness does, and besides what a restore must know of it.
struct PostgreSQLInspector: DumpInspector {
    private var witness: PostgreSQLWitness

    /// Makes an inspector that looks for the given end marker.
    init(marker: String, kind: ArtifactKind = .dump, forTables: Bool = false) {
        witness = PostgreSQLWitness(
            marker: marker,
            inspection: PostgreSQLInspection(isOfDatabase: kind == .dump, forTables: forTables))
    }

    var currentTable: ExactName? { witness.currentTable }
    var traits: DumpTraits { witness.inspection?.traits ?? DumpTraits() }

    mutating func observe(_ block: UnsafeRawBufferPointer) { witness.observe(block) }
    mutating func skip(_ count: Int) { witness.skip(count) }
    mutating func finish() -> Testimony { witness.finish() }
}
