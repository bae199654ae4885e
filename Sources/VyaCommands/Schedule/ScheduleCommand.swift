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
            rival: "/etc/systemd/system/" + ScheduledTask.run.unit + ".timer")
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
            Without --install or --remove the files are printed. A run begins when schedule_settings says, else at \
            00:30; the services may write to the folders of the configuration only. Run it again when these change. \
            systemctl is for you to call: the commands are printed.

            Example: vya-backup schedule systemd --install
            """)

    @OptionGroup var options: ScheduleOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
        let folder = options.folder ?? "/etc/systemd/system"
        if options.remove { return try session(folder, ScheduledTask.allCases).remove(SystemdUnits.names) }
        let facts = try options.facts(common)
        try checkZone(facts)
        try session(folder, facts.tasks).show(try SystemdUnits.files(facts), amongst: SystemdUnits.names)
    }

    private func session(_ folder: String, _ tasks: [ScheduledTask]) -> ScheduleSession {
        let timers = SystemdUnits.timers(of: tasks).joined(separator: " ")
        return ScheduleSession(
            options: options, common: common, folder: folder,
            next: options.remove
                ? ["systemctl daemon-reload", "systemctl reset-failed 'vya-backup*'"]
                : ["systemctl daemon-reload", "systemctl enable --now " + timers],
            before: ["systemctl disable --now " + timers],
            rival: "/etc/cron.d/" + Crontab.name)
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
