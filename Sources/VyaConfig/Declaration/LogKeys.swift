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
