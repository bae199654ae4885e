import VyaCatalog
import VyaCore

/// Decides which backups have left the host, so that their local files can go (`cleanup`).
///
/// A pure function of the history and the time.
package enum UploadRelease {
    /// What the operator has declared and asked for.
    package struct Rule: Sendable, Equatable {
        /// The age after which a backup is assumed to be taken where nothing can confirm it, in hours.
        package var minimumAgeHours: Int
        /// The folders that the uploader looks into: from nowhere else a backup is released by its age.
        package var watched: [String]
        /// True when the uploader's confirmation is declared: then nothing else releases a backup.
        package var isConfirmed: Bool
        /// Removes all own files, whatever the uploader did.
        package var takesAll: Bool
        /// Also removes files of the Python program.
        package var takesLegacy: Bool
        /// True when the clock has jumped, so that no age is believed.
        package var clockIsDoubtful: Bool
        /// The files of the Python program that the uploader has confirmed.
        package var confirmedLegacy: Set<String>

        /// Makes a rule; by default nothing is declared, so that nothing is released.
        package init(
            minimumAgeHours: Int = 4, watched: [String] = [], isConfirmed: Bool = false,
            takesAll: Bool = false,
            takesLegacy: Bool = false, clockIsDoubtful: Bool = false, confirmedLegacy: Set<String> = []
        ) {
            self.minimumAgeHours = minimumAgeHours
            self.watched = watched
            self.isConfirmed = isConfirmed
            self.takesAll = takesAll
            self.takesLegacy = takesLegacy
            self.clockIsDoubtful = clockIsDoubtful
            self.confirmedLegacy = confirmedLegacy
        }
    }

    /// Decides for every backup that lies in a folder.
    package static func plan(_ history: BackupHistory, rule: Rule, now: Int) -> [RemovalDecision] {
        let present = history.backups.filter(\.isPresent)
        // A clock that has jumped makes everything look old; only a confirmation is believed then.
        let newest = present.first { $0.source != nil }?.finishedAt
        let isDoubtful = newest.map { now - $0 > Retention.staleAfter || $0 > now + Retention.clockTolerance }
        var rule = rule
        rule.clockIsDoubtful = rule.clockIsDoubtful || isDoubtful ?? false
        return present.map { decide($0, rule, now) }
    }

    private static func decide(_ backup: KnownBackup, _ rule: Rule, _ now: Int) -> RemovalDecision {
        func keep(_ reason: Message) -> RemovalDecision { RemovalDecision(backup, removes: false, reason) }
        func remove(_ reason: Message, by basis: RemovalBasis) -> RemovalDecision {
            RemovalDecision(backup, removes: true, reason, by: basis)
        }
        let isLegacy = backup.state == .legacy
        switch backup.state {
        case .legacy where !rule.takesLegacy:
            return keep("the Python program made it; --legacy takes such files")
        case .unproven: return keep("it has no manifest, so nothing says that it is complete")
        case .damaged: return keep("it is damaged; look at it first")
        case .untrusted: return keep(backup.fault ?? "nothing of it is believed")
        case .proven, .incomplete, .legacy: break
        }
        if let keeper = backup.keeper { return keep(keeper) }
        if rule.takesAll, !isLegacy { return remove("--all takes every file of this program", by: .ordered) }
        if backup.confirmedAt != nil || rule.confirmedLegacy.contains(backup.path) {
            return remove("the uploader has confirmed it", by: .confirmed)
        }
        if rule.isConfirmed { return keep("the uploader has not confirmed it") }
        guard rule.watched.contains(where: { PlacesDiagnosis.holds($0, backup.folder) }) else {
            return keep(
                "the uploader does not look into \(backup.folder.printable), so that nothing takes it away")
        }
        if rule.clockIsDoubtful {
            return keep(
                """
                the clock is in doubt: it has jumped since the last run, or the newest backup is over a \
                week old or of the future
                """)
        }
        let hours = max(0, now - backup.finishedAt) / 3600
        return hours >= rule.minimumAgeHours
            ? remove(
                "it is \(Quantity.hours(hours)) old, so that the uploader is assumed to have it; nothing can confirm that",
                by: .assumed)
            : keep(
                "it is younger than \(Quantity.hours(rule.minimumAgeHours)), so that the uploader may not have it yet"
            )
    }
}
