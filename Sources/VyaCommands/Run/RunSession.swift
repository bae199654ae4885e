import Foundation
import Glibc
import Logging
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
import VyaTools

/// One `run`: puts the parts together, holds the lock, and hands the report to everything that shows it.
struct RunSession {
    private let loaded: LoadedConfiguration
    private let registrations: [Registry.Registration]
    private let only: [ExactName]
    private let parallelism: Parallelism
    private let common: CommonOptions
    private let logLevel: Logger.Level?
    private let access: HostTools
    private let runID = RunSession.newRunID(at: Moment.now())
    private let host = HostName.current

    /// Prepares a run; from here on signals ask it to stop.
    init(
        loaded: LoadedConfiguration, registrations: [Registry.Registration], only: [ExactName], jobs: Int?,
        common: CommonOptions, logLevel: Logger.Level?
    ) throws {
        self.loaded = loaded
        self.registrations = registrations
        self.only = only
        self.common = common
        self.logLevel = logLevel
        parallelism = Parallelism(
            servers: Parallelism.lanes(of: registrations).count, requested: jobs,
            cores: ProcessInfo.processInfo.activeProcessorCount)
        try ProcessGuards.ensureDescriptors(jobs: parallelism.total)
        access = try HostTools()
        StopSignals.startDeadline(seconds: loaded.configuration.runDeadlineSeconds)
    }

    /// Shows what a run would make.
    func plan() throws -> RunReport {
        if !common.quiet {
            for diagnostic in loaded.diagnostics { Console.standard.complain(diagnostic.words) }
        }
        let printer = RunPrinter(common: common)
        let report = try BackupRun(context(observedBy: printer), parallelism: parallelism, only: only)
            .plan(registrations)
        printer.show(report)
        return report
    }

    /// Makes the backups, logs, prints and mails.
    ///
    /// A run that another one turns away is a run that failed, and is reported and mailed as one: nobody else would
    /// notice that backups are no longer made while one hangs (C8). What goes wrong with a backup is in the report. One that
    /// hangs itself is told of by its witness (P1).
    func execute(notify: Bool) throws -> RunReport {
        let printer = RunPrinter(common: common)
        let notifications = RunNotifications(loaded.configuration, stop: access.stop)
        let witness = RunWitness(
            runID: runID, host: host, loaded: loaded, registrations: registrations,
            isPartial: !only.isEmpty, printsJSON: common.json,
            notifications: notify ? notifications : nil)
        Watchdog.tell { witness.tell($0) }
        defer { Watchdog.tell(nil) }
        witness.note(place: "opening its log in \(loaded.configuration.log.folder.printable)")
        let log = RunLog(
            settings: loaded.configuration.log, level: logLevel, runID: runID)
        witness.note(log: log)
        log.begin(
            host: host, configuration: loaded.configuration.path, diagnostics: loaded.diagnostics)
        // Held until the end of the scope.
        var lock: RunLock?
        defer { withExtendedLifetime(lock) {} }
        var report: RunReport
        var problems: [Message] = []
        witness.note(place: "opening its folder of state")
        let state = try HostHistory.stateFolder()
        witness.note(folder: state)
        do {
            let own = try RunLock.acquire(in: state, command: CommandLine.arguments)
            lock = own
            witness.note(lock: own)
            witness.note(place: "reading what is known of earlier backups")
            let pruning = RunPruning(loaded: loaded, state: state)
            if loaded.configuration.prunesBeforeRun { warn(of: pruning.run(), into: &problems) }
            let past = HostHistory(loaded, state: state)
            warn(of: past.problems, into: &problems)
            let identity = try HostIdentity.load(in: state, name: host)
            let baselines = past.baselines()
            printer.expect { baselines($0)?.rawBytes.first }
            if notify { problems += notifications.started() }
            witness.note(place: "making backups")
            report = try BackupRun(
                context(
                    observedBy: ObserverPair(
                        first: witness, second: ObserverPair(first: printer, second: log)),
                    hostID: identity.id,
                    baseline: baselines), parallelism: parallelism,
                only: only
            ).execute(registrations)
        } catch let error as LockedError {
            report = turnedAway(error.explanation)
            log.turnedAway(error.explanation)
            Console.standard.complain(error.explanation)
        }
        report.warnings += log.problems
        witness.note(report: report)
        witness.note(place: "taking down what was done")
        access.stop.showLife()
        warn(
            of: HostHistory.record(
                report, in: state, servers: loaded.servers, isPartial: !only.isEmpty), into: &problems)
        if loaded.configuration.prunesAfterRun, report.exitStatus == .success {
            warn(of: RunPruning(loaded: loaded, state: state).run(), into: &problems)
        }
        report.warnings += problems
        report.warnings += MetricsExporter(loaded, isPartial: !only.isEmpty)
            .export(report, rememberedIn: state)
        report.warnings += MetricsExporter(loaded)
            .export(copiesOf: try HostHealth(loaded, asksUploader: false).report)
        witness.note(report: report)
        if notify {
            witness.note(place: "telling of it")
            report.warnings += notifications.ended(report, rememberingIn: state)
            witness.note(report: report)
        }
        witness.note(place: "writing its log and its report")
        access.stop.showLife()
        log.end(report)
        printer.show(report)
        return report
    }

    /// Says on standard error what went wrong beside the backups, and keeps it for the report.
    private func warn(of words: [Message], into problems: inout [Message]) {
        for word in words { Console.standard.complain("vya-backup: \(word)") }
        problems += words
    }

    private func turnedAway(_ explanation: Explanation) -> RunReport {
        let now = Moment.now()
        return RunReport(
            runID: runID, host: host, startedAt: now, finishedAt: now, seconds: 0,
            entries: registrations.map {
                EntryReport(
                    id: $0.entry.id, dbms: $0.entry.dbms, host: $0.entry.host, error: explanation)
            }, exitStatus: .locked)
    }

    private func context(
        observedBy observer: any RunObserver, hostID: String? = nil,
        baseline: @escaping @Sendable (BackupSource) -> Baseline? = { _ in nil }
    ) throws -> RunContext {
        var context = try RunContext(
            runID: runID, host: host, access: access, compression: loaded.configuration.compression,
            jobs: parallelism.total, observer: observer, baseline: baseline)
        context.hostID = hostID
        (context.ownFolders, context.logFolder) = (loaded.ownFolders, loaded.configuration.log.folder)
        return context
    }

    static func newRunID(at moment: Moment) -> String {
        moment.fileStamp + "-" + String(UInt32.random(in: .min ... .max), radix: 16)
    }
}

/// Tells two observers the same.
struct ObserverPair: RunObserver {
    let first: any RunObserver
    let second: any RunObserver

    func planned(_ entry: Entry, jobs: Int, warnings: [Message]) {
        first.planned(entry, jobs: jobs, warnings: warnings)
        second.planned(entry, jobs: jobs, warnings: warnings)
    }

    func failed(_ entry: Entry, _ explanation: Explanation) {
        first.failed(entry, explanation)
        second.failed(entry, explanation)
    }

    func failed(_ entry: Entry, _ failure: PlanFailure) {
        first.failed(entry, failure)
        second.failed(entry, failure)
    }

    func started(_ job: Job) {
        first.started(job)
        second.started(job)
    }

    func advanced(_ job: Job, bytes: Int, table: ExactName?) {
        first.advanced(job, bytes: bytes, table: table)
        second.advanced(job, bytes: bytes, table: table)
    }

    func finished(_ job: Job, _ report: BackupReport) {
        first.finished(job, report)
        second.finished(job, report)
    }
}

extension RunContext {
    /// The memory for the blocks of all jobs together, in bytes.
    private static let blockMemory = 24 << 20

    /// What the jobs of a run share on this host.
    init(
        runID: String, host: String, access: HostTools, compression: CompressionSettings, jobs: Int,
        observer: any RunObserver, baseline: @escaping @Sendable (BackupSource) -> Baseline? = { _ in nil }
    ) throws {
        try self.init(
            runID: runID, host: host, runner: access.runner, probe: access.probe,
            pool: WorkPool(
                compression: compression.compressor(), workers: HostTools.workers(compression.threads)),
            blockMemory: Self.blockMemory / max(1, jobs), stop: access.stop, observer: observer,
            baseline: baseline)
    }
}

/// Prunes within a run, whose lock is held already: before the dumps to make room for them, or after they succeeded.
struct RunPruning {
    let loaded: LoadedConfiguration
    let state: SafeFolder

    /// Removes what retention lets go, and answers with what could not be removed and what is held back.
    ///
    /// Retention itself sees to it that nothing goes of a source whose last run failed, and never the newest good ones.
    func run() -> [Message] {
        let past = HostHistory(loaded, state: state)
        guard let catalog = past.catalog else { return past.problems }
        let remover = Remover(folders: past.folders, catalog: catalog)
        let plan = RemovalSession.retentionPlan(loaded, past.history(), allowsMost: false)
        var held: [BackupSource: (count: Int, reason: Message)] = [:]
        for decision in plan where decision.isHeldBack {
            guard let source = decision.backup.source else { continue }
            held[source] = ((held[source]?.count ?? 0) + 1, decision.reason)
        }
        let words = held.sorted { $0.key < $1.key }.map { source, what in
            "\(source.title): retention would remove \(what.count) backups, and holds them back: \(what.reason)"
                as Message
        }
        return words
            + plan.filter(\.removes).compactMap { (disposition) -> Message? in
                do {
                    _ = try remover.carryOut(disposition, at: Moment.now().unixSeconds)
                    return nil
                } catch {
                    return Explanation.of(error).message
                }
            }
    }
}
