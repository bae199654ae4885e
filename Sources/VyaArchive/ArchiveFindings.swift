/// What a whole archive was found to hold.
package struct ArchiveFindings: Sendable, Equatable {
    /// How many members it has, counted as in `ArchiveSummary`.
    package let entries: Int
    /// How many bytes of file contents it has; holes of sparse files are left out.
    package let bytes: Int
    /// The names of the first members, escaped for printing, at most ten.
    package let firstNames: [String]
}
