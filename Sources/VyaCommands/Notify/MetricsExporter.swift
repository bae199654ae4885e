import Glibc
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaNotify
import VyaStorage
import VyaSystem

/// Hands a run's metrics to Prometheus, by file and by push; what goes wrong is a warning and changes nothing else.
struct MetricsExporter {
    /// How long a source that is no longer tried is still told of when the run could not see what there is, in seconds.
    private static let memory = 8 * 86_400

    private let notifications: NotificationSettings
    private let entries: Set<EntryID>
    /// True when the run was to make only some databases of its entry.
    private let isPartial: Bool

    init(_ loaded: LoadedConfiguration, isPartial: Bool = false) {
        notifications = loaded.configuration.notifications
        entries = Set(loaded.configuration.entries.filter(\.enabled).map(\.id))
        self.isPartial = isPartial
    }

    /// Writes and pushes, and answers with what went wrong, after saying it on standard error.
    func export(_ report: RunReport, rememberedIn state: SafeFolder) -> [Message] {
        guard isWanted else { return [] }
        return export(Metrics.text(report, past: past(before: report, in: state)), host: report.host)
    }

    /// Does the same with the copies that there are, in a file of their own beside the other.
    ///
    /// Whatever makes, removes or counts copies calls it last, so that no old figure stays; who has no report has the copies
    /// counted for it.
    @discardableResult
    func export(copiesOf report: @autoclosure () throws -> HealthReport) -> [Message] {
        guard isWanted, let report = try? report() else { return [] }
        let copies = report.sources.map { source in
            CopyFigures(
                source: source.source, count: source.redundancy, newest: source.age.map { report.now - $0 })
        }
        return export(Metrics.text(copies: copies), host: HostName.current, part: "copies")
    }

    /// Does the same with the verdict of `check`, which alone has asked the uploader.
    func export(verdict report: HealthReport) {
        export(copiesOf: report)
        _ = export(
            Metrics.text(severity: Int(report.severity.rawValue), judgedAt: report.now),
            host: HostName.current, part: "check")
    }

    private var isWanted: Bool { notifications.metricsFile != nil || notifications.pushgateway != nil }

    private func export(_ text: String, host: String, part: String? = nil) -> [Message] {
        var problems: [Message] = []
        func attempt(_ failure: String, _ work: () throws -> Void) {
            do {
                try work()
            } catch {
                let explanation = Explanation.of(error)
                Console.standard.complain("vya-backup: \(failure): \(explanation)")
                problems.append("\(failure): \(explanation.message)")
            }
        }
        if let path = notifications.metricsFile {
            attempt("the metrics were not written") {
                try MetricsFile.write(text, to: MetricsFile.path(path, part: part))
            }
        }
        if notifications.pushgateway != nil {
            attempt("the metrics were not pushed") {
                try WebServices(notifications: notifications).pushgateway()?.push(
                    text, host: host, part: part)
            }
        }
        return problems
    }

    /// What the catalog knows of the sources that are still backed up.
    private func past(before report: RunReport, in state: SafeFolder) -> [PastBackup] {
        guard let catalog = HostHistory.openCatalog(in: state).0, let artifacts = try? catalog.artifacts(),
            let attempts = try? catalog.attempts()
        else { return [] }
        var known: [BackupSource: PastBackup] = [:]
        var newestAttempt: [EntryID: Int] = [:]
        // They come newest first.
        for attempt in attempts {
            newestAttempt[attempt.entry, default: attempt.at] = max(
                newestAttempt[attempt.entry] ?? attempt.at, attempt.at)
            guard let source = attempt.source, known[source] == nil, entries.contains(attempt.entry),
                attempt.at >= (newestAttempt[attempt.entry] ?? 0) - Self.memory
            else { continue }
            var record = PastBackup(source: source)
            record.outcome = attempt.outcome
            known[source] = record
        }
        for artifact in artifacts.sorted(by: { $0.finishedAt < $1.finishedAt }) where !artifact.isSafetyCopy {
            guard var record = known[artifact.source] else { continue }
            if artifact.isComplete { record.lastSuccess = artifact.finishedAt }
            (record.bytes, record.rawBytes) = (artifact.bytes, artifact.rawBytes)
            record.seconds = Double(artifact.seconds)
            known[artifact.source] = record
        }
        // An entry that was planned as a whole has told all of its sources: others are gone from its server.
        let told = Set(report.entries.filter { $0.error == nil && !isPartial }.map(\.id))
        let present = Set(
            report.entries.flatMap { entry in
                entry.backups.map {
                    BackupSource(entry: entry.id, dbms: entry.dbms, kind: $0.kind, database: $0.database)
                }
            })
        return known.values.filter { !told.contains($0.source.entry) || present.contains($0.source) }
    }
}

/// Writes the text file of metrics: whoever opens its name sees the whole old file or the whole new one.
enum MetricsFile {
    /// The file of a part of the metrics, beside the one that the configuration names: `NAME_PART.prom`.
    static func path(_ path: String, part: String?) -> String {
        guard let part else { return path }
        return path.dropLast(".prom".utf8.count) + "_\(part).prom"
    }

    /// Writes the text with mode 0644, because node_exporter runs as somebody else and it holds no secret.
    ///
    /// The folder may belong to that user, as Debian has it; so nothing below it is followed. Throws
    /// `NotificationError`; the old file is then still there.
    static func write(_ text: String, to path: String) throws(NotificationError) {
        let parts = path.pieces(separatedBy: "/")
        let folderPath = "/" + parts.dropLast().joined(separator: "/")
        guard let name = parts.last.map(String.init),
            let folder = OwnedDescriptor.open(folderPath, O_RDONLY | O_DIRECTORY)
        else { throw failure("open the folder of", path, SystemFailure()) }
        do throws(SystemFailure) {
            try ReplacedFile.write(Array(text.utf8), as: name, in: folder)
        } catch {
            throw failure("write", path, error)
        }
    }

    private static func failure(
        _ action: Message, _ path: String, _ failure: SystemFailure
    ) -> NotificationError {
        NotificationError(
            "metrics.file", "cannot \(action) \(path.printable): \(failure.words)",
            hints: ["metrics.textfile must lie in the folder that node_exporter's textfile collector reads"])
    }
}
