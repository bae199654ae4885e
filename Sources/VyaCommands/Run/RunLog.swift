import Logging
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage

/// Writes what a run does into the daily log file, through swift-log.
///
/// A log that cannot be written stops no backup: the problem is said on standard error and in the report (B3).
final class RunLog: RunObserver {
    private let logger: Logger?

    /// What kept the log from being written; one sentence each.
    let problems: [Message]

    /// Opens today's file in the folder of the settings.
    init(settings: LogSettings, level: Logger.Level?, runID: String) {
        do {
            let folder = try SafeFolder.open(
                settings.folder, createIfMissing: true, mayBeShared: true)
            let file = try AppendFile("vya-backup_\(Moment.now().fileStamp.prefix(8)).log", in: folder)
            var logger = Logger(label: "vya-backup") { _ in
                LogFileHandler(file: file, writesJSON: settings.format == .json)
            }
            logger.logLevel = level ?? Logger.Level(rawValue: settings.fileLevel.rawValue) ?? .info
            logger[metadataKey: "run"] = .string(runID)
            self.logger = logger
            problems = []
        } catch {
            let cause =
                Explanation.of(error).message
            problems = ["the log in \(settings.folder) cannot be written: \(cause)"]
            logger = nil
            for problem in problems { Console.standard.complain("vya-backup: \(problem)") }
        }
    }

    /// Notes the begin of a run and what the configuration's reader warned of.
    func begin(host: String, configuration: String, diagnostics: [Diagnostic]) {
        logger?.info("run begins", metadata: ["host": .string(host), "config": .string(configuration)])
        for diagnostic in diagnostics { logger?.warning("\(diagnostic.description)") }
    }

    /// Notes that another run was under way.
    func turnedAway(_ explanation: Explanation) {
        logger?.error("\(explanation.description)", metadata: ["code": .string(explanation.code.rawValue)])
    }

    /// Notes what a run came to.
    func end(_ report: RunReport) {
        for warning in report.warnings { logger?.warning("\(warning)") }
        logger?.log(
            level: report.exitStatus == .success ? .info : .error, "run ends",
            metadata: [
                "outcome": .string(report.outcome.rawValue), "exit_status": "\(report.exitStatus.rawValue)",
                "backups": "\(report.backups.count)",
            ])
    }

    /// Notes what a restore or drill is about to do.
    func begin(_ what: String, of report: RestoreReport) {
        logger?.info("\(what) begins", metadata: metadata(of: report))
        for action in report.actions { logger?.info("\(what) will \(action)") }
    }

    /// Notes what a restore or drill came to.
    func end(_ what: String, of report: RestoreReport) {
        var metadata = metadata(of: report)
        metadata["outcome"] = .string(report.outcome.rawValue)
        metadata["rows"] = "\(report.comparedRows)"
        for note in report.notes { logger?.notice("\(note)") }
        for explanation in report.obstacles + (report.error.map { [$0] } ?? []) {
            logger?.error(
                "\(explanation.description)", metadata: ["code": .string(explanation.code.rawValue)])
        }
        for line in report.differences.map(\.words) + report.missingObjects {
            logger?.error("different: \(line)")
        }
        logger?.log(
            level: report.outcome == .restored ? .info : .error, "\(what) ends", metadata: metadata)
    }

    private func metadata(of report: RestoreReport) -> Logger.Metadata {
        ["file": .string(report.file.printable), "destination": .string(report.destination.description)]
    }

    func planned(_ entry: Entry, jobs: Int, warnings: [Message]) {
        logger?.info(
            "planned", metadata: ["id": "\(entry.id)", "dbms": .string(entry.dbms), "jobs": "\(jobs)"])
        for warning in warnings { logger?.warning("\(warning)", metadata: ["id": "\(entry.id)"]) }
    }

    func failed(_ entry: Entry, _ explanation: Explanation) {
        logger?.error(
            "\(explanation.description)",
            metadata: ["id": "\(entry.id)", "code": .string(explanation.code.rawValue)])
    }

    func failed(_ entry: Entry, _ failure: PlanFailure) {
        logger?.error(
            "\(failure.explanation.description)",
            metadata: [
                "id": "\(entry.id)", "code": .string(failure.explanation.code.rawValue),
                "database": .string(failure.database.text.printable),
            ])
    }

    func started(_ job: Job) {
        logger?.info("backup begins", metadata: metadata(of: job))
    }

    func advanced(_ job: Job, bytes: Int, table: ExactName?) {}

    func finished(_ job: Job, _ report: BackupReport) {
        var metadata = metadata(of: job)
        metadata["outcome"] = .string(report.outcome.rawValue)
        metadata["seconds"] = "\(Quantity.seconds(report.seconds))"
        if let file = report.file { metadata["file"] = .string(file) }
        if let bytes = report.bytes { metadata["bytes"] = "\(bytes)" }
        if let sha256 = report.sha256 { metadata["sha256"] = .string(sha256) }
        for warning in report.warnings { logger?.warning("\(warning)", metadata: self.metadata(of: job)) }
        for shortfall in report.shortfalls {
            logger?.error("incomplete: \(shortfall)", metadata: self.metadata(of: job))
        }
        if let error = report.error {
            logger?.error("\(error.description)", metadata: metadata)
        } else {
            logger?.info("backup ends", metadata: metadata)
        }
    }

    private func metadata(of job: Job) -> Logger.Metadata {
        [
            "id": "\(job.entry)", "dbms": .string(job.dbms), "kind": .string(job.kind.rawValue),
            "database": .string(job.database.text.printable),
        ]
    }
}

/// Hands swift-log's records to a file that grows, as text or as JSON lines.
struct LogFileHandler: LogHandler {
    let file: AppendFile
    let writesJSON: Bool
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let now = Moment.now().rfc3339
        if writesJSON {
            _ = file.append(
                JSONValue.object(
                    [
                        .init("time", .string(now)), .init("level", .string(event.level.rawValue)),
                        .init("message", .string(event.message.description)),
                    ] + fields.map { .init($0.key, .string($0.value.description)) }
                ).serialized(pretty: false))
        } else {
            let words = fields.map { "\($0.key)=\($0.value.description)" }
            let message = event.message.description.pieces(separatedBy: "\n").joined(separator: " | ")
            _ = file.append(
                ([now, event.level.rawValue.uppercased(), message] + words).joined(separator: " "))
        }
    }
}
