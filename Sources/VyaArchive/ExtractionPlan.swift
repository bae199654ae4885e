package import VyaCore

/// What extracting an archive would do, and what stands in its way.
package struct ExtractionPlan: Sendable, Equatable {
    /// How many members the archive has.
    package let members: Int
    /// How many of them would be extracted.
    package let entries: Int
    /// How many bytes of contents they have.
    package let bytes: Int
    /// What keeps the archive from being extracted, at most 101.
    package let obstacles: [Explanation]
    /// What would be left out because it was not asked for: device nodes, setuid bits, attributes. At most 101
    /// lines.
    package let skipped: [String]
    /// What was asked for and cannot be extracted. At most 101 lines.
    package let shortfalls: [String]
    /// What the operator should know. At most 101 lines.
    package let notes: [String]
}
