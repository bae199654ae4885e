/// Reads a dump's stream as it passes and tells at its end what was in it.
///
/// It sees every byte once, in order, in blocks of any size, and must give the same summary for every split.
package protocol StreamScanner: Sendable {
    /// Reads the next block; the bytes are only valid during the call.
    mutating func observe(_ block: UnsafeRawBufferPointer)

    /// Tells what was seen, after the last block.
    mutating func finish() -> StreamSummary

    /// The table whose rows are passing now, for progress; nil between tables.
    var currentTable: ExactName? { get }

    /// The places at which another table has begun since the last call, in bytes from the beginning of the stream and
    /// in its order; they do not depend on the blocks that were observed, and lie among the bytes observed since then.
    mutating func takeTableStarts() -> [Int]
}

extension StreamScanner {
    /// Nothing is known of tables unless a scanner says so.
    package var currentTable: ExactName? { nil }

    /// Nothing is known of tables unless a scanner says so.
    package mutating func takeTableStarts() -> [Int] { [] }
}

/// What reading a dump's stream told.
package struct StreamSummary: Sendable, Equatable {
    /// The end marker that ends the stream; nil when it does not end as a complete dump does.
    package var marker: String?
    /// True when the tool writes no end marker, so that only its exit status speaks.
    package var markerUnknown: Bool
    /// The rows of each table, named as the dump writes it, in the order of the stream.
    package var tables: [TableRows]
    /// Counts of other objects, such as triggers and routines, by kind.
    package var objects: [String: Int]
    /// The users in whose name views, triggers, routines and events run, as `name@host`; of MySQL and MariaDB alone.
    package var definers: Set<ExactName> = []
    /// What a restore would refuse to run, in the order of the stream; empty where nobody looked.
    package var refusals: [DumpTraits.Command] = []
    /// The bytes of the longest statement with rows, as a client sends it; of MySQL and MariaDB alone.
    package var longestStatement = 0
    /// The tables in whose rows there is a day that no calendar has; of MySQL and MariaDB alone, where somebody looked.
    package var strangeDays: Set<ExactName> = []
    /// Where the rows of each table lie in the stream.
    package var extents: [TableExtent]
    /// The last bytes of the stream as escaped text, for the message about a truncated dump.
    package var tail: String

    package init(
        marker: String? = nil, markerUnknown: Bool = false, tables: [TableRows] = [],
        objects: [String: Int] = [:], extents: [TableExtent] = [], tail: String = ""
    ) {
        self.marker = marker
        self.markerUnknown = markerUnknown
        self.tables = tables
        self.objects = objects
        self.extents = extents
        self.tail = tail
    }
}

/// How many rows of one table a dump holds.
package struct TableRows: Sendable, Equatable {
    /// The table's name as the dump writes it.
    package let table: ExactName
    /// The number of rows.
    package var rows: Int

    package init(_ table: ExactName, _ rows: Int) {
        self.table = table
        self.rows = rows
    }
}
