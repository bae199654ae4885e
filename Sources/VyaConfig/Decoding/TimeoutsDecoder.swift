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
