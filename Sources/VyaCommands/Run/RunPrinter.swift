import Synchronization
import VyaCore
import VyaEngine

/// Shows a run: moving progress on a terminal, one line a backup otherwise, one document with `--json`.
final class RunPrinter: RunObserver {
    private struct Activity {
        var job: Job
        var bytes = 0
        var table: ExactName?
        /// What the last backup of the same came to, uncompressed.
        let total: Int?
        let start: ContinuousClock.Instant
    }

    private struct State {
        var activities: [String: Activity] = [:]
        var lastDrawn: ContinuousClock.Instant?
        var hosts: [EntryID: String] = [:]
        var lastSize: @Sendable (BackupSource) -> Int? = { _ in nil }
        var isDrawn = false
    }

    private let state = Mutex(State())
    private let console = Console.standard
    private let common: CommonOptions
    private let clock = ContinuousClock()

    /// Makes a printer that heeds `--json` and `--quiet`.
    init(common: CommonOptions) {
        self.common = common
    }

    /// Tells from now on how far each backup is, by what the last one of the same source came to.
    func expect(_ lastSize: @escaping @Sendable (BackupSource) -> Int?) {
        guard console.showsProgress else { return }
        state.withLock { $0.lastSize = lastSize }
    }

    func planned(_ entry: Entry, jobs: Int, warnings: [Message]) {
        state.withLock { $0.hosts[entry.id] = entry.host }
        guard !common.quiet else { return }
        for warning in warnings { complain("warning: entry \(entry.id) (\(entry.dbms)): \(warning)") }
    }

    func failed(_ entry: Entry, _ explanation: Explanation) {
        complain(explanation.about(subject(entry.id, entry.dbms, host: entry.host)))
    }

    func failed(_ entry: Entry, _ failure: PlanFailure) {
        let name = failure.database.text.printable
        complain(
            failure.explanation.about("\(subject(entry.id, entry.dbms, host: entry.host)), \(name)"))
        if !common.json {
            print("\(paint("FAILED", 31)) \(entry.id) \(entry.dbms) \(name): \(failure.explanation.message)")
        }
    }

    func started(_ job: Job) {
        let lastSize = state.withLock { $0.lastSize }
        let source = BackupSource(entry: job.entry, dbms: job.dbms, kind: job.kind, database: job.database)
        let activity = Activity(job: job, total: lastSize(source), start: clock.now)
        state.withLock { $0.activities[key(job)] = activity }
    }

    func advanced(_ job: Job, bytes: Int, table: ExactName?) {
        guard console.showsProgress, !common.quiet else { return }
        let now = clock.now
        let line: String? = state.withLock { state in
            state.activities[key(job)]?.bytes = bytes
            state.activities[key(job)]?.table = table
            if let last = state.lastDrawn, now - last < .milliseconds(100) { return nil }
            state.lastDrawn = now
            state.isDrawn = true
            return state.activities.values.sorted { key($0.job) < key($1.job) }.map {
                TerminalLine.progress(
                    "\($0.job.dbms) \($0.job.database.text)", bytes: $0.bytes, of: $0.total,
                    elapsed: now - $0.start
                ).said(in: console.language) + ($0.table.map { " " + $0.text.printable } ?? "")
            }.joined(separator: " | ")
        }
        if let line { console.redraw(line) }
    }

    func finished(_ job: Job, _ report: BackupReport) {
        let host = state.withLock { state in
            state.activities[key(job)] = nil
            return state.hosts[job.entry]
        }
        let subject = subject(job.entry, job.dbms, host: host)
        if let error = report.error {
            complain(error.about("\(subject), \(name(of: job))"))
        }
        for shortfall in report.shortfalls {
            complain("incomplete: \(subject), \(name(of: job)): \(shortfall)")
        }
        if !common.quiet {
            for warning in report.warnings { complain("warning: \(subject), \(name(of: job)): \(warning)") }
        }
        if !common.json, !common.quiet || report.outcome > .warning { print(line(for: job, report)) }
    }

    /// Prints the whole report: the document, the plan, or the closing line.
    func show(_ report: RunReport) {
        if common.json {
            console.print(report.json.serialized())
        } else if report.isPlan {
            for line in PlanTable.lines(of: report) { console.print(line) }
        } else if !common.quiet || report.outcome > .warning {
            print(RunPrinter.summary(of: report))
        }
    }

    private static func summary(of report: RunReport) -> Message {
        let published = report.backups.filter { $0.file != nil }
        let failures =
            report.backups.count { $0.outcome == .failure } + report.entries.count { $0.error != nil }
        let incomplete = report.backups.count { $0.outcome == .incomplete }
        let bytes = published.reduce(0) { $0 + ($1.bytes ?? 0) }
        let count = published.count
        let size = Quantity.bytes(bytes)
        var text: Message = "\(Quantity.backups(count)), \(size)"
        if failures > 0 { text += ", \(failures) failed" }
        if incomplete > 0 { text += ", \(incomplete) incomplete" }
        if let stopped = report.stopped { text += ", \(stopped.words)" }
        return "\(text) (run \(report.runID), exit status \(report.exitStatus.rawValue))"
    }

    private func line(for job: Job, _ report: BackupReport) -> Message {
        let word =
            switch report.outcome {
            case .planned, .success: paint("ok", 32)
            case .warning: paint("warning", 33)
            case .incomplete: paint("INCOMPLETE", 31)
            case .failure: paint("FAILED", 31)
            }
        var text: Message = "\(word) \(job.entry) \(job.dbms) \(name(of: job))"
        if let file = report.file, let bytes = report.bytes, let raw = report.rawBytes {
            text +=
                ": \(Quantity.bytes(raw)) -> \(Quantity.bytes(bytes)) in \(Quantity.seconds(report.seconds)), \(file)"
        } else if let error = report.error {
            text += ": \(error.message)"
        }
        return text
    }

    private func paint(_ word: Message, _ colour: Int) -> Message {
        guard console.coloursResults else { return word }
        let (start, end) = ("\u{1B}[\(colour)m", "\u{1B}[0m")
        return "\(start)\(word)\(end)"
    }

    private func print(_ line: Message) {
        eraseProgress()
        console.print(line)
    }

    private func complain(_ line: Message) {
        eraseProgress()
        console.complain(line)
    }

    private func complain(_ explanation: Explanation) {
        eraseProgress()
        console.complain(explanation)
    }

    private func eraseProgress() {
        let isDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        if isDrawn { console.redraw(nil) }
    }

    private func key(_ job: Job) -> String { "\(job.entry) \(job.kind.rawValue) \(job.database)" }

    private func name(of job: Job) -> String {
        job.kind == .globals ? "globals" : job.database.text.printable
    }

    private func subject(_ id: EntryID, _ dbms: String, host: String?) -> Message {
        "entry \(id) (\(dbms)\(host.map { ", " + $0.printable } ?? ""))"
    }
}
