import VyaCore

/// The keys of the whole file.
enum RootKeys {
    static let entries = Key(
        "db_config", shape: .list(.object(EntryKeys.table)), required: true,
        note: "What is backed up, one element for each server or set of files.")
    static let folders = "bkp_system"
    static let email = Key(
        "email_settings", shape: .object(EmailKeys.table),
        note: "Where mails about runs go, and by which server.")
    static let oldEmail = Key(
        "email_config", shape: .object(EmailKeys.table), note: "The older name of email_settings.")
    static let log = Key("log_settings", shape: .object(LogKeys.table), note: "Where the program's log goes.")
    static let schedule = Key(
        "schedule_settings", shape: .object(ScheduleKeys.table),
        note: "When the printed systemd and cron schedules start a run.")
    static let prometheus = Key(
        "prometheus_settings", shape: .object(PrometheusKeys.table),
        note: "The Pushgateway that metrics are pushed to.")
    static let metrics = Key(
        "metrics", shape: .object(MetricsKeys.table), note: "Metrics for node_exporter.")
    static let heartbeat = Key(
        "heartbeat", shape: .object(HeartbeatKeys.table),
        note: "The service that raises an alarm when no run reports: it is told of each start and end.")
    static let webhooks = Key(
        "webhooks", shape: .list(.object(WebhookKeys.table)),
        note: "Services and chats that are sent a document about a run.")
    static let compression = Key(
        "compression", shape: .object(CompressionKeys.table), note: "How backups are compressed.")
    static let timeouts = Key(
        "timeouts", shape: .object(TimeoutKeys.table),
        note: "Deadlines in seconds; total_seconds is also the deadline of a whole run.")
    static let retries = Key(
        "retries", shape: .integer(0...5),
        note:
            "How often a dump that lost its server is tried again; 0 if absent. A dump of MySQL or MariaDB during which"
            + " a table was altered is tried again once in any case.")
    static let tools = Key(
        "tools", shape: .map(.text(.path)), note: "Tools named outright: a tool's name and its absolute path."
    )
    static let drill = Key(
        "drill", shape: .object(DrillKeys.table),
        note: "Where `verify --restore` restores to; the backup's own server if absent.")
    static let check = Key(
        "check", shape: .object(CheckKeys.table), note: "From when on `check` raises an alarm.")
    static let retention = Key(
        "retention", shape: .object(RetentionKeys.table),
        note: "What `prune` keeps beyond the newest backups of each database.")
    static let pruneAfterRun = Key(
        "prune_after_run", shape: .flag, note: "True has every successful run end with `prune`.")
    static let pruneBeforeRun = Key(
        "prune_before_run", shape: .flag,
        note: "True has every run begin with `prune`, for a disk that is small.")
    static let uploader = Key(
        "uploader", shape: .object(UploaderKeys.table),
        note: "What takes the backups from this host, and how it says that it has.")
    static let language = Key(
        "language", shape: .choice(EmailKeys.languages),
        note:
            "The language of mails and of what is said on a terminal: pt-BR or en; else mails are in pt-BR, and the terminal's is the locale's."
    )

    /// The table, with the folders that the known dbms may have.
    static func table(_ known: [DbmsSummary]) -> KeyTable {
        let inert = ["service_settings", "production", "develop"].map {
            Key($0, shape: .anything, note: "Of the predecessor; has no effect.")
        }
        let folders = Key(
            folders, shape: .object(FolderKeys.table(known)), note: "Where backups go and how many are kept.")
        return KeyTable(
            [
                entries, folders, email, oldEmail, log, schedule, prometheus, metrics, heartbeat, webhooks,
                compression, timeouts, retries, tools, drill, check, retention, pruneAfterRun, pruneBeforeRun,
                uploader, language,
            ] + inert)
    }
}

/// The keys of `timeouts`, each in seconds and at most a week.
enum TimeoutKeys {
    static let connect = Key(
        "connect_seconds", shape: .integer(1...604_800), note: "For a connection to come about.")
    static let idle = Key(
        "idle_seconds", shape: .integer(1...604_800), note: "For a tool that writes nothing.")
    static let total = Key("total_seconds", shape: .integer(1...604_800), note: "For a tool altogether.")

    static let table = KeyTable([connect, idle, total])
}

/// The keys of `log_settings`.
enum LogKeys {
    static let levels = [
        "trace", "debug", "info", "notice", "warning", "error", "critical", "warn", "fatal", "notset",
    ]
    // Python's numbers stand for its levels.
    private static let level = Shape.either([.choice(levels), .integer(0...50)])

    static let console = Key("console_loglevel", shape: level, note: "What is worth a line on the terminal.")
    static let file = Key("file_loglevel", shape: level, note: "What is worth a line in the log file.")
    static let folder = Key(
        "log_dir", shape: .text(.path), note: "The folder of log files; /var/log/vya_backupdb if absent.")
    static let format = Key(
        "format", shape: .choice(["text", "json"]), note: "The form of a line in the log file.")

    static let table = KeyTable([console, file, folder, format])
}

/// The keys of `compression`.
enum CompressionKeys {
    static let codec = Key("codec", shape: .choice(["gzip", "zstd"]), note: "The format of backups.")
    static let engine = Key("engine", shape: .choice(["auto", "zlib", "isal"]), note: "What makes gzip.")
    static let level = Key(
        "level", shape: .integer(0...19), note: "The codec's own level; measured if absent.")
    static let threads = Key(
        "threads", shape: .integer(1...256), note: "Workers; one for each core if absent.")

    static let table = KeyTable([codec, engine, level, threads])
}

/// The keys of `schedule_settings`.
enum ScheduleKeys {
    static let enabled = Key(
        "enabled", shape: .flag, note: "Of the predecessor; the host's scheduler starts runs.")
    static let days = Key(
        "days_of_week", shape: .list(.integer(1...7)), note: "1 is Monday, 7 is Sunday; every day if absent.")
    static let time = Key("time", shape: .text(.time), note: "The local time of day, HH:MM.")
    static let zone = Key("timezone", shape: .text(.any), note: "The zone that the time is meant in.")

    static let table = KeyTable([enabled, days, time, zone])
}
