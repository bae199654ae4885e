import VyaArchive
package import VyaCore
import VyaStorage

/// Brings the files of an archive back.
///
/// `prepare` proves the archive and looks at the target, and changes nothing; what is prepared then extracts from the very
/// descriptor that was proven.
package struct FilesRestore {
    /// What the operator asks for.
    package struct Request: Sendable {
        /// The folder to restore into; nil for the places that the files had.
        package var folder: String?
        /// Globs of the members to bring back; empty for all.
        package var only: [ExactName] = []
        /// Device nodes, set-user-id bits and privileged attributes come back too.
        package var preservesSpecial = false
        /// Owners come back by their numbers, whoever has these here.
        package var keepsNumbers = false
        /// Files that are there give way.
        package var replaces = false
        /// An archive that lacks something is restored all the same.
        package var acceptsIncomplete = false

        /// Makes a wish for everything in its old place.
        package init() {}
    }

    let context: RestoreContext
    let backup: StoredBackup
    private let wanted: Request

    /// Makes a restore of an archive.
    package init(_ backup: StoredBackup, wanted: Request, context: RestoreContext) {
        (self.backup, self.wanted, self.context) = (backup, wanted, context)
    }

    var target: String { wanted.folder ?? "/" }

    var options: ExtractionOptions {
        var options = ExtractionOptions()
        options.only = wanted.only
        options.preservesSpecial = wanted.preservesSpecial
        options.keepsNumbers = wanted.keepsNumbers
        options.replaces = wanted.replaces
        options.mustBeNew = wanted.folder != nil && !wanted.replaces
        return options
    }

    /// Proves the archive and looks for what stands in the way. Throws `StoppedError`.
    package func prepare() throws -> Preparation<PreparedFilesRestore> {
        var survey = try ExtractionPlanner(target: target, options: options, stop: context.stop)
        var hazard: (any ExplainedError)?
        let examination = try context.prover.examine(backup) { block in
            guard hazard == nil else { return }
            do {
                try survey.observe(block)
            } catch let error as HostileArchiveError {
                hazard = error
            } catch is TarFault {
                // The proof itself says so.
            }
        }
        var report = RestoreReport(file: backup.path, proof: examination.proof)
        report.destination = wanted.folder.map { "folder \($0.printable)" } ?? "the original places, below /"
        report.seconds["prove"] = examination.proof.seconds
        func refused(_ obstacles: [Explanation], _ status: ExitStatus) -> Preparation<PreparedFilesRestore> {
            report.obstacles += obstacles
            report.exitStatus = status
            return .refused(report)
        }
        if let foreign = examination.foreign { return refused([foreign], .allFailed) }
        guard examination.kind == .files || examination.proof.error != nil else {
            let explanation = Explanation(
                "restore.no-archive", "\(backup.path.printable) does not begin as a tar archive does",
                hints: [
                    "if it is an old one, give it a name that ends with .tar; a dump is restored with --target NAME"
                ])
            return refused([explanation], .allFailed)
        }
        if let refusal = examination.proof.refusal(acceptsIncomplete: wanted.acceptsIncomplete) {
            return refused([refusal], .damaged)
        }
        if wanted.acceptsIncomplete { report.notes += examination.proof.faults }
        if let hazard { return refused([hazard.explanation], hazard.exitStatus) }
        guard let reader = examination.reader else {
            throw SourceError("restore.unread", "\(backup.path.printable) was not read")
        }
        let summary: ExtractionPlan
        do {
            summary = try survey.finish()
        } catch let error as HostileArchiveError {
            return refused([error.explanation], error.exitStatus)
        }
        report.actions.append(
            "restore \(Quantity.entries(summary.entries)) with \(summary.bytes) bytes into \(report.destination)"
        )
        report.notes += FilesRestore.notes(on: summary.skipped) + summary.shortfalls + summary.notes
        let obstacles = summary.obstacles.map(FilesRestore.withFlags)
        guard obstacles.isEmpty else { return refused(obstacles, .allFailed) }
        return .ready(
            PreparedFilesRestore(
                self, reader: reader, rawBytes: examination.rawBytes, plan: summary,
                report: report))
    }

    /// Names the flag of the command that an obstacle gives way to.
    private static func withFlags(_ obstacle: Explanation) -> Explanation {
        let yielding: Set<ErrorCode> = [
            "restore.exists", "restore.link", "restore.no-folder", "restore.not-empty",
        ]
        guard yielding.contains(obstacle.code) else { return obstacle }
        return Explanation(
            obstacle.code, obstacle.message, details: obstacle.details,
            hints: obstacle.hints + ["with --replace what exists gives way"])
    }

    static func notes(on skipped: [Message]) -> [Message] {
        skipped.isEmpty ? [] : skipped + ["what was left out comes back with --preserve-special"]
    }
}

/// A restore of files that can be done.
package final class PreparedFilesRestore: PreparedRestore {
    private let restore: FilesRestore
    private let reader: ArtifactReader
    private let rawBytes: Int
    private let plan: ExtractionPlan
    /// What is known so far.
    package private(set) var report: RestoreReport

    fileprivate init(
        _ restore: FilesRestore, reader: ArtifactReader, rawBytes: Int, plan: ExtractionPlan,
        report: RestoreReport
    ) {
        (self.restore, self.reader, self.rawBytes) = (restore, reader, rawBytes)
        (self.plan, self.report) = (plan, report)
    }

    /// Extracts; throws `StoppedError`.
    ///
    /// When it fails or is stopped in the middle, what had given way is put back.
    package func execute() throws -> RestoreReport {
        let context = restore.context
        let lock = try RunLock.acquire(
            in: context.state,
            name: "files-\(NameHash.hexadecimal(of: ExactName(restore.target))).lock",
            command: CommandLine.arguments)
        defer { withExtendedLifetime(lock) {} }
        let clock = ContinuousClock()
        let start = clock.now
        var extractor: FilesExtractor?
        do {
            var options = restore.options
            options.borrowed = plan.borrowed
            extractor = try FilesExtractor(target: restore.target, options: options, stop: context.stop)
            var sent = 0
            try reader.read(nil, workers: context.workers, stop: context.stop) { block in
                try extractor?.observe(block)
                sent += block.count
                context.progress(restore.backup.name, sent, rawBytes)
            }
            guard let summary = try extractor?.finish() else { return report }
            report.notes = FilesRestore.notes(on: summary.skipped) + summary.warnings
            report.missingObjects = summary.shortfalls
            if summary.entries != plan.entries {
                report.missingObjects.append(
                    "\(plan.entries - summary.entries) of \(Quantity.entries(plan.entries)) did not come back"
                )
            }
            report.outcome = report.missingObjects.isEmpty ? .restored : .different
            if report.outcome == .different { report.exitStatus = .someFailed }
        } catch {
            let back = extractor?.putBack() ?? (count: 0, failures: [])
            if error is StoppedError, back.count == 0, back.failures.isEmpty { throw error }
            report.outcome = .failed
            report.exitStatus = (error as? StoppedError)?.exitStatus ?? .allFailed
            if let damage = error as? ArtifactDamage {
                report.exitStatus = .damaged
                report.error = Explanation.changed(damage, path: restore.backup.path).saying(back)
            } else {
                report.error = Explanation.of(error).saying(back)
            }
        }
        report.seconds["restore"] = (clock.now - start) / .seconds(1)
        return report
    }
}

extension Explanation {
    /// Adds what became of the files that had given way.
    fileprivate func saying(_ back: (count: Int, failures: [Message])) -> Explanation {
        var lines = details
        if back.count > 0 {
            lines.append(
                "\(back.count) files that had given way are back as they were; what was not there before has stayed"
            )
        }
        if !back.failures.isEmpty { lines += ["of what gave way:"] + back.failures }
        return Explanation(code, message, details: lines, hints: hints)
    }
}
