import VyaCore

/// Keeps the last bytes of a stream, for the message about a dump that was cut off.
struct StreamTail {
    private static let capacity = 160
    private var bytes: [UInt8] = []

    /// Takes the next block into account.
    mutating func observe(_ block: UnsafeRawBufferPointer) {
        // By its bounds: `suffix` of a sequence would look at every byte.
        bytes += block[max(0, block.count - StreamTail.capacity)...]
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
    private var starts: [Int] = []
    /// What the rows of each table come to, in the order of the tables; nil when nobody asks.
    private var sums: [RowSum]?
    private var hash = TextHash()
    /// The last table begun; one-row inserts begin the same table again and again.
    private var last: (name: [UInt8], position: Int) = ([], 0)

    /// The table whose rows are passing.
    var currentTable: ExactName? { current.map { tables[$0].table } }

    /// True while rows of a table pass.
    var hasTable: Bool { current != nil }

    /// Makes a table the one whose rows are counted, and lists it even if none come.
    mutating func begin(_ name: [UInt8]) {
        if !tables.isEmpty, last.name == name {
            current = last.position
            return
        }
        let table = ExactName(String(decoding: name, as: UTF8.self))
        let position = positions[table] ?? tables.count
        if position == tables.count {
            positions[table] = position
            tables.append(TableRows(table, 0))
            sums?.append(RowSum())
        }
        current = position
        last = (name, position)
    }

    /// Makes the table begun last the one whose rows are counted.
    mutating func beginAgain() { current = tables.isEmpty ? nil : last.position }

    /// Lists a table without making it the current one.
    mutating func list(_ name: [UInt8]) {
        let before = current
        begin(name)
        current = before
    }

    /// Forgets a table and its rows; false when it was not listed.
    mutating func drop(_ name: [UInt8]) -> Bool {
        let table = ExactName(String(decoding: name, as: UTF8.self))
        guard let position = positions[table] else { return false }
        tables.remove(at: position)
        sums?.remove(at: position)
        positions = Dictionary(uniqueKeysWithValues: tables.enumerated().map { ($1.table, $0) })
        (current, last) = (nil, ([], 0))
        return true
    }

    /// Counts rows of the current table.
    mutating func add(_ rows: Int) {
        if let current { tables[current].rows += rows }
    }

    // MARK: Values

    /// Has the values of rows summed, from the beginning of the stream.
    mutating func sumRows() { sums = [] }

    /// True when the values of rows are summed.
    var sumsRows: Bool { sums != nil }

    /// Takes the next piece of a row's text.
    mutating func take(_ piece: Slice<UnsafeBufferPointer<UInt8>>) {
        hash.add(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: piece)))
    }

    /// Takes the end of a row of the current table.
    mutating func endRow() {
        let value = hash.finish()
        if let current { sums?[current].add(value) }
    }

    /// Forgets the pieces of what turned out to be no row.
    mutating func dropRow() { hash = TextHash() }

    /// Takes the order in which the current table's columns stand in its rows.
    mutating func columns(_ text: [UInt8]) {
        if let current { sums?[current].columns = TextHash.of(text) }
    }

    /// What the rows of each table come to.
    var rowSums: [ExactName: RowSum] {
        Dictionary(zip(tables.map(\.table), sums ?? [])) { first, _ in first }
    }

    // MARK: Places

    /// Takes note of where in the stream another table begins.
    mutating func start(at place: Int) { starts.append(place) }

    /// The places at which tables have begun since the last call.
    mutating func takeStarts() -> [Int] {
        defer { starts.removeAll(keepingCapacity: true) }
        return starts
    }

    /// Says that no table's rows are passing any more.
    mutating func end() { current = nil }
}
