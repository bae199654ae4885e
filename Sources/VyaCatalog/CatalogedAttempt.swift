package import VyaCore

/// What one run came to for one source, whether it left an artifact or not.
package struct CatalogedAttempt: Sendable, Equatable {
    /// The run.
    package var runID: String
    /// The entry; an entry that could not be planned at all has no further name.
    package var entry: EntryID
    /// The source; nil when the entry failed before its sources were known.
    package var source: BackupSource?
    /// When the run ended, in seconds since 1970.
    package var at: Int
    /// What it came to.
    package var outcome: Outcome
    /// The code of the error, if there was one.
    package var errorCode: String?
    /// The server of the entry (`Entry.server`); nil for files, and for what versions took down that told none.
    package var server: String?
    /// True for a run of single databases, which says nothing of the others.
    package var isPartial: Bool

    package init(
        runID: String, entry: EntryID, source: BackupSource?, at: Int, outcome: Outcome, errorCode: String?,
        server: String? = nil, isPartial: Bool = false
    ) {
        self.runID = runID
        self.entry = entry
        self.source = source
        self.at = at
        self.outcome = outcome
        self.errorCode = errorCode
        (self.server, self.isPartial) = (server, isPartial)
    }

    /// The attempts that a finished run's report tells of; `servers` are those of its entries.
    package static func all(
        of report: RunReport, servers: [EntryID: String] = [:], isPartial: Bool = false
    ) -> [CatalogedAttempt] {
        report.entries.flatMap { entry -> [CatalogedAttempt] in
            let at = report.finishedAt.unixSeconds
            let server = servers[entry.id]
            let backups = entry.backups.map { backup in
                CatalogedAttempt(
                    runID: report.runID, entry: entry.id,
                    source: BackupSource(
                        entry: entry.id, dbms: entry.dbms, kind: backup.kind, database: backup.database),
                    at: at, outcome: backup.outcome, errorCode: backup.error?.code.rawValue, server: server,
                    isPartial: isPartial)
            }
            guard let error = entry.error else { return backups }
            return backups + [
                CatalogedAttempt(
                    runID: report.runID, entry: entry.id, source: nil, at: at, outcome: .failure,
                    errorCode: error.code.rawValue, server: server, isPartial: isPartial)
            ]
        }
    }
}
