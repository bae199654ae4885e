import ArgumentParser

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Print, install and remove what starts this program by the clock.",
        discussion: "Example: vya-backup schedule systemd --install",
        subcommands: [ScheduleSystemdCommand.self, ScheduleCronCommand.self])
}
