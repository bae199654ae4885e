import ArgumentParser
import VyaCore
import VyaEngine

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
