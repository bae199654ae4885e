package import VyaCore

/// Writes a run's metrics in Prometheus's text format, version 0.0.4.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
package enum Metrics {
    /// The text about a report, and about the sources that only earlier runs knew.
    package static func text(_ report: RunReport, past: [PastBackup] = []) -> String {
        let sources = sources(report, past: past)
        var text = family(
            "last_run_timestamp_seconds", "When the last run ended.",
            [("", Double(report.finishedAt.unixSeconds))])
        text += family(
            "last_run_exit_status", "The exit status of the last run; 0 is success.",
            [("", Double(report.exitStatus.rawValue))])
        text += family(
            "entry_outcome",
            "What the last run made of an entry: 0 success, 1 warning, 2 incomplete, 3 failure.",
            report.entries.map { (labels([("id_dbms", "\($0.id)"), ("dbms", $0.dbms)]), rank($0.outcome)) })
        text += family(
            "last_success_timestamp_seconds", "When the newest complete backup of a source was finished.",
            sources.map { (labels($0.source), $0.lastSuccess.map(Double.init)) })
        text += family(
            "size_bytes", "The size of the newest backup of a source.",
            sources.map { (labels($0.source), $0.bytes.map(Double.init)) })
        text += family(
            "raw_bytes", "What the newest backup of a source decompresses to.",
            sources.map { (labels($0.source), $0.rawBytes.map(Double.init)) })
        text += family(
            "duration_seconds", "How long the newest backup of a source took.",
            sources.map { (labels($0.source), $0.seconds) })
        text += family(
            "outcome",
            "What the last attempt at a source came to: 0 success, 1 warning, 2 incomplete, 3 failure.",
            sources.map { (labels($0.source), $0.outcome.map(rank)) })
        return text
    }

    /// The text about the copies of all sources.
    package static func text(copies: [CopyFigures]) -> String {
        family(
            "copies",
            "How many proven backups of a source lie here or where the uploader has confirmed them.",
            copies.map { (labels($0.source), Double($0.count)) })
            + family(
                "newest_copy_timestamp_seconds", "When the newest of the copies of a source was finished.",
                copies.map { (labels($0.source), $0.newest.map(Double.init)) })
    }

    /// The text about the verdict of `check`, whose exit status is the severity.
    package static func text(severity: Int, judgedAt now: Int) -> String {
        family("check_timestamp_seconds", "When check judged last.", [("", Double(now))])
            + family(
                "check_severity", "What check said: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
                [("", Double(severity))])
    }

    /// What is known of each source after the report, in the order of the sources.
    static func sources(_ report: RunReport, past: [PastBackup]) -> [PastBackup] {
        var known = Dictionary(past.map { ($0.source, $0) }) { first, _ in first }
        for entry in report.entries {
            // Nothing of an entry that could not be planned was backed up, whatever its sources are.
            if entry.error != nil {
                for source in known.keys where source.entry == entry.id { known[source]?.outcome = .failure }
            }
            for backup in entry.backups {
                let source = BackupSource(
                    entry: entry.id, dbms: entry.dbms, kind: backup.kind, database: backup.database)
                var record = known[source] ?? PastBackup(source: source)
                record.outcome = backup.outcome
                if backup.outcome < .incomplete { record.lastSuccess = report.finishedAt.unixSeconds }
                if backup.outcome < .failure {
                    (record.bytes, record.rawBytes) = (backup.bytes, backup.rawBytes)
                    record.seconds = backup.seconds
                }
                known[source] = record
            }
        }
        return known.values.sorted { $0.source < $1.source }
    }

    private static func family(
        _ name: String, _ help: String, _ samples: [(labels: String, value: Double?)]
    )
        -> String
    {
        let name = "vya_backup_" + name
        let lines = samples.compactMap { labels, value in value.map { "\(name)\(labels) \(number($0))\n" } }
        guard !lines.isEmpty else { return "" }
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n" + lines.joined()
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String((value * 1000).rounded() / 1000)
    }

    private static func rank(_ outcome: Outcome) -> Double {
        switch outcome {
        case .planned, .success: 0
        case .warning: 1
        case .incomplete: 2
        case .failure: 3
        }
    }

    private static func labels(_ source: BackupSource) -> String {
        labels([
            ("id_dbms", "\(source.entry)"), ("dbms", source.dbms), ("database", source.database.text),
            ("kind", source.kind.rawValue),
        ])
    }

    private static func labels(_ pairs: [(name: String, value: String)]) -> String {
        "{" + pairs.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    /// The format knows three escapes: of the backslash, the double quote and the line feed. It goes by scalars,
    /// because a combining mark or a carriage return would make one character with what stands before it.
    private static func escaped(_ text: String) -> String {
        text.escaping(["\\": "\\\\", "\"": "\\\"", "\n": "\\n"])
    }
}

/// How many copies there are of a source, and how old the newest is.
package struct CopyFigures: Sendable, Equatable {
    package let source: BackupSource
    package let count: Int
    /// When the newest copy was finished, in seconds since 1970; nil when there is none.
    package let newest: Int?

    package init(source: BackupSource, count: Int, newest: Int?) {
        (self.source, self.count, self.newest) = (source, count, newest)
    }
}

/// What is known of a source from earlier runs; for metrics, which tell of all sources and not only of this run's.
package struct PastBackup: Sendable, Equatable {
    /// The source.
    package var source: BackupSource
    /// What the last attempt came to; nil when none is known.
    package var outcome: Outcome?
    /// When its newest complete backup was finished, in seconds since 1970.
    package var lastSuccess: Int?
    /// The size of its newest backup, in bytes.
    package var bytes: Int?
    /// The size of what that decompresses to, in bytes.
    package var rawBytes: Int?
    /// How long that took, in seconds.
    package var seconds: Double?

    /// Makes a record of a source of which nothing is known yet.
    package init(source: BackupSource) { self.source = source }
}
