/// From when on `check` raises an alarm; `"check"` of the configuration.
package struct CheckThresholds: Sendable, Equatable {
    /// The age of the newest good backup, in hours.
    package var maximumAgeHours: Int
    /// The size of the newest one relative to the median of those before it.
    package var minimumSizeRatio: Double
    /// How many good ones there are at least, here or where the uploader took them.
    package var minimumRedundancy: Int
    /// The age of the last drill that passed, in days; nil when nobody asks for drills.
    package var maximumDrillAgeDays: Int?
    /// How long a backup may lie there without the uploader's confirmation, in hours.
    package var maximumUnconfirmedHours: Int
    /// For how many days the disk must last.
    package var minimumDiskDays: Int

    /// Makes thresholds; the defaults are the production night's.
    package init(
        maximumAgeHours: Int = 26, minimumSizeRatio: Double = 0.5, minimumRedundancy: Int = 1,
        maximumDrillAgeDays: Int? = nil, maximumUnconfirmedHours: Int = 24, minimumDiskDays: Int = 7
    ) {
        self.maximumAgeHours = maximumAgeHours
        self.minimumSizeRatio = minimumSizeRatio
        self.minimumRedundancy = minimumRedundancy
        self.maximumDrillAgeDays = maximumDrillAgeDays
        self.maximumUnconfirmedHours = maximumUnconfirmedHours
        self.minimumDiskDays = minimumDiskDays
    }
}
