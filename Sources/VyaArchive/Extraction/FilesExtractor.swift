package import VyaCore

/// Extracts an archive of files that is pushed into it into a folder, safely whatever the archive holds.
///
/// The stream should have been read once by an `ExtractionPlanner`; what the survey checks is checked again here,
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
    /// stays, and the extractor is of no more use but for `putBack`.
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

    /// Puts what has given way back into its places, after `observe` or `finish` has thrown (M8).
    ///
    /// Answers with how many files that was, and with a line for each that is not back, at most 201. Files that were not
    /// there before stay.
    package mutating func putBack() -> (count: Int, failures: [Message]) { extraction.putBack() }
}

/// What was extracted from an archive.
package struct ExtractionSummary: Sendable, Equatable {
    /// How many members were extracted.
    package let entries: Int
    /// How many bytes of contents were written.
    package let bytes: Int
    /// What was left out because it was not asked for. At most 101 lines.
    package let skipped: [Message]
    /// What was asked for and could not be extracted. At most 101 lines.
    package let shortfalls: [Message]
    /// What came back otherwise than it was. At most 101 lines.
    package let warnings: [Message]
}

/// What of an archive of files is extracted, and what may be done for it.
package struct ExtractionOptions: Sendable {
    /// Globs of the members that are wanted, with or without a leading `/`; a folder that matches is taken with
    /// all in it. Empty for all members.
    package var only: [ExactName] = []
    /// The contents of hard links whose first names are not wanted: by these names, the wanted names that they come under. Only
    /// `ExtractionPlan.borrowed` of the same archive and globs is of use.
    package var borrowed: [[UInt8]: [UInt8]] = [:]
    /// Device nodes, setuid and setgid bits, file capabilities and other attributes that the system trusts are
    /// restored as well.
    package var preservesSpecial = false
    /// Owners come back by their numbers, and not by their names where this system has these.
    package var keepsNumbers = false
    /// Files that exist give way, and folders that exist get the owner, mode and time of the archive.
    package var replaces = false
    /// The target must be absent or empty.
    package var mustBeNew = false

    /// Makes options that choose all and replace nothing.
    package init() {}
}

/// Collects what an operator must know about an extraction; how much it keeps does not grow with the archive.
final class ExtractionNotes {
    var skipped = ArchiveNotes.Notes()
    var shortfalls = ArchiveNotes.Notes()
    var warnings = ArchiveNotes.Notes()
    private var said: Set<Message> = []

    /// Notes something that was left out because nobody asked for it.
    func skip(_ path: MemberPath, _ words: Message) {
        skipped.add("\(path.shown): \(words)")
    }

    /// Notes something that was asked for and is missing.
    func lack(_ path: MemberPath, _ words: Message) {
        shortfalls.add("\(path.shown): \(words)")
    }

    /// Notes something that came back otherwise.
    func warn(_ shownPath: String, _ words: Message) {
        warnings.add("\(shownPath): \(words)")
    }

    /// Notes something that is true of many members, for the first of them.
    func warnOnce(_ words: Message, _ shownPath: String) {
        if said.insert(words).inserted { warnings.add("\(words), such as '\(shownPath)'") }
    }
}
