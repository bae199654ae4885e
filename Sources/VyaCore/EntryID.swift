/// Identifies one element of `db_config`: its `id_dbms`.
package struct EntryID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number as the configuration gives it.
    package let number: Int

    /// Wraps the number of an entry.
    package init(_ number: Int) {
        self.number = number
    }

    /// The number in decimal digits.
    package var description: String { String(number) }

    /// Orders entries by their number.
    package static func < (left: EntryID, right: EntryID) -> Bool {
        left.number < right.number
    }
}
