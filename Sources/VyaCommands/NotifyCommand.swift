import ArgumentParser

struct NotifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Try out the notifications.",
        discussion: "Example: vya-backup notify test",
        subcommands: [NotifyTestCommand.self, NotifyDrillCommand.self, NotifyFailedCommand.self])
}
