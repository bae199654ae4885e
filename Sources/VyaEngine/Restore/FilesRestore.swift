import VyaArchive
package import VyaCore
import VyaStorage

/// Brings the files of an archive back.
///
/// `prepare` proves the archive and looks at the target, and changes nothing; `execute` extracts from the very
/// descriptor that was proven.
package final class FilesRestore {
    /// What the operator asks for.
    package struct Request: Sendable {
        /// The folder to restore into; nil for the places that the files had.
        package var folder: String?
        /// Globs of the members to bring back; empty for all.
        package var only: [ExactName] = []
        /// Device nodes, set-user-id bits and privileged attributes come back too.
        package var preservesSpecial = false
        /// Files that are there give way.
        package var replaces = false
        /// An archive that lacks something is restored all the same.
        package var acceptsIncomplete = false

        /// Makes a wish for everything in its old place.
        package init() {}
    }

    private let context: RestoreContext
    private let backup: StoredBackup
    private let wanted: Request
    private var reader: ArtifactReader?
    private var rawBytes = 0
    /// How many members are to come back.
    package private(set) var entries = 0
    /// What is known so far.
    package private(set) var report: RestoreReport

    /// Makes a restore of an archive.
    package init(_ backup: StoredBackup, wanted: Request, context: RestoreContext) {
        self.backup = backup
        self.wanted = wanted
        self.context = context
        report = RestoreReport(file: backup.path, proof: BackupProof(path: backup.path))
        report.destination = wanted.folder.map { "folder \($0.printable)" } ?? "the original places, below /"
    }

    private var options: ExtractionOptions {
        var options = ExtractionOptions()
        options.only = wanted.only
        options.preservesSpecial = wanted.preservesSpecial
        options.replaces = wanted.replaces
        options.mustBeNew = wanted.folder != nil && !wanted.replaces
        return options
    }

    /// Proves the archive and looks for what stands in the way, which is then in the report.
    package func prepare() throws {
        var survey = try ExtractionPlanner(target: wanted.folder ?? "/", options: options, stop: context.stop)
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
        reader = examination.reader
        rawBytes = examination.rawBytes
        report.proof = examination.proof
        report.seconds["prove"] = examination.proof.seconds
        if let refusal = examination.proof.refusal(acceptsIncomplete: wanted.acceptsIncomplete) {
            report.obstacles.append(refusal)
            report.exitStatus = .damaged
            return
        }
        if wanted.acceptsIncomplete { report.notes += examination.proof.faults }
        if let hazard {
            report.obstacles.append(hazard.explanation)
            report.exitStatus = hazard.exitStatus
            return
        }
        let summary: ExtractionPlan
        do {
            summary = try survey.finish()
        } catch let error as HostileArchiveError {
            report.obstacles.append(error.explanation)
            report.exitStatus = error.exitStatus
            return
        }
        entries = summary.entries
        report.actions.append(
            "restore \(summary.entries) entries with \(summary.bytes) bytes into \(report.destination)")
        report.obstacles += summary.obstacles.map(FilesRestore.withFlags)
        report.notes += notes(on: summary.skipped) + summary.shortfalls + summary.notes
        if !report.obstacles.isEmpty { report.exitStatus = .allFailed }
    }

    /// Names the flag of the command that an obstacle gives way to.
    private static func withFlags(_ obstacle: Explanation) -> Explanation {
        let yielding = ["restore.exists", "restore.link", "restore.no-folder", "restore.not-empty"]
        guard yielding.contains(obstacle.code) else { return obstacle }
        return Explanation(
            obstacle.code, obstacle.message, details: obstacle.details,
            hints: obstacle.hints + ["with --replace what exists gives way"])
    }

    private func notes(on skipped: [String]) -> [String] {
        skipped.isEmpty ? [] : skipped + ["what was left out comes back with --preserve-special"]
    }

    /// Extracts; throws `StoppedError`.
    ///
    /// When it fails or is stopped in the middle, what had given way is put back.
    package func execute() throws {
        guard report.obstacles.isEmpty, let reader else { return }
        let clock = ContinuousClock()
        let start = clock.now
        var extractor: FilesExtractor?
        do {
            extractor = try FilesExtractor(
                target: wanted.folder ?? "/", options: options, stop: context.stop)
            var sent = 0
            try reader.read(nil, workers: context.workers, stop: context.stop) { block in
                try extractor?.observe(block)
                sent += block.count
                context.progress(backup.name, sent, rawBytes)
            }
            guard let summary = try extractor?.finish() else { return }
            report.notes = notes(on: summary.skipped) + summary.warnings
            report.missingObjects = summary.shortfalls
            if summary.entries != entries {
                report.missingObjects.append(
                    "\(entries - summary.entries) of \(entries) entries did not come back")
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
                report.error = Explanation.changed(damage, path: backup.path).saying(back)
            } else {
                report.error = Explanation.of(error).saying(back)
            }
        }
        report.seconds["restore"] = (clock.now - start) / .seconds(1)
    }
}

extension Explanation {
    /// Adds what became of the files that had given way.
    fileprivate func saying(_ back: (count: Int, failures: [String])) -> Explanation {
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
