package import VyaCore

/// Decides which backups of a host without an uploader go (`prune`).
///
/// A pure function of the history and the time. Only good backups count and only good ones go: what is damaged,
/// incomplete, suspect, unproven or somebody else's is left for people. The newest good ones of a source stay, however
/// old they are.
package enum Retention {
    /// A clock that is behind the newest backup by more than this, in seconds, is wrong.
    package static let clockTolerance = 3600
    /// When the newest backup is older than this, in seconds, either the clock has jumped or backups have stopped.
    package static let staleAfter = 7 * 86_400

    /// Decides for every backup that lies in a folder.
    ///
    /// `policies` gives the policy of a source's entry. `allowsMost` lets more than half of a source go in one run.
    package static func plan(
        _ history: BackupHistory, now: Int, allowsMost: Bool = false,
        policy: (BackupSource) -> RetentionPolicy
    ) -> [RemovalDecision] {
        let decided = history.bySource.sorted { $0.key < $1.key }.flatMap { source, backups in
            decide(
                backups.filter(\.isPresent), policy: policy(source), now: now,
                freeze: freeze(of: backups, source, history, now), allowsMost: allowsMost)
        }
        let foreign = history.backups.filter { $0.source == nil && $0.isPresent }.map {
            RemovalDecision($0, removes: false, $0.fault ?? "it has no manifest of this program")
        }
        return withGlobals(decided) + foreign
    }

    /// Why nothing of a source may go tonight; nil when something may.
    private static func freeze(
        of backups: [KnownBackup], _ source: BackupSource, _ history: BackupHistory, _ now: Int
    ) -> String? {
        guard let newest = backups.first else { return nil }
        if newest.finishedAt > now + clockTolerance {
            return "the newest backup is of the future: the clock is wrong"
        }
        if history.lastAttemptFailed(of: source) { return "the last run of it failed" }
        if backups.first(where: \.isPresent)?.suspicions.isEmpty == false {
            return "the newest backup is suspect; look at it first"
        }
        return nil
    }

    private static func decide(
        _ backups: [KnownBackup], policy: RetentionPolicy, now: Int, freeze: String?, allowsMost: Bool
    ) -> [RemovalDecision] {
        let good = backups.filter(\.isGood)
        let kept = reasonsToKeep(good, policy, now: now)
        var plan = backups.map { backup -> RemovalDecision in
            if policy.isEmpty {
                return RemovalDecision(backup, removes: false, "no retention is configured for its entry")
            }
            if let freeze { return RemovalDecision(backup, removes: false, freeze) }
            if backup.isPinned { return RemovalDecision(backup, removes: false, "it is pinned") }
            guard backup.isGood else {
                let word = backup.suspicions.isEmpty ? backup.state.rawValue : "suspect"
                return RemovalDecision(backup, removes: false, "it is \(word), and does not count")
            }
            if let reason = kept[backup.path] { return RemovalDecision(backup, removes: false, reason) }
            return RemovalDecision(backup, removes: true, "nothing keeps it")
        }
        let going = plan.count(where: \.removes)
        if going * 2 > good.count, going > 0, !allowsMost {
            for index in plan.indices where plan[index].removes {
                plan[index] = RemovalDecision(
                    plan[index].backup, removes: false,
                    "\(going) of \(good.count) would go at once; with --yes they do")
            }
        }
        return plan
    }

    /// What keeps each good backup, by its path.
    private static func reasonsToKeep(
        _ good: [KnownBackup], _ policy: RetentionPolicy, now: Int
    ) -> [String: String] {
        var reasons: [String: String] = [:]
        for (index, backup) in good.prefix(policy.floor).enumerated() {
            reasons[backup.path] = "it is number \(index + 1) of the newest \(policy.floor)"
        }
        let isStale = good.first.map { now - $0.finishedAt > staleAfter } ?? false
        let isYoung = { (backup: KnownBackup) in
            policy.maximumAgeDays.map { now - backup.finishedAt <= $0 * 86_400 } ?? true
        }
        if isStale, policy.maximumAgeDays != nil {
            for backup in good where reasons[backup.path] == nil {
                reasons[backup.path] =
                    "the newest is over a week old: the clock has jumped or backups have stopped"
            }
        }
        let periods: [(String, Int, (CivilTime) -> Int)] = [
            ("day", policy.daily, { $0.daysSince1970 }),
            // Day 0 was a Thursday.
            ("week", policy.weekly, { ($0.daysSince1970 + 3) / 7 }),
            ("month", policy.monthly, { $0.year * 12 + $0.month }),
        ]
        for (name, count, number) in periods where count > 0 {
            var seen: Set<Int> = []
            for backup in good where isYoung(backup) {
                guard seen.insert(number(Moment.local(unixSeconds: backup.finishedAt).civil)).inserted
                else { continue }
                if seen.count > count { break }
                reasons[backup.path] = reasons[backup.path] ?? "it is the newest of its \(name)"
            }
        }
        // With an age alone, everything younger stays.
        let onlyAge = policy.newest == nil && policy.daily + policy.weekly + policy.monthly == 0
        if let days = policy.maximumAgeDays, onlyAge {
            for backup in good where isYoung(backup) {
                reasons[backup.path] = reasons[backup.path] ?? "it is younger than \(days) days"
            }
        }
        return reasons
    }

    /// Keeps the roles and users that a dump which stays needs to come back.
    private static func withGlobals(_ plan: [RemovalDecision]) -> [RemovalDecision] {
        let needed = Set(
            plan.filter { !$0.removes }.compactMap { disposition -> String? in
                guard let globals = disposition.backup.globals,
                    let slash = disposition.backup.path.lastPlace(of: "/")
                else { return nil }
                return disposition.backup.path[...slash] + globals
            })
        return plan.map { disposition in
            guard disposition.removes, needed.contains(disposition.backup.path) else { return disposition }
            return RemovalDecision(disposition.backup, removes: false, "a dump that stays needs it")
        }
    }
}
