import ArgumentParser
import VyaCore

/// The root of the command line.
struct VyaBackup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vya-backup",
        abstract:
            "Logical backups of PostgreSQL, MySQL, MariaDB, SQLite and files, each proven before it gets a name.",
        discussion: "Example: vya-backup run --all --config /etc/vya-backup/config.json",
        version: "vya-backup \(Version.number)",
        subcommands: [
            RunCommand.self, ListCommand.self, VerifyCommand.self, RestoreCommand.self, CheckCommand.self,
            DoctorCommand.self, ReportCommand.self,
            CleanupCommand.self, PruneCommand.self, CatalogCommand.self, ConfigCommand.self,
            PluginsCommand.self,
            NotifyCommand.self, ScheduleCommand.self,
            CompletionsCommand.self, VersionCommand.self,
        ])
}

/// The program's version.
enum Version {
    /// Semantic version of this source tree.
    static let number = "0.1.0"
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the program's version.",
        discussion: "Example: vya-backup version")

    @OptionGroup var common: CommonOptions

    func run() {
        Console.standard.print(
            common.json
                ? JSONValue.object([.init("version", .string(Version.number))]).serialized()
                : "vya-backup \(Version.number)")
    }
}
