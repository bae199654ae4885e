/// What an archive of files holds and lacks.
package struct ArchiveSummary: Sendable, Equatable {
    /// How many members it has.
    package let entries: Int
    /// How many bytes of file contents it has; holes of sparse files are left out.
    package let bytes: Int
    /// How many sockets were passed over.
    package let skippedSockets: Int
    /// What is missing or damaged in it, a path each; any makes the backup incomplete. At most 101 lines.
    package let shortfalls: [String]
    /// What changed while it was read and else is worth knowing. At most 101 lines.
    package let warnings: [String]
}

/// What an archive would hold.
package struct ArchiveSurvey: Sendable, Equatable {
    /// How many members it would have.
    package let entries: Int
    /// How many bytes of file contents it would have; holes and further names of the same file are left out.
    package let bytes: Int
}
