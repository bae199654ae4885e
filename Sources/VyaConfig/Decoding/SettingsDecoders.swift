import VyaCore

/// Reads `timeouts`.
enum TimeoutsDecoder {
    /// What a section gives, and the defaults for the rest.
    static func timeouts(_ section: Section?, defaults: Timeouts) -> Timeouts {
        Timeouts(
            connectSeconds: section?.integer(TimeoutKeys.connect) ?? defaults.connectSeconds,
            idleSeconds: section?.integer(TimeoutKeys.idle) ?? defaults.idleSeconds,
            totalSeconds: section?.integer(TimeoutKeys.total) ?? defaults.totalSeconds)
    }
}

/// Reads `tools`.
enum ToolsDecoder {
    /// The named tools and their paths.
    static func tools(_ node: Node?) -> [String: String] {
        var tools: [String: String] = [:]
        for member in node?.members ?? [] { tools[member.key] = member.value.text }
        return tools
    }
}

/// Reads `log_settings`.
enum LogDecoder {
    /// What a section gives, and the defaults for the rest.
    static func settings(_ section: Section?) -> LogSettings {
        var log = LogSettings()
        guard let section else { return log }
        log.folder = section.text(LogKeys.folder).map(PathRule.normalized) ?? log.folder
        log.consoleLevel = level(LogKeys.console, section) ?? log.consoleLevel
        log.fileLevel = level(LogKeys.file, section) ?? log.fileLevel
        log.format = section.word(LogKeys.format).flatMap(LogSettings.Format.init(rawValue:)) ?? log.format
        return log
    }

    private static func level(_ key: Key, _ section: Section) -> LogSettings.Level? {
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

/// Reads `compression`.
enum CompressionDecoder {
    /// What a section gives, and the defaults for the rest; a level that the codec does not have is said.
    static func settings(_ section: Section?, _ findings: inout Findings) -> CompressionSettings {
        var settings = CompressionSettings()
        guard let section else { return settings }
        settings.codec =
            section.word(CompressionKeys.codec).flatMap(CompressionSettings.Codec.init(rawValue:))
            ?? settings.codec
        settings.engine =
            section.word(CompressionKeys.engine).flatMap(CompressionSettings.Engine.init(rawValue:))
            ?? settings.engine
        settings.level = section.integer(CompressionKeys.level)
        settings.threads = section.integer(CompressionKeys.threads)
        let levels =
            switch (settings.codec, settings.engine) {
            case (.zstd, _): 1...19
            case (.gzip, .isal): 0...3
            case (.gzip, _): 1...9
            }
        if let level = settings.level, !levels.contains(level) {
            findings.error(
                "wrong-value", at: section.position(CompressionKeys.level),
                section.path(CompressionKeys.level),
                "wrong value", found: String(level),
                allowed: Shape.integer(levels).allowed + " for this codec and engine")
        }
        return settings
    }
}

/// Reads `schedule_settings`.
enum ScheduleDecoder {
    /// The schedule that a section describes.
    static func settings(_ section: Section?) -> ScheduleSettings? {
        guard let section else { return nil }
        var schedule = ScheduleSettings(timeZone: section.text(ScheduleKeys.zone))
        let days = Set((section.value(ScheduleKeys.days)?.elements ?? []).compactMap(\.integer)).sorted()
        if !days.isEmpty { schedule.weekdays = days }
        let time = (section.text(ScheduleKeys.time) ?? "").split(separator: ":").compactMap { Int($0) }
        if time.count == 2 { (schedule.hour, schedule.minute) = (time[0], time[1]) }
        return schedule
    }
}
