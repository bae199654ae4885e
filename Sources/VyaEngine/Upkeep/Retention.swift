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
    /// For so long, in seconds, what a `restore --replace` kept of the state before stays.
    package static let safetyCopyAge = 30 * 86_400

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
            RemovalDecision($0, removes: false, $0.keeper ?? "it has no manifest of this program")
        }
        let safety = history.backups.filter { $0.source != nil && $0.isSafetyCopy && $0.isPresent }
            .map { safetyCopy($0, now: now) }
        return withGlobals(decided + safety) + foreign
    }

    /// What a `restore --replace` kept goes by its own age, and counts for nothing else.
    private static func safetyCopy(_ backup: KnownBackup, now: Int) -> RemovalDecision {
        if let keeper = backup.keeper { return RemovalDecision(backup, removes: false, keeper) }
        let days = (now - backup.finishedAt) / 86_400
        return backup.state == .proven && now - backup.finishedAt > safetyCopyAge
            ? RemovalDecision(
                backup, removes: true,
                "a `restore --replace` kept the state before in it, \(Quantity.days(days)) ago")
            : RemovalDecision(
                backup, removes: false,
                "a `restore --replace` kept the state before in it, for \(Quantity.days(safetyCopyAge / 86_400))"
            )
    }

    /// Why nothing of a source may go tonight; nil when something may.
    private static func freeze(
        of backups: [KnownBackup], _ source: BackupSource, _ history: BackupHistory, _ now: Int
    ) -> Message? {
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
        _ backups: [KnownBackup], policy: RetentionPolicy, now: Int, freeze: Message?, allowsMost: Bool
    ) -> [RemovalDecision] {
        // What may not go by itself counts for nothing either: it can be somebody else's.
        let good = backups.filter { $0.isGood && ($0.keeper == nil || $0.isPinned) }
        let kept = reasonsToKeep(good, policy, now: now)
        var plan = backups.map { backup -> RemovalDecision in
            if policy.isEmpty {
                return RemovalDecision(backup, removes: false, "no retention is configured for its entry")
            }
            if let keeper = backup.keeper { return RemovalDecision(backup, removes: false, keeper) }
            guard backup.isGood else {
                let word: Message = backup.suspicions.isEmpty ? backup.state.words : "suspect"
                return RemovalDecision(backup, removes: false, "it is \(word), and does not count")
            }
            if let reason = kept[backup.path] { return RemovalDecision(backup, removes: false, reason) }
            return RemovalDecision(backup, removes: true, "nothing keeps it")
        }
        if let freeze {
            for index in plan.indices { hold(&plan[index], freeze) }
            return plan
        }
        // The oldest first, up to half a night: a mistake is noticed before all is gone, and an excess goes all the same.
        let most = (good.count + 1) / 2
        let going = plan.indices.filter { plan[$0].removes }
        if going.count > most, !allowsMost {
            for index in going.prefix(going.count - most) {
                hold(
                    &plan[index],
                    "\(going.count) of \(good.count) would go at once; up to half go each night, with --yes all"
                )
            }
        }
        return plan
    }

    private static func hold(_ decision: inout RemovalDecision, _ reason: Message) {
        let wasGoing = decision.removes
        decision = RemovalDecision(decision.backup, removes: false, reason)
        decision.isHeldBack = wasGoing
    }

    /// What keeps each good backup, by its path.
    private static func reasonsToKeep(
        _ good: [KnownBackup], _ policy: RetentionPolicy, now: Int
    ) -> [String: Message] {
        var reasons: [String: Message] = [:]
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
        let periods: [(Message, Int, (CivilTime) -> Int)] = [
            ("it is the newest of its day", policy.daily, { $0.daysSince1970 }),
            // Day 0 was a Thursday.
            ("it is the newest of its week", policy.weekly, { ($0.daysSince1970 + 3) / 7 }),
            ("it is the newest of its month", policy.monthly, { $0.year * 12 + $0.month }),
        ]
        for (words, count, number) in periods where count > 0 {
            var seen: Set<Int> = []
            for backup in good where isYoung(backup) {
                guard seen.insert(number(Moment.local(unixSeconds: backup.finishedAt).civil)).inserted
                else { continue }
                if seen.count > count { break }
                reasons[backup.path] = reasons[backup.path] ?? words
            }
        }
        // With an age alone, everything younger stays.
        let onlyAge = policy.newest == nil && policy.daily + policy.weekly + policy.monthly == 0
        if let days = policy.maximumAgeDays, onlyAge {
            for backup in good where isYoung(backup) {
                reasons[backup.path] = reasons[backup.path] ?? "it is younger than \(Quantity.days(days))"
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
