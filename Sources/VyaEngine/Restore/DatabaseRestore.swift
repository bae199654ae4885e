import Glibc
package import VyaCore
import VyaStorage

/// Brings a database, single tables of it, or the roles of a server back.
///
/// `prepare` proves the file and plans, and changes nothing; `execute` does what was planned, from the very
/// descriptor that was proven.
package final class DatabaseRestore {
    /// What the operator asks for.
    package struct Request: Sendable {
        /// The name that the database is to have; nil for the one that it had.
        package var target: ExactName?
        /// The tables to bring back; empty for all that the dump holds.
        package var tables: [ExactName] = []
        /// A database of the same name gives way.
        package var replaces = false
        /// A dump that lacks something is restored all the same.
        package var acceptsIncomplete = false
        /// The roles of the set are restored first.
        package var withGlobals = false
        /// The name of the scratch database; it makes a drill of the restore.
        package var drillScratch: ExactName?

        /// Makes a wish for the whole database under its own name.
        package init() {}
    }

    private let context: RestoreContext
    private let registration: Registry.Registration
    private let backup: StoredBackup
    private let wanted: Request
    /// Backs up the database that is about to be removed, and answers with the path of the artifact.
    private let safetyBackup: (ExactName) throws -> String
    private var reader: ArtifactReader?
    private var request: RestoreRequest?
    private var plan: RestorePlan?
    private var globals: DatabaseRestore?
    /// What is known so far.
    package private(set) var report: RestoreReport

    /// Makes a restore of a backup to the server of a registration.
    package init(
        _ backup: StoredBackup, to registration: Registry.Registration, wanted: Request,
        context: RestoreContext,
        safetyBackup: @escaping (ExactName) throws -> String = { _ in
            throw SourceError("restore.safety", "there is no way to back the old database up")
        }
    ) {
        self.backup = backup
        self.registration = registration
        self.wanted = wanted
        self.context = context
        self.safetyBackup = safetyBackup
        report = RestoreReport(file: backup.path, proof: BackupProof(path: backup.path))
    }

    // MARK: Planning

    /// Proves the file and asks the server; what stands in the way is in the report.
    ///
    /// Throws `StoppedError`, `UsageError`, and what keeps the server from being asked.
    package func prepare() throws {
        guard let restorer = registration.handler.restorer else {
            throw ConfigurationError(
                "restore.unknown",
                "nothing here knows how a dump of \(registration.entry.dbms.printable) comes back",
                hints: [
                    "its plugin file may declare \"restore\"; `vya-backup restore --card FILE` shows the file's facts"
                ])
        }
        let examination =
            wanted.tables.isEmpty
            ? try context.prover.examine(backup)
            : try TableReader(
                backup: backup, tables: wanted.tables, restorer: restorer, workers: context.workers,
                stop: context.stop
            ).examine()
        report.proof = examination.proof
        report.seconds["prove"] = examination.proof.seconds
        reader = examination.reader
        if let refusal = examination.proof.refusal(acceptsIncomplete: wanted.acceptsIncomplete) {
            report.obstacles.append(refusal)
            report.exitStatus = .damaged
            return
        }
        if wanted.acceptsIncomplete { report.notes += examination.proof.faults }
        var request = try self.request(for: examination)
        try prepareGlobals(for: &request, of: examination)
        self.request = request
        let plan = try restorer.plan(request, asking: context.probe)
        self.plan = plan
        report.destination = plan.destination
        report.actions += plan.actions
        report.notes += plan.notes
        report.obstacles += plan.obstacles
        let isHostile = plan.obstacles.contains { $0.code.begins(with: "dump.") }
        if !report.obstacles.isEmpty { report.exitStatus = isHostile ? .damaged : .allFailed }
    }

    private func request(for examination: BackupProver.Examination) throws -> RestoreRequest {
        let kind = examination.kind
        let original = backup.database ?? "restored"
        let target = kind == .globals ? "globals" : wanted.target ?? original
        let purpose: RestoreRequest.Purpose =
            if kind == .globals {
                .globals
            } else if wanted.drillScratch != nil {
                .drill
            } else if !wanted.tables.isEmpty {
                .tables(wanted.tables)
            } else {
                .database(replacing: wanted.replaces)
            }
        var request = RestoreRequest(
            entry: registration.entry, password: try registration.password(), purpose: purpose,
            target: target,
            scratch: wanted.drillScratch ?? ScratchName.restoring(target, in: context.state.path),
            mark: try context.mark(wanted.drillScratch == nil ? "restore" : "drill"),
            manifest: backup.manifest, origin: backup.database, summary: examination.summary,
            traits: examination.traits,
            rawBytes: examination.rawBytes)
        if kind == .globals { request.globals = try text(rawBytes: examination.rawBytes) }
        return request
    }

    /// The whole stream of a small artifact.
    private func text(rawBytes: Int) throws -> [UInt8] {
        guard rawBytes <= DatabaseRestore.largestGlobals else {
            throw SourceError("restore.globals-too-large", "the roles and users are more than 64 MiB")
        }
        var text: [UInt8] = []
        try reader?.read(nil, workers: 1, stop: context.stop) { text += $0 }
        return text
    }

    private static let largestGlobals = 64 << 20

    /// Plans the roles of the set, and lets the dump's plan know of them.
    private func prepareGlobals(
        for request: inout RestoreRequest, of examination: BackupProver.Examination
    ) throws {
        guard wanted.withGlobals, examination.kind == .dump else { return }
        guard let name = backup.manifest?.globals else {
            report.obstacles.append(
                Explanation(
                    "restore.no-globals", "the set of this backup has no roles or users",
                    hints: ["restore without --globals, or restore a globals file of another night first"]))
            return
        }
        let globals = DatabaseRestore(
            try StoredBackup(name: name, in: backup.folder), to: registration, wanted: Request(),
            context: context)
        try globals.prepare()
        self.globals = globals
        request.globals = globals.request?.globals
        report.obstacles += globals.report.obstacles
        report.actions += globals.report.actions
        report.notes += globals.report.notes
    }

    // MARK: Doing

    /// Does what was planned; the report says what came of it.
    ///
    /// Throws `StoppedError` and `LockedError`; whatever fails is cleaned up before.
    package func execute() throws {
        guard report.obstacles.isEmpty, let plan, let request else { return }
        let lock = try RunLock.acquire(
            in: context.state, name: ScratchName.lock(for: request), command: CommandLine.arguments)
        defer { withExtendedLifetime(lock) {} }
        do {
            try globals?.execute()
            if let error = globals?.report.error {
                report.error = error
                (report.outcome, report.exitStatus) = (.failed, .allFailed)
                return
            }
            for stage in plan.stages { try execute(stage, request) }
            report.missingObjects += plan.missing
            try completeGlobals()
            report.outcome = isDifferent ? .different : .restored
            if isDifferent { report.exitStatus = .damaged }
        } catch let error as StoppedError {
            throw error
        } catch {
            report.outcome = .failed
            report.exitStatus = isDifferent ? .damaged : .allFailed
            report.error = explanation(of: error)
            // It may be why.
            report.notes += globals?.report.missingObjects ?? []
        }
    }

    /// True when not all of the backup came back.
    private var isDifferent: Bool { !report.differences.isEmpty || !report.missingObjects.isEmpty }

    /// Restores the roles once more, now that the objects are there on which some have privileges.
    private func completeGlobals() throws {
        guard let first = globals else { return }
        let again = DatabaseRestore(first.backup, to: registration, wanted: Request(), context: context)
        try again.prepare()
        try again.execute()
        if let error = again.report.error { throw SourceError(error) }
        // What was there before, and what waited for the objects, is told as it is now.
        report.notes.removeAll { first.report.notes.contains($0) && !again.report.notes.contains($0) }
        report.missingObjects += again.report.missingObjects
    }

    private func explanation(of error: any Error) -> Explanation {
        if let damage = error as? ArtifactDamage {
            report.exitStatus = .damaged
            return .changed(damage, path: backup.path)
        }
        return Explanation.of(error)
    }

    /// An operator who waits for a restore ends it himself if need be; a drill that hangs must end by itself.
    private var timeouts: Timeouts {
        var timeouts = registration.entry.timeouts
        if wanted.drillScratch == nil { timeouts.totalSeconds = max(timeouts.totalSeconds, 30 * 86_400) }
        return timeouts
    }

    private func execute(_ stage: RestoreStage, _ request: RestoreRequest) throws {
        let stages = StageRunner(
            runner: context.runner, timeouts: timeouts, workers: context.workers, stop: context.stop,
            note: { [unowned self] in report.notes.append($0) })
        if stage.needsSafetyBackup {
            let path = try safetyBackup(request.target)
            report.notes.append("the database as it was is in \(path.printable)")
        }
        do {
            try stages.run(stage.prepare)
            report.missingObjects += try stages.run(stage.parts, together: stage.together)
            if let client = stage.load, let reader {
                let total = stage.pieces?.reduce(0) { $0 + $1.count } ?? request.rawBytes
                try timed("restore") {
                    try stages.load(
                        client, stage.pieces, stage.insertions, from: reader, backup.manifest?.index
                    ) {
                        [context, backup] in
                        context.progress(backup.name, $0, total)
                    }
                }
            }
            if let comparison = stage.comparison {
                try timed("compare") { take(try stages.compare(comparison), request, without: stage.leftOut) }
            }
            // What did not come back whole does not take the place of what is there.
            guard !isDifferent || request.purpose != .database(replacing: true) else {
                throw SourceError(
                    "restore.different",
                    "what was restored is not what the backup holds, so the old database was left as it is",
                    details: (report.differences.isEmpty
                        ? [] : [RowDifference.words(of: report.differences)]) + report.missingObjects)
            }
            try stages.run(stage.finish)
        } catch {
            // Also after the wish to stop; what cannot be removed is named, and found by the next restore.
            report.notes += stages.takeBack(stage.discard, using: context.cleaner)
            throw error
        }
    }

    private func take(
        _ counts: RestoredCounts, _ request: RestoreRequest, without leftOut: [ExactName]
    ) {
        let expected = request.summary.tables.filter {
            if leftOut.contains($0.table) { return false }
            guard case .tables(let names) = request.purpose else { return true }
            return registration.handler.restorer?.isTable($0.table, amongNamed: names) ?? false
        }
        report.differences = RowDifference.between(found: counts.tables, expected: expected, allowsMore: true)
        report.comparedTables = expected.count
        report.comparedRows = counts.tables.reduce(0) { $0 + $1.rows }
        report.comparedObjects = counts.objects
        report.missingObjects += request.summary.objects.sorted { $0.key < $1.key }.compactMap {
            kind, count in
            let count = kind == "tables" ? count - leftOut.count : count
            guard let found = counts.objects[kind], found < count else { return nil }
            return "the backup holds \(count) of kind \(kind.printable), only \(found) came back"
        }
    }

    private func timed<Result>(_ name: String, _ work: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer {
            report.seconds[name, default: 0] += (clock.now - start) / .seconds(1)
        }
        return try work()
    }
}
