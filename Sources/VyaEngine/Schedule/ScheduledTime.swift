package import VyaCore

/// A time of day on some days of the week, as timers and crontabs are to meet it.
package struct ScheduledTime: Sendable, Equatable {
    /// The days of the week, 1 = Monday … 7 = Sunday, in order.
    package var weekdays: [Int]
    /// The minute of the day, 0…1439.
    package var minuteOfDay: Int
    /// The name of the zone that the time is meant in; nil means the host's.
    package var timeZone: String?

    private static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// Makes a time; the default is the production night's, every day at 00:30.
    package init(weekdays: [Int] = Array(1...7), hour: Int = 0, minute: Int = 30, timeZone: String? = nil) {
        self.weekdays = weekdays
        minuteOfDay = hour * 60 + minute
        self.timeZone = timeZone
    }

    /// The time so many minutes later, on other days; past midnight it begins again at 00:00 of the same days.
    package func later(minutes: Int, on weekdays: [Int]) -> ScheduledTime {
        var time = self
        time.weekdays = weekdays
        time.minuteOfDay = (minuteOfDay + minutes) % 1440
        return time
    }

    /// The time of day, `HH:MM`.
    package var clock: String { padded(minuteOfDay / 60) + ":" + padded(minuteOfDay % 60) }

    /// The time as `OnCalendar=` takes it (systemd.time(7)).
    ///
    /// Throws `ConfigurationError` when the zone's name could be read as something else.
    package func calendar() throws(ConfigurationError) -> String {
        let days = weekdays.count == 7 ? "" : weekdays.map { Self.names[$0 - 1] }.joined(separator: ",") + " "
        return try days + "*-*-* " + clock + ":00" + zoneSuffix()
    }

    /// The first five fields of a line of a crontab (crontab(5)), which knows no zones.
    package var crontabFields: String {
        let days = weekdays.count == 7 ? "*" : weekdays.map(String.init).joined(separator: ",")
        return "\(minuteOfDay % 60) \(minuteOfDay / 60) * * \(days)"
    }

    private func zoneSuffix() throws(ConfigurationError) -> String {
        guard let timeZone, !timeZone.isEmpty else { return "" }
        let isName = timeZone.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_+-/".utf8.contains(byte)
            }
        }
        guard isName, timeZone.utf8.first != UInt8(ascii: "/") else {
            throw ConfigurationError(
                "schedule.timezone",
                "schedule_settings.timezone \(timeZone.printable) is not the name of a time zone",
                hints: ["`timedatectl list-timezones` shows the names, such as America/Sao_Paulo"])
        }
        return " " + timeZone
    }

    private func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
