import VyaCore

/// Reads a dump of SQLite before it is restored.
struct SQLiteInspector: DumpInspector {
    private var witness = SQLiteWitness()

    var currentTable: ExactName? { witness.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) { witness.observe(block) }

    mutating func skip(_ count: Int) { witness.skip(count) }

    mutating func finish() -> Testimony { witness.finish() }

    var traits: DumpTraits {
        var traits = DumpTraits()
        traits.commands = witness.commands
        return traits
    }
}
