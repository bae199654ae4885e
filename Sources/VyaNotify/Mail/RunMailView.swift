import VyaCore

/// What the templates of a run's mail show, as text that is ready to be shown.
///
/// Stored members are read by name from `Templates/run.*.mustache`; computed ones would not be found. A name that is nil in an inner value would be looked
/// up in the outer ones, so the templates ask for optional members with a leading dot.
struct RunMailView {
    struct Fact {
        let name: String
        let value: String
    }

    struct Failure {
        let about: String
        let badge: String
        let color: String
        /// What the style sheet knows the colour by.
        let mark: Substring
        let cause: String?
        let missing: [String]
        let hasMissing: Bool
        let details: [String]
        let hints: [String]
        let hasDetails: Bool
    }

    struct Notice {
        let about: String
        let lines: [String]
    }

    struct Group {
        let heading: String
        let rows: [Row]
    }

    struct Row {
        let name: String
        let kind: String
        let badge: String
        let color: String
        let mark: Substring
        /// What was made, compressed and not; nil when there is no file.
        let sizes: String?
        let size: String
        let rawSize: String
        let duration: String
        let path: String?
        let digest: String?
    }

    let words: Wording
    let subject: String
    let badge: String
    let color: String
    let verdict: String
    let note: String?
    let facts: [Fact]
    let failures: [Failure]
    let hasFailures: Bool
    let notices: [Notice]
    let hasNotices: Bool
    let groups: [Group]
}

extension RunMailView {
    /// Prepares a report; `note` stands below the verdict.
    init(_ report: RunReport, subject: String, words: Wording, note: String?) {
        let quantity = LocalizedQuantity(words.language)
        let verdict = Verdict(report)
        self.words = words
        self.subject = subject
        self.note = note
        self.verdict = verdict.sentence(in: words.language)
        let shownOutcome = report.outcome == .incomplete ? .failure : report.outcome
        badge = words.label(shownOutcome)
        color = RunMailView.color(shownOutcome)
        facts = RunMailView.facts(report, verdict, words, quantity)
        failures = report.entries.flatMap { RunMailView.failures(of: $0, words) }
        hasFailures = !failures.isEmpty
        notices = RunMailView.notices(report, words)
        hasNotices = !notices.isEmpty
        groups = report.entries.map { entry in
            Group(
                heading: RunMailView.title(entry),
                rows: entry.backups.map { RunMailView.row($0, words, quantity) })
        }
    }

    /// `#2 mysql 192.168.40.134`.
    private static func title(_ entry: EntryReport) -> String {
        "#\(entry.id) \(entry.dbms)\(entry.host.map { " " + $0 } ?? "")".shown(atMost: 200)
    }

    private static func color(_ outcome: Outcome) -> String {
        switch outcome {
        case .success, .planned: "#1a7f37"
        case .warning: "#9a6700"
        case .incomplete, .failure: "#cf222e"
        }
    }

    private static func facts(
        _ report: RunReport, _ verdict: Verdict, _ words: Wording, _ quantity: LocalizedQuantity
    ) -> [Fact] {
        let took =
            report.seconds ?? Double(report.finishedAt.unixSeconds - report.startedAt.unixSeconds)
        let bytes = report.backups.compactMap(\.bytes).reduce(0, +)
        let raw = report.backups.compactMap(\.rawBytes).reduce(0, +)
        return [
            Fact(name: words.host, value: report.host.shown(atMost: 100)),
            Fact(name: words.run, value: report.runID.shown(atMost: 100)),
            Fact(name: words.started, value: report.startedAt.readable),
            Fact(
                name: words.finished,
                value: "\(report.finishedAt.readable) (\(quantity.duration(max(0, took))))"),
            Fact(
                name: words.total,
                value: "\(verdict.made)/\(verdict.total) · \(quantity.size(bytes)) · "
                    + "\(words.rawSize.lowercased()): \(quantity.size(raw))"),
        ]
    }

    private static func failures(of entry: EntryReport, _ words: Wording) -> [Failure] {
        var result: [Failure] = []
        if let error = entry.error {
            result.append(failure(title(entry), .failure, error, missing: [], words))
        } else if entry.backups.isEmpty {
            result.append(failure(title(entry), .failure, nil, missing: [], words))
        }
        for backup in entry.backups where backup.outcome >= .incomplete {
            let about = title(entry) + ": " + backup.database.text.shown(atMost: 200)
            result.append(failure(about, backup.outcome, backup.error, missing: backup.shortfalls, words))
        }
        return result
    }

    private static func failure(
        _ about: String, _ outcome: Outcome, _ error: Explanation?, missing: [Message], _ words: Wording
    ) -> Failure {
        let cause = error?.message.said(in: words.language).shown() ?? (missing.isEmpty ? words.noCause : nil)
        // The end of what a tool said holds the reason, the start of a list of files is as good as its end.
        let details = (error?.details ?? []).suffix(20).said(in: words.language).map { $0.shown(atMost: 500) }
        return Failure(
            about: about, badge: words.label(outcome), color: color(outcome),
            mark: color(outcome).dropFirst(), cause: cause,
            missing: first(50, of: missing, words), hasMissing: !missing.isEmpty, details: details,
            hints: first(10, of: error?.hints ?? [], words), hasDetails: !details.isEmpty)
    }

    private static func notices(_ report: RunReport, _ words: Wording) -> [Notice] {
        var result: [Notice] = []
        func add(_ about: String, _ lines: [Message]) {
            if !lines.isEmpty { result.append(Notice(about: about, lines: first(20, of: lines, words))) }
        }
        add(words.wholeRun, report.warnings)
        for entry in report.entries {
            add(title(entry), entry.warnings)
            for backup in entry.backups {
                add(title(entry) + ": " + backup.database.text.shown(atMost: 200), backup.warnings)
            }
        }
        return result
    }

    /// The first lines, and how many there are beyond them.
    private static func first(_ count: Int, of lines: [Message], _ words: Wording) -> [String] {
        let shown = lines.prefix(count).said(in: words.language).map { $0.shown(atMost: 500) }
        return lines.count > count ? shown + [words.more(lines.count - count)] : shown
    }

    private static func row(_ backup: BackupReport, _ words: Wording, _ quantity: LocalizedQuantity) -> Row {
        Row(
            name: backup.database.text.shown(atMost: 200), kind: words.label(backup.kind),
            badge: words.label(backup.outcome), color: color(backup.outcome),
            mark: color(backup.outcome).dropFirst(),
            sizes: backup.bytes.map { bytes in
                "\(words.size) \(quantity.size(bytes))"
                    + (backup.rawBytes.map { " · \(words.rawSize) \(quantity.size($0))" } ?? "")
            },
            size: backup.bytes.map(quantity.size) ?? "-", rawSize: backup.rawBytes.map(quantity.size) ?? "-",
            duration: quantity.duration(backup.seconds), path: backup.file?.shown(),
            digest: backup.sha256.map { String($0.prefix(12)) })
    }
}
