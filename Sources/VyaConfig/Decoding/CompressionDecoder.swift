import VyaCore

/// Reads `compression`.
enum CompressionDecoder {
    /// What a section gives, and the defaults for the rest; a level that the codec does not have is said.
    static func settings(_ section: KeyedObject?, _ findings: inout Diagnostics) -> CompressionSettings {
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
                "config.wrong-value", at: section.position(CompressionKeys.level),
                section.path(CompressionKeys.level),
                "wrong value", found: "\(level)",
                allowed: "\(Shape.integer(levels).allowed) for this codec and engine")
        }
        return settings
    }
}
