import ArgumentParser
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage

struct CleanupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup",
        abstract: "Remove the local files of backups that the uploader has taken.",
        discussion: "Example: vya-backup cleanup --dry-run --explain")

    @Flag(name: .long, help: "Show what would be removed; remove nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Say of every file why it goes or stays.")
    var explain = false

    @Flag(name: .long, help: "Remove every file of this program, whatever the uploader did.")
    var all = false

    @Flag(name: .long, help: "Also remove files that the Python program made.")
    var legacy = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let removal = try RemovalSession(loaded, command: "cleanup", isDryRun: dryRun)
        let settings = loaded.configuration.uploader
        let history = try removal.confirmedHistory(settings)
        let plan = UploadRelease.plan(
            history,
            rule: UploadRelease.Rule(
                minimumAgeHours: settings.minimumAgeHours, isConfirmed: settings.confirmation != nil,
                takesAll: all,
                takesLegacy: legacy),
            now: Moment.now().unixSeconds)
        let status = try removal.carryOut(plan, common: common, explains: explain)
        if status != .success { throw ExitCode(status.rawValue) }
    }
}
