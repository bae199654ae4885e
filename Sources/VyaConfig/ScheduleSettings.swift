/// When a run is meant to start; `schedule_settings`.
package struct ScheduleSettings: Sendable, Equatable {
    /// The days of the week, 1 = Monday … 7 = Sunday, in order; never empty.
    package var weekdays: [Int]
    /// The hour of the local day, 0…23.
    package var hour: Int
    /// The minute, 0…59.
    package var minute: Int
    /// The name of the zone that the time is meant in; nil means the host's.
    package var timeZone: String?

    /// Makes a schedule; the defaults are the production night's: every day at 00:30.
    package init(weekdays: [Int] = Array(1...7), hour: Int = 0, minute: Int = 30, timeZone: String? = nil) {
        self.weekdays = weekdays
        self.hour = hour
        self.minute = minute
        self.timeZone = timeZone
    }
}
