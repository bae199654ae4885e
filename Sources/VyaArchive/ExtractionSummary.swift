/// What was extracted from an archive.
package struct ExtractionSummary: Sendable, Equatable {
    /// How many members were extracted.
    package let entries: Int
    /// How many bytes of contents were written.
    package let bytes: Int
    /// What was left out because it was not asked for. At most 101 lines.
    package let skipped: [String]
    /// What was asked for and could not be extracted. At most 101 lines.
    package let shortfalls: [String]
    /// What came back otherwise than it was. At most 101 lines.
    package let warnings: [String]
}
