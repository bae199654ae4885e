package import VyaCore

/// What `check` came to; the value that its printers, its mail and the metrics are made from.
package struct HealthReport: Sendable, Equatable {
    /// The schema's name.
    package static let schema = "vya-backup.check/1"

    package var findings: [HealthFinding]
    package let sources: [SourceHealth]
    /// When it was judged, in seconds since 1970.
    package let now: Int

    package init(findings: [HealthFinding], sources: [SourceHealth], now: Int) {
        self.findings = findings
        self.sources = sources
        self.now = now
    }

    /// The worst of all findings.
    package var severity: Severity { findings.map(\.severity).max() ?? .ok }

    /// What is not well, the worst first.
    package var alarms: [HealthFinding] {
        findings.filter { $0.severity != .ok }.sorted { $0.severity > $1.severity }
    }

    /// The first line of a Nagios plugin, at most 4 KiB: verdict, words, and the performance data that fit behind the bar.
    package func nagiosLine(in language: Language = .english) -> String { nagios(language).first }

    /// The lines with the performance data that do not fit into the first one, to be printed below all others.
    package var furtherPerformanceData: [String] { nagios(.english).further }

    private func nagios(_ language: Language) -> (first: String, further: [String]) {
        let words: Message =
            switch alarms.count {
            case 0:
                sources.count == 1 ? "1 source, proven lately" : "\(sources.count) sources, all proven lately"
            case 1: "\(alarms[0].subject): \(alarms[0].message)"
            default:
                "\(alarms[0].subject): \(alarms[0].message) (and \(alarms.count - 1) more)"
            }
        let data = sources.map { source in
            let label = NagiosLine.label(source.source.title)
            return
                "'\(label) age'=\(source.age.map { "\($0)s" } ?? "U") '\(label) size'=\(source.bytes)B"
        }
        return NagiosLine.lines(severity, words.said(in: language), data: data)
    }

    /// The report as the document that `check --json` prints.
    package var json: JSONValue {
        .object([
            .init("schema", .string(HealthReport.schema)),
            .init("checked_at", .string(Moment.local(unixSeconds: now).rfc3339)),
            .init("severity", .string(severity.word)), .init("exit_status", .int(Int(severity.rawValue))),
            .init("findings", .array(findings.map(\.json))), .init("sources", .array(sources.map(\.json))),
        ])
    }
}
