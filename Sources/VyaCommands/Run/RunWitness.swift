import Glibc
import Synchronization
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
import VyaTools

/// Follows a run, so that it can be told of when it hangs, without asking anything that hangs with it (P1).
///
/// It does nothing but remember while the run goes on. Its lock is never held during input or output.
final class RunWitness: RunObserver {
    /// How a run goes for one entry.
    private struct Course {
        var planned: Int?
        var warnings: [Message] = []
        var error: Explanation?
        var backups: [BackupReport] = []
        var running: [(job: Job, start: SuspendingClock.Instant)] = []
    }

    private struct State {
        var place: Message = ""
        var courses: [EntryID: Course] = [:]
        var report: RunReport?
        var log: RunLog?
        var lock: RunLock?
        var folder: SafeFolder?
    }

    private let state = Mutex(State())
    private let runID: String
    private let host: String
    private let loaded: LoadedConfiguration
    private let registrations: [Registry.Registration]
    private let isPartial: Bool
    private let printsJSON: Bool
    private let notifications: RunNotifications?
    private let startedAt = Moment.now()
    private let start = SuspendingClock.now

    /// Makes a witness of a run that begins now, of only some databases if it `isPartial`; `notifications` is nil when
    /// nobody is to be told.
    init(
        runID: String, host: String, loaded: LoadedConfiguration,
        registrations: [Registry.Registration], isPartial: Bool, printsJSON: Bool,
        notifications: RunNotifications?
    ) {
        self.runID = runID
        self.host = host
        self.loaded = loaded
        self.registrations = registrations
        self.isPartial = isPartial
        self.printsJSON = printsJSON
        self.notifications = notifications
    }

    // MARK: What is remembered

    /// The run does something that may hang; `place` continues "while".
    func note(place: Message) { state.withLock { $0.place = place } }
    /// The log is open.
    func note(log: RunLog) { state.withLock { $0.log = log } }
    /// The state folder is open.
    func note(folder: SafeFolder) { state.withLock { $0.folder = folder } }
    /// The lock is held.
    func note(lock: RunLock) { state.withLock { $0.lock = lock } }
    /// The backups are done; what follows is telling.
    func note(report: RunReport) { state.withLock { $0.report = report } }

    func planned(_ entry: Entry, jobs: Int, warnings: [Message]) {
        state.withLock {
            $0.courses[entry.id, default: Course()].planned = jobs
            $0.courses[entry.id, default: Course()].warnings += warnings
        }
    }

    func failed(_ entry: Entry, _ explanation: Explanation) {
        state.withLock { $0.courses[entry.id, default: Course()].error = explanation }
    }

    func failed(_ entry: Entry, _ failure: PlanFailure) {
        let report = BackupReport(
            database: failure.database, kind: failure.kind, outcome: .failure, error: failure.explanation)
        state.withLock { $0.courses[entry.id, default: Course()].backups.append(report) }
    }

    func started(_ job: Job) {
        state.withLock { $0.courses[job.entry, default: Course()].running.append((job, .now)) }
    }

    func advanced(_ job: Job, bytes: Int, table: ExactName?) {}

    func finished(_ job: Job, _ report: BackupReport) {
        state.withLock {
            $0.courses[job.entry, default: Course()].running.removeAll {
                $0.job.kind == job.kind && $0.job.database == job.database
            }
            $0.courses[job.entry, default: Course()].backups.append(report)
        }
    }

    // MARK: What is told

    /// Tells everybody that the run hangs, and lets its lock go; to be called once, right before the program is left.
    ///
    /// The lock goes last, after the tools: from then on another run may begin, and this one must do nothing more.
    func tell(_ reason: StopReason) {
        let state = state.withLock { $0 }
        let report = report(reason, state)
        let heard = Mutex<[Message]>([])
        let listeners = notifications?.listeners(of: report.outcome) ?? []
        var errands = listeners.map { listener in
            Errand(within: RunNotifications.patience) {
                let failures = RunNotifications.attempt(listener.failure, saying: { _ in }) {
                    _ = try listener.tell(report)
                }
                if failures.isEmpty { heard.withLock { $0.append(listener.failure) } }
            }
        }
        func local(_ work: @escaping @Sendable () -> Void) {
            errands.append(Errand(within: .seconds(10), work))
        }
        local {
            let lines = Self.lines(of: report).said(in: Console.standard.language)
            for line in lines { Console.standard.shout(line, to: STDERR_FILENO) }
        }
        if printsJSON { local { Console.standard.shout(report.json.serialized(), to: STDOUT_FILENO) } }
        if let log = state.log { local { log.end(report) } }
        if let folder = state.folder {
            local { [loaded, isPartial] in
                _ = HostHistory.record(
                    report, in: folder, servers: loaded.servers, isPartial: isPartial)
                _ = MetricsExporter(loaded, isPartial: isPartial).export(report, rememberedIn: folder)
            }
        }
        Errand.run(errands)
        let told = heard.withLock { $0 }
        let unheard = listeners.filter { $0.isAlarm && !told.contains($0.failure) }.map(\.failure)
        Errand.run([
            Errand(within: .seconds(10)) {
                for line in unheard.said(in: Console.standard.language) {
                    Console.standard.shout("vya-backup: \(line)", to: STDERR_FILENO)
                }
                guard let folder = state.folder, !unheard.isEmpty else { return }
                var memory = AlarmMemory(in: folder)
                for line in unheard { memory.add(undelivered: line, of: report) }
                _ = memory.save()
            }
        ])
        Offspring.killAll()
        Errand.run([Errand(within: .seconds(5)) { state.lock?.release() }])
    }

    private func report(_ reason: StopReason, _ state: State) -> RunReport {
        let hung = Watchdog.explanation(reason, place: state.place)
        var report =
            state.report
            ?? RunReport(
                runID: runID, host: host, startedAt: startedAt, finishedAt: .now(),
                seconds: start.duration(to: .now) / .seconds(1),
                entries: registrations.map { entry($0.entry, state.courses[$0.entry.id], hung) },
                exitStatus: .deadline)
        report.stopped = report.stopped ?? reason
        report.exitStatus = .deadline
        report.warnings.insert(hung.message, at: 0)
        return report
    }

    private func entry(_ entry: Entry, _ course: Course?, _ hung: Explanation) -> EntryReport {
        var report = EntryReport(
            id: entry.id, dbms: entry.dbms, host: entry.host, backups: course?.backups ?? [],
            warnings: course?.warnings ?? [], error: course?.error)
        report.backups += (course?.running ?? []).map { job, start in
            BackupReport(
                database: job.database, kind: job.kind, outcome: .failure,
                seconds: start.duration(to: .now) / .seconds(1), warnings: job.warnings, error: hung)
        }
        let missing = (course?.planned ?? 0) - report.backups.count
        if report.error == nil, report.backups.isEmpty {
            report.error = hung
        } else if missing > 0 {
            report.warnings.append("\(missing) more backups of this entry were not begun")
        }
        return report
    }

    private static func lines(of report: RunReport) -> [Message] {
        report.entries.flatMap { entry in
            entry.error.map { ["entry \(entry.id) (\(entry.dbms)): \($0.message)"] }
                ?? entry.backups.filter { $0.error != nil }.map {
                    """
                    entry \(entry.id) (\(entry.dbms)), \($0.database.text.printable): \
                    \($0.error?.message ?? "")
                    """
                }
        }
    }
}
