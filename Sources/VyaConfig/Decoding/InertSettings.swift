/// Says of settings of the predecessor that somebody may rely on that they have no effect.
enum InertSettings {
    static func warn(_ root: Section, _ findings: inout Findings) {
        if let schedule = root.section(RootKeys.schedule), schedule.flag(ScheduleKeys.enabled) == true {
            findings.warning(
                "no-effect", at: schedule.position(ScheduleKeys.enabled), schedule.path(ScheduleKeys.enabled),
                "runs are started by systemd or cron: vya-backup schedule systemd --install")
        }
        let folders = root.node[RootKeys.folders].map { Section($0, path: RootKeys.folders) }
        if let folders, folders.flag(FolderKeys.compress) == false {
            findings.warning(
                "no-effect", at: folders.position(FolderKeys.compress), folders.path(FolderKeys.compress),
                "backups are always compressed")
        }
    }
}
