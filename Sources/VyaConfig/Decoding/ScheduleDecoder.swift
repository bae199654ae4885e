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
