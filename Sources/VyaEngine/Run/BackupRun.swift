import Glibc
import VyaArchive
package import VyaCore
import VyaStorage

/// Does what one `run` command asks for: plans every entry, makes every backup, reports on all of it.
package struct BackupRun: Sendable {
    private let context: RunContext
    private let parallelism: Parallelism
    private let only: [ExactName]
    /// True for a plan that `doctor` makes: it asks servers more, and leaves the folders to `doctor`.
    private let examines: Bool
    private let space = SpaceForecast()

    /// Makes a run; `only` are the names of `--database`.
    package init(
        _ context: RunContext, parallelism: Parallelism, only: [ExactName] = [], examines: Bool = false
    ) {
        self.context = context
        self.parallelism = parallelism
        self.only = only
        self.examines = examines
    }

    /// Backs up the entries and reports; one that fails stops no other.
    package func execute(_ registrations: [Registry.Registration]) -> RunReport {
        report(on: registrations, isPlan: false) { backUp($0) }
    }

    /// Connects, resolves and lists what `execute` would make; changes nothing.
    package func plan(_ registrations: [Registry.Registration]) -> RunReport {
        report(on: registrations, isPlan: true) { forecast($0) }
    }

    /// An entry's report and, where its failure has a status of its own, that status.
    private struct EntryResult: Sendable {
        var report: EntryReport
        var status: ExitStatus?
    }

    private func report(
        on registrations: [Registry.Registration], isPlan: Bool,
        _ work: @escaping @Sendable (Registry.Registration) -> EntryResult
    ) -> RunReport {
        let startedAt = Moment.now()
        let start = ContinuousClock.now
        let lanes = concurrentMap(Parallelism.lanes(of: registrations), limit: parallelism.lanes) {
            $0.map(work)
        }
        let byID = Dictionary(lanes.joined().map { ($0.report.id, $0) }) { first, _ in first }
        let results = registrations.compactMap { byID[$0.entry.id] }
        let entries = results.map(\.report)
        let status = ([RunVerdict.status(of: entries)] + results.compactMap(\.status)).max() ?? .success
        return RunReport(
            runID: context.runID, host: context.host, startedAt: startedAt, finishedAt: Moment.now(),
            seconds: start.duration(to: .now) / .seconds(1), entries: entries, stopped: context.stop.reason,
            isPlan: isPlan,
            exitStatus: context.stop.reason?.exitStatus ?? status)
    }

    private func result(
        for registration: Registry.Registration, _ work: (inout EntryReport) throws -> Void
    ) -> EntryResult {
        let entry = registration.entry
        var result = EntryResult(report: EntryReport(id: entry.id, dbms: entry.dbms, host: entry.host))
        do {
            try context.stop.check()
            try work(&result.report)
        } catch let error as any ExplainedError {
            result.report.error = error.explanation
            result.status = error.exitStatus == .allFailed ? nil : error.exitStatus
            context.observer.failed(entry, error.explanation)
        } catch {
            result.report.error = .unexpected(error)
            context.observer.failed(entry, .unexpected(error))
        }
        return result
    }

    private func backUp(_ registration: Registry.Registration) -> EntryResult {
        result(for: registration) { report in
            let folder = try SafeFolder.open(
                registration.folder, createIfMissing: true, group: registration.group)
            try folder.checkWritable()
            try folder.sweepLeftovers()
            let (plan, reservation) = try plan(registration, in: folder, into: &report)
            defer { space.release(reservation) }
            let maker = BackupMaker(context)
            // The globals come first, so that the manifests of the databases can name their artifact.
            let first = plan.jobs.filter { $0.kind == .globals }.map {
                maker.make($0, in: folder, globals: nil, server: registration.server)
            }
            let globals = first.compactMap(\.file).first.map { String($0.dropFirst(folder.path.count + 1)) }
            let jobs = plan.jobs.filter { $0.kind != .globals }
            let listings = jobs.map { ListingAhead($0) }
            let rest = concurrentMap(Array(jobs.indices), limit: parallelism.jobsPerLane) { index in
                if index + 1 < jobs.count { listings[index + 1]?.begin() }
                var job = jobs[index]
                if let listing = listings[index] { job.list = { try listing.next() } }
                return maker.make(job, in: folder, globals: globals, server: registration.server)
            }
            report.backups += rest + first
        }
    }

    private func forecast(_ registration: Registry.Registration) -> EntryResult {
        result(for: registration) { report in
            var folder: SafeFolder?
            // A folder that is missing would be made; one that is there must be safe.
            if !examines, access(registration.folder, F_OK) == 0 {
                let present = try SafeFolder.open(
                    registration.folder, createIfMissing: false, group: registration.group)
                folder = present
                if present.isListableByOthers {
                    report.warnings.append(
                        """
                        other users can list \(registration.folder.printable), though not read the backups; \
                        to change that: chmod 700
                        """)
                }
            }
            // Its room is never given back: the entries of a plan are all still to come.
            let (plan, _) = try plan(registration, in: folder, into: &report)
            let now = Moment.now()
            report.backups +=
                (plan.jobs.filter { $0.kind != .globals } + plan.jobs.filter { $0.kind == .globals }).map {
                    job in
                    let name = ArtifactName.compose(
                        job: job, at: now, codecExtension: context.codec.fileExtension)
                    var backup = BackupReport(
                        database: job.database, kind: job.kind, outcome: .planned,
                        file: registration.folder + "/" + name, warnings: job.warnings,
                        shortfalls: job.shortfalls,
                        command: job.command, estimatedBytes: job.estimatedBytes)
                    (backup.grants, backup.provenance) = (job.grants, job.provenance)
                    do {
                        if case .files(let pattern, let ignored) = job.source {
                            let archive = try FilesArchiver(
                                pattern: pattern, ignored: ignored,
                                besides: OwnFolders(
                                    context.ownFolders, output: registration.folder, log: context.logFolder),
                                stop: context.stop
                            ).survey()
                            backup.estimatedBytes = archive.bytes
                            // It is as it should be, so that doctor has nothing to say of it.
                            if !examines { backup.warnings += archive.ownFolders }
                        }
                    } catch let error as any ExplainedError {
                        (backup.outcome, backup.error) = (.failure, error.explanation)
                    } catch {
                        (backup.outcome, backup.error) = (.failure, .unexpected(error))
                    }
                    return backup
                }
        }
    }

    /// Asks the handler, reserves the room in the folder, and reports at once what cannot be planned.
    private func plan(
        _ registration: Registry.Registration, in folder: SafeFolder?, into report: inout EntryReport
    ) throws -> (EntryPlan, SpaceForecast.Reservation?) {
        let request = PlanRequest(
            entry: registration.entry, password: try registration.password(), only: only,
            examines: examines)
        var plan = try registration.handler.plan(request, asking: context.probe)
        let reservation = folder.flatMap { space.reserve(plan.jobs, in: $0) }
        if let warning = reservation?.warning { plan.warnings.append(warning) }
        report.warnings += plan.warnings
        (report.grants, report.server) = (plan.grants, plan.server)
        context.observer.planned(registration.entry, jobs: plan.jobs.count, warnings: plan.warnings)
        for failure in plan.failures { context.observer.failed(registration.entry, failure) }
        report.backups = plan.failures.map {
            BackupReport(database: $0.database, kind: $0.kind, outcome: .failure, error: $0.explanation)
        }
        guard !plan.jobs.isEmpty || !plan.failures.isEmpty else {
            throw SourceError(
                "plan.nothing", "the entry resolves to nothing to back up",
                hints: ["look at db_list and db_ignore; `vya-backup run --dry-run` shows what they select"])
        }
        return (plan, reservation)
    }
}

/// Decides the exit status of a run from what its entries report; the one place that does (contract.md §2).
package enum RunVerdict {
    /// 0 when all succeeded, 2 when nothing was published, 1 when something failed or is incomplete.
    package static func status(of entries: [EntryReport]) -> ExitStatus {
        let outcomes = entries.flatMap { entry in
            entry.error == nil ? entry.backups.map(\.outcome) : entry.backups.map(\.outcome) + [.failure]
        }
        let failures = outcomes.count { $0 == .failure }
        if failures == outcomes.count { return .allFailed }
        return failures > 0 || outcomes.contains(.incomplete) ? .someFailed : .success
    }
}
