/// The keys of `schedule_settings`.
enum ScheduleKeys {
    static let enabled = Key(
        "enabled", shape: .flag, note: "Of the predecessor; the host's scheduler starts runs.")
    static let days = Key(
        "days_of_week", shape: .list(.integer(1...7)), note: "1 is Monday, 7 is Sunday; every day if absent.")
    static let time = Key("time", shape: .text(.time), note: "The local time of day, HH:MM.")
    static let zone = Key("timezone", shape: .text(.any), note: "The zone that the time is meant in.")

    static let table = KeyTable([enabled, days, time, zone])
}
