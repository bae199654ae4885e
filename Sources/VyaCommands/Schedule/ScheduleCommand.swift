import ArgumentParser
import Glibc
import VyaCore
import VyaEngine

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Print, install and remove what starts this program by the clock.",
        discussion: "Example: vya-backup schedule systemd --install",
        subcommands: [ScheduleSystemdCommand.self, ScheduleCronCommand.self])
}

struct ScheduleCronCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cron",
        abstract: "A file for /etc/cron.d: the run, the cleanup, the check and the weekly drill.",
        discussion: """
            Without --install or --remove the file is printed. A run begins when schedule_settings says, else at 00:30.

            Example: vya-backup schedule cron --install
            """)

    @OptionGroup var options: ScheduleOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
        let session = ScheduleSession(
            options: options, common: common, folder: options.folder ?? "/etc/cron.d",
            rival: ScheduleSession.Rival(
                path: "/etc/systemd/system/timers.target.wants/" + ScheduledTask.run.unit + ".timer",
                remedy: "vya-backup schedule systemd --remove"))
        if options.remove { return try session.remove([Crontab.name]) }
        let facts = try options.facts(common)
        if let zone = facts.time.timeZone, !zone.isEmpty, !common.quiet {
            Console.standard.complain(
                "cron knows no zones: the time is the host's own, and not \(zone.printable)'s")
        }
        try session.show([Crontab.file(facts)], amongst: [Crontab.name])
    }
}

struct ScheduleSystemdCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "systemd",
        abstract: "Services and timers for the run, the cleanup, the check and the weekly drill.",
        discussion: """
            The units of the package fit any configuration. With --install their timers are enabled, at the time of \
            schedule_settings, else at 00:30, and that of the cleanup only where an uploader is declared; with --remove \
            they are disabled. Where no package has brought the units, they are written, too. Otherwise all is printed.

            Example: vya-backup schedule systemd --install
            """)

    @OptionGroup var options: ScheduleOptions
    @OptionGroup var common: CommonOptions

    /// Where packages put their units, below the root.
    private static let packageFolders = [
        "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
    ]

    func run() throws {
        let folder = options.folder ?? "/etc/systemd/system"
        if options.generic {
            let session = ScheduleSession(options: options, common: common, folder: folder)
            if options.remove { return try session.remove(SystemdUnits.names) }
            let units = SystemdUnits.files(program: try options.programPath())
            return try session.show(units, amongst: SystemdUnits.names)
        }
        var session = ScheduleSession(
            options: options, common: common, folder: folder,
            rival: ScheduleSession.Rival(
                path: "/etc/cron.d/" + Crontab.name, remedy: "vya-backup schedule cron --remove"))
        let names = SystemdUnits.names + SystemdUnits.dropInNames
        if options.remove {
            let all = SystemdUnits.timers(of: ScheduledTask.allCases)
            if hasUnits([folder] + Self.packageFolders) {
                session.before = [["systemctl", "disable", "--now"] + all]
            }
            session.after = [["systemctl", "daemon-reload"]]
            return try session.remove(names)
        }
        let facts = try options.facts(common)
        try checkZone(facts)
        let dropIns = try SystemdUnits.dropIns(facts)
        // A copy of the package's units would hide what the next version brings.
        let isPackaged = options.install && hasUnits(Self.packageFolders)
        let units = isPackaged ? [] : SystemdUnits.files(program: try options.programPath())
        let idle = ScheduledTask.allCases.filter { !facts.tasks.contains($0) }
        let timers = SystemdUnits.timers(of: facts.tasks)
        session.after = [
            // A timer that runs already takes up its new time only when it is started anew; and its last time is now, or else it
            // would make up at once for a night that only the new time has put into the past.
            ["systemctl", "daemon-reload"], ["systemctl", "stop"] + timers,
            ["touch"] + SystemdUnits.stamps(of: facts.tasks), ["systemctl", "enable", "--now"] + timers,
        ]
        if !idle.isEmpty {
            session.after.append(["systemctl", "disable", "--now"] + SystemdUnits.timers(of: idle))
        }
        try session.show(units + dropIns, amongst: names)
    }

    /// Whether one of these folders, below the root, has the service of the run.
    private func hasUnits(_ folders: [String]) -> Bool {
        folders.contains { access(options.root + $0 + "/" + ScheduledTask.run.unit + ".service", F_OK) == 0 }
    }

    /// A timer with a zone that systemd does not know would never elapse.
    private func checkZone(_ facts: ScheduleFacts) throws {
        guard let zone = facts.time.timeZone, !zone.isEmpty, zone != "UTC" else { return }
        // Checks the form of the name, too.
        _ = try facts.time.calendar()
        guard access("/usr/share/zoneinfo/" + zone, F_OK) == 0 else {
            throw ConfigurationError(
                "schedule.timezone",
                "schedule_settings.timezone \(zone.printable) is unknown on this host",
                hints: [
                    "`timedatectl list-timezones` shows the names, such as America/Sao_Paulo",
                    "without the package tzdata a host knows none; without the setting its own time counts",
                ])
        }
    }
}
