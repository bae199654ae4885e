import VyaCatalog
package import VyaCore

/// Judges the backups of a host by what lies in its folders and in the catalog, never by what a run said of itself.
///
/// A pure function of its inputs; `check` gathers them.
package struct HealthCheck: Sendable {
    /// For so long after its last backup a source that no run tries any more is talked about, in seconds.
    private static let retirement = 7 * 86_400

    private let history: BackupHistory
    private let entries: [ExpectedEntry]
    private let folders: [FolderSpace]
    /// True when the configuration declares how the uploader confirms.
    private let confirms: Bool
    /// When the system was started, in seconds since 1970; nil when nobody knows.
    private let startedAt: Int?
    /// What retention decides about the backups that lie there; empty where nothing prunes by itself.
    private let retention: [RemovalDecision]
    private let now: Int

    /// Prepares a judgement; `now` is in seconds since 1970.
    package init(
        _ history: BackupHistory, entries: [ExpectedEntry], folders: [FolderSpace] = [],
        confirms: Bool = false, startedAt: Int? = nil, retention: [RemovalDecision] = [], now: Int
    ) {
        self.history = history
        self.entries = entries
        self.folders = folders
        self.confirms = confirms
        self.startedAt = startedAt
        self.retention = retention
        self.now = now
    }

    package func judge() -> HealthReport {
        let all = history.bySource
        var findings: [HealthFinding] = []
        var sources: [SourceHealth] = []
        for entry in entries {
            let own = all.filter { $0.key.entry == entry.id }
            let expected = expectedSources(of: entry, own)
            if expected.isEmpty {
                findings.append(
                    HealthFinding(
                        "check.never", .critical, "\(entry.id) \(entry.dbms.printable)",
                        "there is no proven backup of it, and never was",
                        remedy: "run: vya-backup run --id \(entry.id)"))
            }
            for source in expected {
                let backups = own[source] ?? []
                let health = SourceHealth(source, backups, now: now)
                sources.append(health)
                findings += judge(health, backups, entry.thresholds)
            }
            findings += retired(own, expected)
        }
        findings += history.backups.filter(\.isPresent).compactMap(untrusted)
        findings += unowned()
        for folder in folders { findings += judge(folder) }
        return HealthReport(findings: findings, sources: sources, now: now)
    }

    /// The sources that the newest run of an entry tried, and those that its list names.
    private func expectedSources(
        of entry: ExpectedEntry, _ own: [BackupSource: [KnownBackup]]
    ) -> [BackupSource] {
        let listed = entry.names.map { name in
            own.keys.first { $0.database == name && $0.kind != .globals }
                ?? BackupSource(
                    entry: entry.id, dbms: entry.dbms, kind: entry.dbms == "files" ? .files : .dump,
                    database: name)
        }
        let full = history.attempts.filter { $0.entry == entry.id && !$0.isPartial }
        let newestRun = full.first { $0.source != nil }?.runID
        let tried = Set(full.filter { $0.runID == newestRun }.compactMap(\.source))
        // What was made within its age is expected still, if it was not made by way of exception.
        let recent = own.filter { source, backups in
            entry.selects(source)
                && backups.first.map { now - $0.finishedAt <= entry.thresholds.maximumAgeHours * 3600 }
                    ?? false
        }
        let known = newestRun == nil ? Set(own.keys.filter(entry.selects)) : tried.union(recent.keys)
        return known.union(listed).sorted()
    }

    private func judge(
        _ health: SourceHealth, _ backups: [KnownBackup], _ thresholds: CheckThresholds
    ) -> [HealthFinding] {
        let (source, subject) = (health.source, health.source.title)
        var findings: [HealthFinding] = []
        func add(_ code: ErrorCode, _ severity: Severity, _ message: Message, _ remedy: Message) {
            findings.append(HealthFinding(code, severity, subject, message, remedy: remedy))
        }
        let again: Message = "run: vya-backup run --id \(source.entry)"
        let copies = SourceCopies(backups)
        findings += judgeLost(copies, subject)
        guard let age = health.age else {
            if copies.proven.isEmpty {
                add("check.never", .critical, "there is no proven backup of it, and never was", again)
            } else if let hope = copies.hopes.first, now - hope.finishedAt > thresholds.maximumAgeHours * 3600
            {
                add(
                    "check.age", .critical,
                    "even what is assumed to be elsewhere is \(Self.words(now - hope.finishedAt)) old", again)
            }
            return findings
        }
        if age > thresholds.maximumAgeHours * 3600 {
            add(
                "check.age", .critical,
                "the newest copy of it is \(Self.words(age)) old, more than \(Quantity.hours(thresholds.maximumAgeHours))",
                again)
        } else if age < -Retention.clockTolerance {
            add(
                "check.future", .critical, "the newest backup is \(Self.words(-age)) in the future",
                "set the clock of this host")
        } else if history.lastAttemptFailed(of: source) {
            add(
                "check.failed", .warning,
                "the last run of it failed, the one before is \(Self.words(age)) old", again)
        }
        if let newest = copies.proven.first {
            if let ratio = health.sizeRatio, ratio < thresholds.minimumSizeRatio {
                add(
                    "check.size", .warning,
                    "the newest backup is \(Int((ratio * 100).rounded())) % of the usual size",
                    "look whether data are missing; then `vya-backup verify --id \(source.entry) --latest`")
            }
            if !newest.suspicions.isEmpty {
                add(
                    "check.suspect", .warning,
                    "the newest backup is suspect: \(newest.suspicions.joined(separator: "; "))",
                    "look whether that was meant; the next backup is compared with this one")
            }
        }
        if health.redundancy < thresholds.minimumRedundancy {
            add(
                "check.redundancy", .warning,
                "there are \(health.redundancy) copies of it, fewer than \(thresholds.minimumRedundancy)",
                again)
        }
        if let days = thresholds.maximumDrillAgeDays, source.kind != .globals,
            health.drillAge.map({ $0 > days * 86_400 }) ?? true
        {
            add(
                "check.drill", .warning,
                health.drillAge.map { "its last drill was \(Self.words($0)) ago" } ?? "it was never drilled",
                "run: vya-backup verify --id \(source.entry) --latest --restore")
        }
        if backups.contains(where: {
            $0.drillPassed == false && $0.drilledAt == backups.compactMap(\.drilledAt).max()
        }) {
            add("check.drill-failed", .critical, "its last drill failed", "look at its .proof.json file")
        }
        findings += judgeFiles(backups, subject, thresholds)
        if findings.isEmpty {
            findings.append(
                HealthFinding(
                    "check.ok", .ok, subject,
                    copies.newest?.place == .here
                        ? "proven \(Self.words(age)) ago, here"
                        : "proven \(Self.words(age)) ago, and uploaded"
                ))
        }
        return findings
    }

    /// What is newer than the newest copy and has gone, and what has gone unseen since yesterday: one line for all.
    private func judgeLost(_ copies: SourceCopies, _ subject: String) -> [HealthFinding] {
        let unseen = copies.proven.filter {
            $0.place == .gone && $0.removedBy == RemovalBasis.others.rawValue
                && now - ($0.removedAt ?? 0) < 86_400
        }
        let lost = copies.lost.filter { $0.place == .gone }
        if let newest = lost.first ?? unseen.first {
            let others = unseen.count { $0.path != newest.path }
            let rest: Message = others > 0 ? ", and \(others) more" : ""
            let left: Message =
                copies.newest.map { ", and the newest copy is \(Self.words(now - $0.finishedAt)) old" }
                ?? ", and there is no other copy"
            let (cause, remedy) = cause(of: newest)
            return [
                HealthFinding(
                    "check.vanished", .critical, subject,
                    "\(newest.path.printable) has gone\(rest): \(cause)\(left)", remedy: remedy)
            ]
        }
        guard let hope = copies.hopes.first else { return [] }
        return [
            HealthFinding(
                "check.assumed", .warning, subject,
                """
                \(hope.path.printable) was released by its age: that the uploader has it is assumed, and \
                counts as no copy
                """,
                remedy:
                    "declare uploader.confirm in the configuration, so that cleanup asks before it removes")
        ]
    }

    /// What made a file go, as far as one can know, and what to do.
    private func cause(of backup: KnownBackup) -> (Message, remedy: Message) {
        let again: Message = backup.source.map { "; run: vya-backup run --id \($0.entry)" } ?? ""
        switch backup.removedBy.flatMap(RemovalBasis.init(rawValue:)) {
        case .ordered:
            return (
                "`cleanup --all` removed it, and nothing has confirmed that the uploader had it",
                "look whether the uploader has it\(again)"
            )
        case .retention: return ("`prune` removed it", "look at retention in the configuration\(again)")
        default: break
        }
        let isTemporary = ["/tmp", "/run", "/dev/shm"].contains { PlacesDiagnosis.holds($0, backup.folder) }
        if isTemporary, let startedAt, startedAt > backup.finishedAt {
            return (
                """
                this host was started \(Self.words(now - startedAt)) ago, and \(backup.folder.printable) \
                does not outlive that
                """,
                "put the backups into a folder that outlives a start, such as /var/backups\(again)"
            )
        }
        return (
            "not by this program, within \(Self.words((backup.removedAt ?? now) - backup.finishedAt)) after it was made",
            "look for an `rm` in the crontabs; `vya-backup cleanup` takes its place\(again)"
        )
    }

    /// Backups of which only the operator knows whether they are this host's: one line for each maker.
    private func unowned() -> [HealthFinding] {
        var makers: [String: Int] = [:]
        for case .renamed(let name) in history.backups.filter(\.isPresent).map(\.ownership) {
            makers[name, default: 0] += 1
        }
        return makers.sorted { $0.key < $1.key }.map { name, count in
            HealthFinding(
                "check.renamed", .warning, "host \(name.printable)",
                "\(count) backups were made when this host had that name, or by a copy of it: they are never removed",
                remedy: "if they are this host's: vya-backup catalog adopt \(ShellWord.quoted(name))")
        }
    }

    /// What is wrong with single files: damaged, held back, not taken.
    private func judgeFiles(
        _ backups: [KnownBackup], _ subject: String, _ thresholds: CheckThresholds
    ) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        for backup in backups where backup.isPresent && backup.state == .damaged {
            findings.append(
                HealthFinding(
                    "check.damaged", .critical, subject,
                    "\(backup.path.printable) has another size than its manifest says",
                    remedy: "run: vya-backup verify \(ShellWord.quoted(backup.path))"))
        }
        let limit = thresholds.maximumUnconfirmedHours * 3600
        let waiting = backups.filter {
            $0.isPresent && $0.confirmedAt == nil && $0.state == .proven && now - $0.finishedAt > limit
        }
        let held = retention.filter { decision in
            decision.isHeldBack && backups.contains { $0.path == decision.backup.path }
        }
        if let first = held.first {
            findings.append(
                HealthFinding(
                    "check.held-back", .warning, subject,
                    "retention would remove \(held.count) of its backups, and holds them back: \(first.reason)",
                    remedy: "run: vya-backup prune --dry-run --explain"))
        }
        if confirms, let oldest = waiting.last {
            findings.append(
                HealthFinding(
                    "check.upload", .critical, subject,
                    """
                    the uploader has not taken \(waiting.count) of its backups, the oldest for \
                    \(Self.words(now - oldest.finishedAt))
                    """,
                    remedy: "look at the uploader; `vya-backup cleanup --dry-run --explain` shows each file"))
        }
        return findings
    }

    /// What is wrong with a file of which nothing is believed.
    private func untrusted(_ backup: KnownBackup) -> HealthFinding? {
        backup.fault.map { fault in
            HealthFinding(
                "check.untrusted", .critical, backup.path.printable, fault,
                remedy:
                    "run: vya-backup verify \(ShellWord.quoted(backup.path)); move away what you did not put there"
            )
        }
    }

    /// Sources that were backed up until lately and that the newest run left out.
    private func retired(
        _ own: [BackupSource: [KnownBackup]], _ expected: [BackupSource]
    ) -> [HealthFinding] {
        own.filter { source, backups in
            !expected.contains(source) && wasExpected(source)
                && backups.first.map { now - $0.finishedAt <= Self.retirement } ?? false
        }.keys.sorted().map { source in
            HealthFinding(
                "check.scope", .warning, source.title,
                "it was backed up until lately, and the last run did not try it",
                remedy: "look whether it was dropped, renamed or taken out of the configuration")
        }
    }

    /// False for what was only ever made by way of exception, with `run --database`.
    private func wasExpected(_ source: BackupSource) -> Bool {
        let attempts = history.attempts.filter { $0.source == source }
        return attempts.isEmpty || attempts.contains { !$0.isPartial }
    }

    private func judge(_ folder: FolderSpace) -> [HealthFinding] {
        if let fault = folder.fault {
            return [
                HealthFinding(
                    "check.folder", .critical, folder.path.printable, fault,
                    remedy: "run: vya-backup doctor")
            ]
        }
        guard let free = folder.freeBytes else { return [] }
        let inside = history.backups.filter {
            $0.path.begins(with: folder.path + "/") && $0.state != .legacy && $0.state != .untrusted
        }
        // What one night writes: the newest of each source.
        var newest: [BackupSource: Int] = [:]
        for backup in inside {
            if let source = backup.source, newest[source] == nil { newest[source] = backup.bytes }
        }
        let night = newest.values.reduce(0, +)
        guard night > 0 else { return [] }
        let week = now - 7 * 86_400
        let added = inside.filter { $0.finishedAt > week }.reduce(0) { $0 + $1.bytes }
        let removed = inside.filter { ($0.removedAt ?? 0) > week }.reduce(0) { $0 + $1.bytes }
        let growth = max(0, added - removed) / 7
        if free < night + night / 5 {
            return [
                HealthFinding(
                    "check.space", .critical, folder.path.printable,
                    "the next backups need about \(night / 1_048_576) MiB, and \(free / 1_048_576) MiB are free",
                    remedy: "make room, or run: vya-backup cleanup, or vya-backup prune")
            ]
        }
        let days = growth > 0 ? free / growth : Int.max
        guard let limit = entries.map(\.thresholds.minimumDiskDays).max(), days < limit else { return [] }
        return [
            HealthFinding(
                "check.space", .warning, folder.path.printable,
                "full in \(Quantity.days(days)) at the rate of this week",
                remedy: "make room, or let `vya-backup cleanup` or `prune` run every day")
        ]
    }

    /// A duration in the words of an alarm: `26 h`, `4 days`.
    private static func words(_ seconds: Int) -> Message {
        let hours = seconds / 3600
        if hours >= 48 { return Quantity.days(hours / 24) }
        return hours >= 1 ? "\(hours) h" : "\(max(0, seconds) / 60) min"
    }
}

/// What a folder of backups has room for.
package struct FolderSpace: Sendable, Equatable {
    /// The absolute path.
    package let path: String
    /// The bytes that may still be written to its file system; nil when nobody could tell.
    package let freeBytes: Int?
    /// Why it cannot be used; nil when it can.
    package let fault: Message?

    package init(path: String, freeBytes: Int?, fault: Message? = nil) {
        self.path = path
        self.freeBytes = freeBytes
        self.fault = fault
    }
}

/// An entry that is to be backed up, as `check` has to know it.
package struct ExpectedEntry: Sendable, Equatable {
    package let id: EntryID
    package let dbms: String
    /// The names of `db_list` that are no globs: these have to be there, whatever the past held.
    package let names: [ExactName]
    package let thresholds: CheckThresholds
    private let databases: [ExactName]
    private let ignored: [ExactName]

    /// `databases` and `ignored` are the entry's lists as they are; both empty mean every database.
    package init(
        id: EntryID, dbms: String, names: [ExactName] = [], databases: [ExactName] = [],
        ignored: [ExactName] = [], thresholds: CheckThresholds = .init()
    ) {
        self.id = id
        self.dbms = dbms
        self.names = names
        (self.databases, self.ignored) = (databases, ignored)
        self.thresholds = thresholds
    }

    /// True for what a run of the whole entry takes, as far as its lists tell.
    func selects(_ source: BackupSource) -> Bool {
        switch source.kind {
        case .globals: true
        case .files: databases.isEmpty || databases.contains(source.database)
        case .dump: Glob.selection(of: databases, without: ignored)(source.database)
        }
    }
}
