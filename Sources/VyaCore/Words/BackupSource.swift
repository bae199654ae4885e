/// Tells one thing that is backed up night after night from all others: a database, a server's roles, a pattern.
package struct BackupSource: Hashable, Comparable, Sendable {
    /// The entry.
    package let entry: EntryID
    /// The dbms as the entry names it.
    package let dbms: String
    /// What its artifacts hold.
    package let kind: ArtifactKind
    /// The database or pattern.
    package let database: ExactName

    package init(entry: EntryID, dbms: String, kind: ArtifactKind, database: ExactName) {
        self.entry = entry
        self.dbms = dbms
        self.kind = kind
        self.database = database
    }

    /// The source that a manifest is about.
    package init(_ manifest: Manifest) {
        self.init(
            entry: manifest.entry, dbms: manifest.dbms, kind: manifest.kind, database: manifest.database)
    }

    /// `1 postgresql shop`, `1 postgresql globals`; for people.
    package var title: String {
        "\(entry) \(dbms.printable) " + (kind == .globals ? "globals" : database.text.printable)
    }

    /// Orders by entry, then by kind and name.
    package static func < (left: BackupSource, right: BackupSource) -> Bool {
        (left.entry.number, left.kind.rawValue, left.database.text)
            < (right.entry.number, right.kind.rawValue, right.database.text)
    }
}
