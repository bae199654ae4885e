package import VyaCatalog
package import VyaCore

/// The backups of the past, newest first, as the folders and the catalog together know them.
///
/// What lies in a folder is taken from the folder; the catalog adds what the folder cannot tell: what has gone, what
/// the uploader has confirmed, what was drilled.
package struct BackupHistory: Sendable {
    /// The backups, newest first.
    package let backups: [KnownBackup]
    /// What runs came to, newest first.
    package let attempts: [CatalogedAttempt]

    /// Merges both; `pinned` are the paths of backups that are to be kept.
    package init(
        listed: [ListedArtifact], cataloged: [CatalogedArtifact] = [], attempts: [CatalogedAttempt] = [],
        pinned: Set<String> = []
    ) {
        let known = Dictionary(cataloged.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var backups = listed.map { artifact in
            let isOwn = BackupHistory.isOwn(artifact, known[artifact.path])
            var backup = KnownBackup(
                source: isOwn ? artifact.manifest.map { BackupSource($0) } : nil, path: artifact.path,
                finishedAt: artifact.madeAt.unixSeconds, bytes: artifact.bytes,
                rawBytes: artifact.manifest?.rawBytes ?? 0, state: artifact.state)
            backup.nanoseconds = artifact.madeAt.nanoseconds
            backup.seconds = artifact.manifest.flatMap(BackupHistory.seconds)
            backup.suspicions = artifact.manifest?.suspicions ?? []
            backup.globals = artifact.manifest?.globals
            backup.fault = artifact.fault
            backup.isPinned = pinned.contains(artifact.path)
            backup.ownership = artifact.ownership
            backup.isSafetyCopy = !artifact.isOfSeries
            if isOwn, let record = known[artifact.path], let manifest = artifact.manifest {
                if record.sha256 == manifest.sha256 {
                    backup.take(record)
                } else {
                    backup.state = .untrusted
                    backup.fault = ProofVerdict.contradiction
                }
            }
            return backup
        }
        let present = Set(listed.map(\.path))
        backups += cataloged.filter { !present.contains($0.path) }.map { record in
            var backup = KnownBackup(
                source: record.source, path: record.path, finishedAt: record.finishedAt, bytes: record.bytes,
                rawBytes: record.rawBytes, state: record.isComplete ? .proven : .incomplete)
            backup.seconds = record.seconds
            backup.suspicions = record.suspicions
            backup.isSafetyCopy = record.isSafetyCopy
            backup.isPresent = false
            backup.take(record)
            return backup
        }
        self.init(backups: backups, attempts: attempts)
    }

    /// Makes a history of backups in any order.
    package init(backups: [KnownBackup], attempts: [CatalogedAttempt] = []) {
        self.backups = backups.sorted {
            ($0.finishedAt, $0.nanoseconds, $0.path) > ($1.finishedAt, $1.nanoseconds, $1.path)
        }
        self.attempts = attempts
    }

    /// The part of it that is about some entries; a file of the Python program is nobody's.
    package func of(_ entries: [EntryID]) -> BackupHistory {
        BackupHistory(
            backups: backups.filter { $0.source.map { entries.contains($0.entry) } ?? false },
            attempts: attempts.filter { entries.contains($0.entry) })
    }

    /// Whether a backup is one of this host's: what it made under another name is, where its own catalog remembers it.
    private static func isOwn(_ artifact: ListedArtifact, _ record: CatalogedArtifact?) -> Bool {
        switch artifact.ownership {
        case .own: true
        case .renamed: record.map { $0.sha256 == artifact.manifest?.sha256 } ?? false
        case .others: false
        }
    }

    /// The backups of each source, newest first; what a `restore --replace` kept belongs to none.
    package var bySource: [BackupSource: [KnownBackup]] {
        Dictionary(grouping: backups.filter { $0.source != nil && !$0.isSafetyCopy }) { backup in
            // Filtered above; the default is never taken.
            backup.source
                ?? BackupSource(entry: EntryID(0), dbms: "", kind: .dump, database: ExactName(""))
        }
    }

    /// True when the newest run that tried a source, or its whole entry, failed.
    package func lastAttemptFailed(of source: BackupSource) -> Bool {
        let newest = attempts.first { $0.entry == source.entry && ($0.source == nil || $0.source == source) }
        return newest.map { $0.outcome == .failure || $0.outcome == .incomplete } ?? false
    }

    private static func seconds(_ manifest: Manifest) -> Int? {
        guard let started = Moment(rfc3339: manifest.startedAt),
            let finished = Moment(rfc3339: manifest.finishedAt)
        else { return nil }
        return max(0, finished.unixSeconds - started.unixSeconds)
    }
}

extension KnownBackup {
    fileprivate mutating func take(_ record: CatalogedArtifact) {
        confirmedAt = record.confirmedAt
        drilledAt = record.drilledAt
        drillPassed = record.drillPassed
        if !isPresent {
            removedAt = record.removedAt
            removedBy = record.removedBy
        }
    }
}
