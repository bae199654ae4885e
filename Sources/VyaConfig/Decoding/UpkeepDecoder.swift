import VyaCore

/// Reads what concerns the day after the night: `check`, `retention`, `uploader`.
enum UpkeepDecoder {
    /// The thresholds that a section gives, and the defaults for the rest.
    static func thresholds(_ section: KeyedObject?, defaults: CheckThresholds) -> CheckThresholds {
        guard let section else { return defaults }
        return CheckThresholds(
            maximumAgeHours: section.integer(CheckKeys.age) ?? defaults.maximumAgeHours,
            minimumSizeRatio: section.fraction(CheckKeys.ratio) ?? defaults.minimumSizeRatio,
            minimumRedundancy: section.integer(CheckKeys.redundancy) ?? defaults.minimumRedundancy,
            maximumDrillAgeDays: section.integer(CheckKeys.drill) ?? defaults.maximumDrillAgeDays,
            maximumUnconfirmedHours: section.integer(CheckKeys.unconfirmed)
                ?? defaults.maximumUnconfirmedHours,
            minimumDiskDays: section.integer(CheckKeys.disk) ?? defaults.minimumDiskDays)
    }

    /// What a section keeps beyond the newest.
    static func retention(_ section: KeyedObject?) -> RetentionPolicy {
        RetentionPolicy(
            daily: section?.integer(RetentionKeys.daily) ?? 0,
            weekly: section?.integer(RetentionKeys.weekly) ?? 0,
            monthly: section?.integer(RetentionKeys.monthly) ?? 0,
            maximumAgeDays: section?.integer(RetentionKeys.age))
    }

    /// The uploader; a confirmation that is half declared is said.
    static func uploader(_ section: KeyedObject?, _ findings: inout Diagnostics) -> UploaderSettings {
        var settings = UploaderSettings()
        guard let section else { return settings }
        settings.watches = section.texts(UploaderKeys.watches).map { $0.map(PathRule.normalized) }
        settings.minimumAgeHours = section.integer(UploaderKeys.age) ?? settings.minimumAgeHours
        guard let confirm = section.section(UploaderKeys.confirm) else { return settings }
        let command = confirm.texts(UploaderKeys.command) ?? []
        switch (command.first, confirm.text(UploaderKeys.log), confirm.text(UploaderKeys.pattern)) {
        case (let program?, nil, nil) where PathRule.isAbsolute(program) && mentions(command):
            settings.confirmation = .command(command)
        case (nil, let log?, let text?):
            guard let pattern = UploadPattern(text) else {
                findings.error(
                    "config.uploader-pattern", at: confirm.node.position, confirm.path,
                    "has a \"pattern\" that does not say that a file was taken",
                    allowed:
                        """
                        {file} once, and the words that the log has beside it for a file that was uploaded, \
                        such as \"uploaded {file}\": the name alone is found in a line about its manifest, \
                        or that it is queued, too
                        """)
                return settings
            }
            settings.confirmation = .log(path: PathRule.normalized(log), pattern: pattern)
        default:
            findings.error(
                "config.uploader-confirm", at: confirm.node.position, confirm.path,
                "does not say how a file is confirmed",
                allowed:
                    """
                    either \"command\", a list of an absolute path and arguments with {file} among them, or \
                    \"log\" and a \"pattern\" with {file} in it
                    """)
        }
        return settings
    }

    private static func mentions(_ texts: [String]) -> Bool {
        texts.contains { $0.holds(UploadPattern.placeholder) }
    }
}
