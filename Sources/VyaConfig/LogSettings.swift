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

    /// Makes the default settings.
    package init() {}
}
