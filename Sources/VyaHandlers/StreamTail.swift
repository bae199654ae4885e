import VyaCore

/// Keeps the last bytes of a stream, for the message about a dump that was cut off.
struct StreamTail {
    private static let capacity = 160
    private var bytes: [UInt8] = []

    /// Takes the next block into account.
    mutating func observe(_ block: UnsafeRawBufferPointer) {
        bytes += block.suffix(StreamTail.capacity)
        bytes.removeFirst(max(0, bytes.count - StreamTail.capacity))
    }

    /// The last bytes as escaped text.
    var text: String { String.printable(bytes) }
}

/// Counts rows by table, in the order in which the tables appear.
struct RowTally {
    private(set) var tables: [TableRows] = []
    private var positions: [ExactName: Int] = [:]
    private var current: Int?

    /// The table whose rows are passing.
    var currentTable: ExactName? { current.map { tables[$0].table } }

    /// Makes a table the one whose rows are counted, and lists it even if none come.
    mutating func begin(_ name: [UInt8]) {
        let table = ExactName(String(decoding: name, as: UTF8.self))
        if let current, tables[current].table == table { return }
        if let position = positions[table] {
            current = position
        } else {
            current = tables.count
            positions[table] = tables.count
            tables.append(TableRows(table, 0))
        }
    }

    /// Lists a table without making it the current one.
    mutating func list(_ name: [UInt8]) {
        let before = current
        begin(name)
        current = before
    }

    /// Counts rows of the current table.
    mutating func add(_ rows: Int) {
        if let current { tables[current].rows += rows }
    }

    /// Says that no table's rows are passing any more.
    mutating func end() { current = nil }
}
