package import VyaCore

/// Extracts an archive of files that is pushed into it into a folder, safely whatever the archive holds.
///
/// The stream should have been read once by an `ExtractionSurvey`; what the survey checks is checked again here,
/// because the target may change in between, but then some files may have been written already. A file has its name
/// only when it is whole.
package struct FilesExtractor {
    private var reader = TarReader()
    private var extraction: Extraction
    private let notes = ExtractionNotes()
    private let stop: StopSignal

    /// Opens the target, and makes it with mode 0700 when only its last name is missing.
    ///
    /// Throws `DestinationError` when that fails or the target is not empty and should be, `UnsafeError` when a
    /// link of somebody else leads to it, and `UsageError` for a glob that cannot be read.
    package init(target: String, options: ExtractionOptions, stop: StopSignal) throws {
        let rules = try ExtractionRules(options, notes: notes)
        let opened = try TargetFolder.open(target, making: true)
        guard let top = opened.folder else {
            throw ExtractionFailure.error(ExtractionFailure.noFolder(target.printable))
        }
        if options.mustBeNew, !opened.isNew {
            guard var names = top.names(), names.next() == nil else {
                throw ExtractionFailure.error(ExtractionFailure.notEmpty(target))
            }
        }
        extraction = Extraction(opened, top: top, rules: rules, stop: stop)
        self.stop = stop
    }

    /// Extracts the next block of the stream; blocks may have any size.
    ///
    /// Throws `TarFault`, `HostileArchiveError`, `DestinationError` and `StoppedError`; what was extracted before
    /// stays, and the extractor is of no more use.
    package mutating func observe(_ block: UnsafeRawBufferPointer) throws {
        try stop.check()
        try reader.observe(block, visitor: &extraction)
    }

    /// Makes the links, gives folders their owner, mode and time, and brings all to the disk.
    ///
    /// Throws as `observe` does, `TarFault` when the archive was not at its end.
    package mutating func finish() throws -> ExtractionSummary {
        try reader.finish()
        try extraction.finish()
        return ExtractionSummary(
            entries: extraction.entries, bytes: extraction.bytes, skipped: notes.skipped.lines,
            shortfalls: notes.shortfalls.lines, warnings: notes.warnings.lines)
    }
}
