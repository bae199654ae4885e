package import VyaCore

/// What a configuration file says, validated and with every default filled in.
package struct Configuration: Sendable, Equatable {
    /// The file.
    package var path: String
    /// The elements of `db_config` in their order, the switched-off ones included.
    package var entries: [Entry]
    /// Where each entry stands, as `file:line:column`.
    package var entryPositions: [EntryID: String]
    /// The `path_…` keys of `bkp_system` and their absolute paths.
    package var folders: [String: String]
    /// How many are kept, by the suffix of their key: `pgsql` for `retention_pgsql`, `days` for all.
    package var retention: [String: Int]
    /// The group that may read the backups; nil when they are their owner's alone.
    package var group: String?
    /// How mails are sent; nil when the file says nothing of mail.
    package var email: EmailSettings?
    /// Whom runs tell of themselves besides.
    package var telling: TellingSettings
    /// Where the log goes.
    package var log: LogSettings
    /// How backups are compressed.
    package var compression: CompressionSettings
    /// The deadlines of entries that give none.
    package var timeouts: Timeouts
    /// How long a whole run may take, in seconds.
    package var runDeadlineSeconds: Int
    /// What `prune` keeps beyond the newest.
    package var gradedRetention: RetentionPolicy
    /// True when a successful run ends with `prune`.
    package var prunesAfterRun: Bool
    /// True when a run begins with `prune`.
    package var prunesBeforeRun: Bool
    /// What takes the backups from this host.
    package var uploader: UploaderSettings
    /// When the printed schedules start a run; nil when the file says nothing.
    package var schedule: ScheduleSettings?
    /// The language of mails.
    package var language: EmailSettings.Language

    /// Where folders are that the file does not name.
    package static let defaultFolder = "/var/backups/vya-backup"

    /// The folder that receives the backups of a dbms: the first of its keys that the file gives, else the default.
    package func folder(for dbms: DbmsSummary) -> String {
        FolderKeys.folderKeys(of: dbms).lazy.compactMap { folders[$0] }.first
            ?? Configuration.defaultFolder + "/" + dbms.name
    }

    /// How many of the newest backups of each database of a dbms `prune` keeps; nil when the file does not say.
    package func newestKept(of dbms: DbmsSummary) -> Int? {
        let suffixes = FolderKeys.folderKeys(of: dbms).map {
            String($0.dropFirst(FolderKeys.folderPrefix.count))
        }
        return (suffixes + ["days"]).lazy.compactMap { retention[$0] }.first
    }

    /// What `prune` keeps of each database of a dbms.
    package func retentionPolicy(for dbms: DbmsSummary) -> RetentionPolicy {
        var policy = gradedRetention
        policy.newest = newestKept(of: dbms)
        return policy
    }

    /// The folder that the uploader watches, where the file names one (`path_zip`).
    package var uploadFolder: String? { folders["path_zip"] }
}
