import VyaCore

/// Reads `schedule_settings`.
enum ScheduleDecoder {
    /// The schedule that a section describes.
    static func settings(_ section: KeyedObject?) -> ScheduleSettings? {
        guard let section else { return nil }
        var schedule = ScheduleSettings(timeZone: section.text(ScheduleKeys.zone))
        let days = Set((section.value(ScheduleKeys.days)?.elements ?? []).compactMap(\.integer)).sorted()
        if !days.isEmpty { schedule.weekdays = days }
        let time = (section.text(ScheduleKeys.time) ?? "").pieces(separatedBy: ":").compactMap { Int($0) }
        if time.count == 2 { (schedule.hour, schedule.minute) = (time[0], time[1]) }
        return schedule
    }
}

/// Says of settings of the predecessor that somebody may rely on that they have no effect.
enum InertSettings {
    static func warn(_ root: KeyedObject, _ findings: inout Diagnostics) {
        if let schedule = root.section(RootKeys.schedule), schedule.flag(ScheduleKeys.enabled) == true {
            findings.warning(
                "config.no-effect", at: schedule.position(ScheduleKeys.enabled),
                schedule.path(ScheduleKeys.enabled),
                "runs are started by systemd or cron: vya-backup schedule systemd --install")
        }
        let folders = root.node[RootKeys.folders].map { KeyedObject($0, path: RootKeys.folders) }
        if let folders, folders.flag(FolderKeys.compress) == false {
            findings.warning(
                "config.no-effect", at: folders.position(FolderKeys.compress),
                folders.path(FolderKeys.compress),
                "backups are always compressed")
        }
    }
}
