import VyaCatalog
package import VyaCore

/// Looks back over the last days of a host's backups; a pure function of its inputs, which `report` gathers.
package struct OverviewBuilder: Sendable {
    /// How many days are looked at, today included.
    package static let days = 90

    private let history: BackupHistory
    private let health: HealthReport
    private let folders: [FolderSpace]
    private let host: String
    /// Places a number of seconds since 1970 in the zone whose days are shown.
    private let local: @Sendable (Int) -> Moment

    /// Prepares a look at a history and what `check` says of it, at the time of that judgement.
    package init(
        _ history: BackupHistory, health: HealthReport, folders: [FolderSpace] = [], host: String,
        local: @escaping @Sendable (Int) -> Moment = { Moment.local(unixSeconds: $0) }
    ) {
        (self.history, self.health, self.folders) = (history, health, folders)
        (self.host, self.local) = (host, local)
    }

    package func overview() -> Overview {
        let bySource = history.bySource
        let recent = bySource.filter { $0.value.contains { isShown(day(of: $0.finishedAt)) } }.keys
        let sources = Set(health.sources.map(\.source)).union(recent).sorted()
        let alarms = health.alarms
        let levels = Dictionary(
            alarms.map { ($0.subject.description, level($0.severity)) }, uniquingKeysWith: max)
        return Overview(
            host: host, now: local(health.now), days: calendar(),
            sources: sources.map { source($0, bySource[$0] ?? [], levels[$0.title] ?? .good) },
            places: folders.map(place),
            alarms: alarms.map {
                Overview.Alarm(
                    code: $0.code, level: level($0.severity), subject: $0.subject, message: $0.message,
                    remedy: $0.remedy)
            })
    }

    // MARK: Days

    private var today: Int { day(of: health.now) }

    private var firstDay: Int { today - OverviewBuilder.days + 1 }

    /// The day of a time, counted from 1970-01-01 in local time.
    private func day(of seconds: Int) -> Int { local(seconds).civil.daysSince1970 }

    private func isShown(_ day: Int) -> Bool { day >= firstDay && day <= today }

    /// What was backed up, or should have been: a source, an entry as a whole, or a file without a manifest.
    private enum Subject: Hashable {
        case source(BackupSource)
        case entry(EntryID)
        case file(String)
    }

    private func calendar() -> [Overview.Day] {
        let outcomes = outcomesByDay()
        let firstKnown = (history.backups.map(\.finishedAt) + history.attempts.map(\.at)).min().map(day(of:))
        return (firstDay...today).map { number in
            let all = (outcomes[number] ?? [:]).values
            let failed = all.count { $0 >= .incomplete }
            let remarked = all.count { $0 == .warning }
            let level: Overview.Level? =
                all.isEmpty ? nil : failed > 0 ? .bad : remarked > 0 ? .attention : .good
            return Overview.Day(
                date: CivilTime(secondsSince1970: number * 86_400), level: level,
                isOpen: level == nil && (number == today || firstKnown.map { number < $0 } ?? true),
                made: all.count - failed, remarked: remarked, failed: failed)
        }
    }

    /// What each day came to in the end: a second try that went well makes up for the first.
    private func outcomesByDay() -> [Int: [Subject: Outcome]] {
        var result: [Int: [Subject: Outcome]] = [:]
        // A catalog that was made anew knows of no attempts, and the backups speak for themselves.
        for backup in history.backups.reversed() {
            let subject = backup.source.map { Subject.source($0) } ?? .file(backup.path)
            result[day(of: backup.finishedAt), default: [:]][subject] = outcome(of: backup)
        }
        for attempt in history.attempts.reversed() {
            let subject = attempt.source.map { Subject.source($0) } ?? .entry(attempt.entry)
            result[day(of: attempt.at), default: [:]][subject] = attempt.outcome
        }
        // Whatever the run said: this one cannot be restored.
        for backup in history.backups where backup.state == .damaged && backup.isPresent {
            guard let source = backup.source else { continue }
            result[day(of: backup.finishedAt), default: [:]][.source(source)] = .failure
        }
        return result
    }

    private func outcome(of backup: KnownBackup) -> Outcome {
        switch backup.state {
        case .proven: backup.suspicions.isEmpty ? .success : .warning
        case .incomplete: .incomplete
        case .damaged: .failure
        case .unproven, .legacy, .untrusted: .warning
        }
    }

    // MARK: Sources and places

    private func source(
        _ source: BackupSource, _ backups: [KnownBackup], _ level: Overview.Level
    ) -> Overview.Source {
        let present = backups.filter(\.isPresent)
        let drilled = backups.filter { $0.drilledAt != nil }.max { ($0.drilledAt ?? 0) < ($1.drilledAt ?? 0) }
        // Oldest first, so that the last of a day stays.
        var points: [Int: Overview.Point] = [:]
        for backup in backups.reversed() where backup.state == .proven || backup.state == .incomplete {
            let number = day(of: backup.finishedAt)
            guard isShown(number) else { continue }
            points[number] = Overview.Point(
                day: number - firstDay, bytes: backup.bytes, seconds: backup.seconds)
        }
        return Overview.Source(
            source: source, level: level,
            newest: SourceCopies(backups).newest.map { local($0.finishedAt) },
            points: points.values.sorted { $0.day < $1.day }, present: present.count,
            presentBytes: present.reduce(0) { $0 + $1.bytes },
            taken: backups.count { $0.confirmedAt != nil }, drilled: drilled?.drilledAt.map(local),
            drillPassed: drilled?.drillPassed)
    }

    private func place(_ folder: FolderSpace) -> Overview.Place {
        let inside = history.backups.filter { $0.isPresent && $0.path.begins(with: folder.path + "/") }
        return Overview.Place(
            path: folder.path, backups: inside.count, bytes: inside.reduce(0) { $0 + $1.bytes },
            freeBytes: folder.freeBytes, fault: folder.fault)
    }

    private func level(_ severity: Severity) -> Overview.Level {
        switch severity {
        case .ok: .good
        case .warning: .attention
        case .unknown, .critical: .bad
        }
    }
}
