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
    package var notifications: NotificationSettings
    /// What is wrong with settings of mails and notifications, which are left out for it.
    package var notificationFaults: [Diagnostic] = []
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
    package var language: Language
    /// The language that the file names; nil where it says nothing, and the locale decides what is spoken on a terminal.
    package var namedLanguage: Language?

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
    /// True when the file says what takes the backups from this host.
    package var declaresUploader: Bool { watchedFolders != nil || uploader.confirmation != nil }
    /// The folders that the uploader is declared to look into; nil when nothing declares one.
    package var watchedFolders: [String]? { uploader.watches ?? uploadFolder.map { [$0] } }
}

/// When a run is meant to start; `schedule_settings`.
package struct ScheduleSettings: Sendable, Equatable {
    /// The days of the week, 1 = Monday … 7 = Sunday, in order; never empty.
    package var weekdays: [Int]
    /// The hour of the local day, 0…23.
    package var hour: Int
    /// The minute, 0…59.
    package var minute: Int
    /// The name of the zone that the time is meant in; nil means the host's.
    package var timeZone: String?

    /// Makes a schedule; the defaults are the production night's: every day at 00:30.
    package init(weekdays: [Int] = Array(1...7), hour: Int = 0, minute: Int = 30, timeZone: String? = nil) {
        self.weekdays = weekdays
        self.hour = hour
        self.minute = minute
        self.timeZone = timeZone
    }
}

/// What takes the backups from this host; `uploader`.
package struct UploaderSettings: Sendable, Equatable {
    /// How one finds out whether a file was taken.
    package enum Confirmation: Sendable, Equatable {
        /// A program and its arguments, `{file}` standing for the file's path; exit status 0 means taken.
        case command([String])
        /// A log, and what a line of it says of a file that was taken.
        case log(path: String, pattern: UploadPattern)
    }

    /// The folders that it looks into; nil when the file does not say.
    package var watches: [String]?
    /// The age at which a backup counts as taken where nothing can confirm it, in hours.
    package var minimumAgeHours: Int
    /// How it confirms; nil when it cannot.
    package var confirmation: Confirmation?

    /// Makes settings; the defaults are those of a file that says nothing.
    package init(watches: [String]? = nil, minimumAgeHours: Int = 4, confirmation: Confirmation? = nil) {
        self.watches = watches
        self.minimumAgeHours = minimumAgeHours
        self.confirmation = confirmation
    }
}

/// Where the program's log goes; `log_settings`.
package struct LogSettings: Sendable, Equatable {
    /// How much something matters, in rising order.
    package enum Level: String, Sendable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// The form of a line in the log file.
    package enum Format: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// One JSON object a line.
        case json
    }

    /// The folder of log files.
    package var folder = "/var/log/vya_backupdb"
    /// The least that is worth a line on the terminal.
    package var consoleLevel = Level.info
    /// The least that is worth a line in the file.
    package var fileLevel = Level.info
    /// The form of a line in the file.
    package var format = Format.text

    package init() {}
}

/// How backups are compressed; `compression`.
package struct CompressionSettings: Sendable, Equatable {
    /// The format of a compressed backup.
    package enum Codec: String, Sendable, CaseIterable {
        /// RFC 1952.
        case gzip
        /// RFC 8878.
        case zstd
    }

    /// What makes gzip.
    package enum Engine: String, Sendable, CaseIterable {
        /// The fastest that the host has.
        case auto
        case zlib
        case isal
    }

    /// The format.
    package var codec = Codec.gzip
    /// What makes gzip.
    package var engine = Engine.auto
    /// The codec's own level; nil leaves it to what keeps up with the dump.
    package var level: Int?
    /// The number of workers; nil means one for each core.
    package var threads: Int?

    package init() {}
}
