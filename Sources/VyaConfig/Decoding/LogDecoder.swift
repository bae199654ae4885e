/// Reads `log_settings`.
enum LogDecoder {
    /// What a section gives, and the defaults for the rest.
    static func settings(_ section: KeyedObject?) -> LogSettings {
        var log = LogSettings()
        guard let section else { return log }
        log.folder = section.text(LogKeys.folder).map(PathRule.normalized) ?? log.folder
        log.consoleLevel = level(LogKeys.console, section) ?? log.consoleLevel
        log.fileLevel = level(LogKeys.file, section) ?? log.fileLevel
        log.format = section.word(LogKeys.format).flatMap(LogSettings.Format.init(rawValue:)) ?? log.format
        return log
    }

    private static func level(_ key: Key, _ section: KeyedObject) -> LogSettings.Level? {
        switch section.word(key) {
        case "warn": return .warning
        case "fatal": return .critical
        case "notset": return .trace
        case let word?: return LogSettings.Level(rawValue: word)
        case nil: break
        }
        // The numbers of Python's logging module.
        switch section.integer(key) {
        case nil: return nil
        case .some(..<10): return .trace
        case .some(..<20): return .debug
        case .some(..<30): return .info
        case .some(..<40): return .warning
        case .some(..<50): return .error
        case .some: return .critical
        }
    }
}
