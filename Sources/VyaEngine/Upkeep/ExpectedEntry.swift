package import VyaCore

/// An entry that is to be backed up, as `check` has to know it.
package struct ExpectedEntry: Sendable, Equatable {
    package let id: EntryID
    package let dbms: String
    /// The names of `db_list` that are no globs: these have to be there, whatever the past held.
    package let names: [ExactName]
    package let thresholds: CheckThresholds

    /// Makes a record.
    package init(id: EntryID, dbms: String, names: [ExactName] = [], thresholds: CheckThresholds = .init()) {
        self.id = id
        self.dbms = dbms
        self.names = names
        self.thresholds = thresholds
    }
}
