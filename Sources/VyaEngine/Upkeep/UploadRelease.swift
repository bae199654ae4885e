/// Decides which backups have left the host, so that their local files can go (`cleanup`).
///
/// A pure function of the history and the time.
package enum UploadRelease {
    /// What the operator has declared and asked for.
    package struct Rule: Sendable, Equatable {
        /// The age after which a backup counts as taken where nothing can confirm it, in hours.
        package var minimumAgeHours: Int
        /// True when the uploader's confirmation is declared: then nothing else releases a backup.
        package var isConfirmed: Bool
        /// Removes all own files, whatever the uploader did.
        package var takesAll: Bool
        /// Also removes files of the Python program.
        package var takesLegacy: Bool

        /// Makes a rule; by default it is age alone, four hours.
        package init(
            minimumAgeHours: Int = 4, isConfirmed: Bool = false, takesAll: Bool = false,
            takesLegacy: Bool = false
        ) {
            self.minimumAgeHours = minimumAgeHours
            self.isConfirmed = isConfirmed
            self.takesAll = takesAll
            self.takesLegacy = takesLegacy
        }
    }

    /// Decides for every backup that lies in a folder.
    package static func plan(_ history: BackupHistory, rule: Rule, now: Int) -> [RemovalDecision] {
        let present = history.backups.filter(\.isPresent)
        // A clock that has jumped makes everything look old; only a confirmation is believed then.
        let newest = present.first { $0.source != nil }?.finishedAt
        let isDoubtful = newest.map { now - $0 > Retention.staleAfter || $0 > now + Retention.clockTolerance }
        return present.map { decide($0, rule, now, clockIsDoubtful: isDoubtful ?? false) }
    }

    private static func decide(
        _ backup: KnownBackup, _ rule: Rule, _ now: Int, clockIsDoubtful: Bool
    ) -> RemovalDecision {
        func keep(_ reason: String) -> RemovalDecision { RemovalDecision(backup, removes: false, reason) }
        func remove(_ reason: String) -> RemovalDecision { RemovalDecision(backup, removes: true, reason) }
        let hours = max(0, now - backup.finishedAt) / 3600
        switch backup.state {
        case .legacy:
            guard rule.takesLegacy else {
                return keep("the Python program made it; --legacy takes such files")
            }
            return hours >= rule.minimumAgeHours
                ? remove("the Python program made it, \(hours) hours ago")
                : keep("it is younger than \(rule.minimumAgeHours) hours")
        case .unproven: return keep("it has no manifest, so nothing says that it is complete")
        case .damaged: return keep("it is damaged; look at it first")
        case .untrusted: return keep(backup.fault ?? "nothing of it is believed")
        case .proven, .incomplete: break
        }
        if backup.isPinned { return keep("it is pinned") }
        if rule.takesAll { return remove("--all takes every file of this program") }
        if backup.confirmedAt != nil { return remove("the uploader has confirmed it") }
        if rule.isConfirmed { return keep("the uploader has not confirmed it") }
        if clockIsDoubtful {
            return keep("the newest backup is over a week old or of the future: the clock is in doubt")
        }
        return hours >= rule.minimumAgeHours
            ? remove("it is \(hours) hours old, and nothing is declared that could confirm the upload")
            : keep(
                "it is younger than \(rule.minimumAgeHours) hours, so that the uploader may not have it yet")
    }
}
