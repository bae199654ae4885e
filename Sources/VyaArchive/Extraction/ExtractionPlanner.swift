package import VyaCore

/// Reads an archive of files and tells what extracting it into a folder would do; writes nothing.
package struct ExtractionPlanner {
    private var reader = TarReader()
    private var look: ExtractionComparison
    private let notes = ExtractionNotes()
    private let stop: StopSignal

    /// Opens the target, which need not exist.
    ///
    /// Throws `DestinationError` when the folder that it would lie in does not exist, `UnsafeError` when a link
    /// of somebody else leads to it, and `UsageError` for a glob that cannot be read.
    package init(target: String, options: ExtractionOptions, stop: StopSignal) throws {
        let rules = try ExtractionRules(options, notes: notes, plans: true)
        look = ExtractionComparison(try TargetFolder.open(target, making: false), path: target, rules: rules)
        self.stop = stop
    }

    /// Reads the next block; blocks may have any size.
    ///
    /// Throws `TarFault`, `HostileArchiveError` for an archive that must not be extracted at all, and
    /// `StoppedError`.
    package mutating func observe(_ block: UnsafeRawBufferPointer) throws {
        try stop.check()
        try reader.observe(block, visitor: &look)
    }

    /// Tells what was seen, after the last block; throws `TarFault` when the archive was not at its end.
    package mutating func finish() throws -> ExtractionPlan {
        try reader.finish()
        return look.plan()
    }
}

/// What extracting an archive would do, and what stands in its way.
package struct ExtractionPlan: Sendable, Equatable {
    /// How many members the archive has.
    package let members: Int
    /// How many of them would be extracted.
    package let entries: Int
    /// How many bytes of contents they have.
    package let bytes: Int
    /// The members that are not wanted and hold the contents of wanted hard links, each with the name that it comes under; for
    /// `ExtractionOptions.borrowed`.
    package let borrowed: [[UInt8]: [UInt8]]
    /// What keeps the archive from being extracted, at most 101.
    package let obstacles: [Explanation]
    /// What would be left out because it was not asked for: device nodes, setuid bits, attributes. At most 101
    /// lines.
    package let skipped: [Message]
    /// What was asked for and cannot be extracted. At most 101 lines.
    package let shortfalls: [Message]
    /// What the operator should know. At most 101 lines.
    package let notes: [Message]
}
