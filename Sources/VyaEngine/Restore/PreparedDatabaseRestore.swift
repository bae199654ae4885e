import VyaCore
import VyaStorage

/// A restore that was looked at, and changed nothing yet.
package enum Preparation<Prepared> where Prepared: PreparedRestore {
    /// Something stands in the way, as the report says.
    case refused(RestoreReport)
    /// It can be done.
    case ready(Prepared)

    /// What was found.
    package var report: RestoreReport {
        switch self {
        case .refused(let report): report
        case .ready(let prepared): prepared.report
        }
    }
}

/// A restore that can be done: the proven file is open, and the way is known.
package protocol PreparedRestore: AnyObject {
    /// What was found; while it is done, what has come of it so far.
    var report: RestoreReport { get }

    /// Does it, once, and answers with what came of it. Throws `StoppedError` and `LockedError`.
    func execute() throws -> RestoreReport
}

/// The roles of a set, which are restored before its dump, and what they need once more after it.
struct PreparedGlobals {
    let restore: DatabaseRestore
    let examination: BackupProver.Examination
    let prepared: PreparedDatabaseRestore
}

/// A restore of a database, of tables or of roles that can be done.
package final class PreparedDatabaseRestore: PreparedRestore {
    let request: RestoreRequest
    private let restore: DatabaseRestore
    private let plan: RestorePlan
    private let reader: ArtifactReader
    private let globals: PreparedGlobals?
    /// What the dump says, where what comes back is to be read as well.
    private let content: DumpContent?
    /// What is known so far.
    package private(set) var report: RestoreReport

    private var context: RestoreContext { restore.context }
    private var registration: Registry.Registration { restore.registration }
    private var backup: StoredBackup { restore.backup }

    init(
        _ restore: DatabaseRestore, request: RestoreRequest, plan: RestorePlan, reader: ArtifactReader,
        globals: PreparedGlobals?, content: DumpContent?, report: RestoreReport
    ) {
        (self.restore, self.request, self.plan) = (restore, request, plan)
        (self.reader, self.globals, self.content, self.report) = (reader, globals, content, report)
    }

    /// Does what was planned, and answers with what came of it.
    ///
    /// Throws `StoppedError` and `LockedError`; whatever fails is cleaned up before.
    package func execute() throws -> RestoreReport {
        let lock = try RunLock.acquire(
            in: context.state, name: ScratchName.lock(for: request), command: CommandLine.arguments)
        defer { withExtendedLifetime(lock) {} }
        do {
            if let first = try globals?.prepared.execute(), let error = first.error {
                report.error = error
                (report.outcome, report.exitStatus) = (.failed, .allFailed)
                return report
            }
            for stage in plan.stages { try execute(stage) }
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
            report.notes += globals?.prepared.report.missingObjects ?? []
        }
        return report
    }

    /// True when not all of the backup came back.
    private var isDifferent: Bool { !report.differences.isEmpty || !report.missingObjects.isEmpty }

    /// Restores the roles once more, now that the objects are there on which some have privileges.
    private func completeGlobals() throws {
        guard let globals else { return }
        let again = try globals.restore.prepare(globals.examination)
        let report = if case .ready(let prepared) = again { try prepared.execute() } else { again.report }
        if let error = report.error { throw SourceError(error) }
        // What was there before, and what waited for the objects, is told as it is now.
        let first = globals.prepared.report.notes
        self.report.notes.removeAll { first.contains($0) && !report.notes.contains($0) }
        self.report.missingObjects += report.missingObjects + report.obstacles.map(\.message)
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
        if request.purpose != .drill { timeouts.totalSeconds = max(timeouts.totalSeconds, 30 * 86_400) }
        return timeouts
    }

    private func execute(_ stage: RestoreStage) throws {
        let stages = StageRunner(
            runner: context.runner, timeouts: timeouts, workers: context.workers, stop: context.stop,
            isServerGone: plan.isServerGone, note: { [unowned self] in report.notes.append($0) })
        if stage.needsSafetyBackup {
            let path = try restore.safetyBackup(request.target)
            report.notes.append("the database as it was is in \(path.printable)")
        }
        do {
            try stages.run(stage.prepare)
            report.missingObjects += try stages.run(stage.parts, together: stage.together)
            if let client = stage.load {
                let total = stage.pieces?.reduce(0) { $0 + $1.count } ?? request.rawBytes
                try timed("restore") {
                    report.missingObjects += try stages.load(
                        client, stage, of: request.rawBytes, from: reader, backup.manifest?.index
                    ) {
                        [context, backup] in
                        context.progress(backup.name, $0, total)
                    }
                }
            }
            if let comparison = stage.comparison {
                let counts = try timed("compare") { try stages.compare(comparison) }
                take(counts, of: comparison.expected ?? restoredTables, without: stage.leftOut)
                if let content {
                    try timed("read") { try compare(content, counts, without: Set(stage.leftOut)) }
                }
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

    /// The tables of the dump that this restore brings back.
    private var restoredTables: [TableRows] {
        guard case .tables(let names) = request.purpose else { return request.summary.tables }
        return request.summary.tables.filter {
            registration.handler.restorer?.isTable($0.table, amongNamed: names) ?? false
        }
    }

    private func take(_ counts: RestoredCounts, of tables: [TableRows], without leftOut: [ExactName]) {
        let expected = tables.filter { !leftOut.contains($0.table) }
        report.differences = RowDifference.between(found: counts.tables, expected: expected, allowsMore: true)
            .filter { difference in
                !counts.growing.contains(difference.table) || difference.found ?? 0 < difference.expected
            }
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

    /// Reads what came back as the next night would, and compares values and names.
    private func compare(
        _ content: DumpContent, _ counts: RestoredCounts, without leftOut: Set<ExactName>
    ) throws {
        let account = plan.reader ?? .init(entry: request.entry, password: request.password)
        let comparison = ContentComparison(
            handler: registration.handler, account: account, context: context, manifest: backup.manifest,
            expected: content,
            kinds: Set(counts.objects.keys), leftOut: plan.leftOut, unlike: counts.growing.union(leftOut),
            rounded: counts.rounded)
        let result = try comparison.compare(request.scratch)
        report.missingObjects += result.differences
        (report.comparedValues.tables, report.comparedValues.rows) = (result.tables, result.rows)
        if !result.omissions.isEmpty {
            report.notes.append("not all values were compared: \(result.omissions.joined(separator: "; "))")
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
