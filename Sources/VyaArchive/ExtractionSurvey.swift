package import VyaCore

/// Reads an archive of files and tells what extracting it into a folder would do; writes nothing.
package struct ExtractionSurvey {
    private var reader = TarReader()
    private var look: ExtractionLook
    private let notes = ExtractionNotes()
    private let stop: StopSignal

    /// Opens the target, which need not exist.
    ///
    /// Throws `DestinationError` when the folder that it would lie in does not exist, `UnsafeError` when a link
    /// of somebody else leads to it, and `UsageError` for a glob that cannot be read.
    package init(target: String, options: ExtractionOptions, stop: StopSignal) throws {
        let rules = try ExtractionRules(options, notes: notes)
        look = ExtractionLook(try TargetFolder.open(target, making: false), path: target, rules: rules)
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
