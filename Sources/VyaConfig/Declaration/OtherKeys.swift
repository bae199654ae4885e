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

/// The keys of `timeouts`, each in seconds and at most a week.
enum TimeoutKeys {
    static let connect = Key(
        "connect_seconds", shape: .integer(1...604_800), note: "For a connection to come about.")
    static let idle = Key(
        "idle_seconds", shape: .integer(1...604_800), note: "For a tool that writes nothing.")
    static let total = Key("total_seconds", shape: .integer(1...604_800), note: "For a tool altogether.")

    static let table = KeyTable([connect, idle, total])
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

/// The keys of `prometheus_settings`, which only the predecessor used.
enum PrometheusKeys {
    static let enabled = Key("enabled", shape: .flag, note: "Of the predecessor; has no effect.")

    static let table = KeyTable([
        enabled,
        Key("url", shape: .anything, note: "Of the predecessor; has no effect."),
        Key("job_name", shape: .anything, note: "Of the predecessor; has no effect."),
        Key("timeout", shape: .anything, note: "Of the predecessor; has no effect."),
    ])
}
