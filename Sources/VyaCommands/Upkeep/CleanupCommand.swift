import ArgumentParser
import Foundation
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
import VyaSystem

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

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Look into this folder, too, which the configuration does not name.", valueName: "path"))
    var folder: [String] = []

    @OptionGroup var common: CommonOptions

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let settings = loaded.configuration.uploader
        let watched = loaded.configuration.watchedFolders
        guard all || settings.confirmation != nil || watched != nil else {
            throw CleanupCommand.undeclared(loaded)
        }
        var removal = try RemovalSession(
            loaded, command: "cleanup", isDryRun: dryRun, besides: try FolderOption.paths(folder))
        try removal.askUploader(settings)
        let confirmedLegacy = legacy ? try removal.confirmedLegacy(settings) : []
        try removal.begin()
        let now = Moment.now().unixSeconds
        let plan = UploadRelease.plan(
            removal.past.history(),
            rule: UploadRelease.Rule(
                minimumAgeHours: settings.minimumAgeHours,
                watched: (watched ?? []).map { FolderOption.resolved($0) },
                isConfirmed: settings.confirmation != nil, takesAll: all, takesLegacy: legacy,
                clockIsDoubtful: removal.past.clockHasJumped(BootClock.read(), at: now),
                confirmedLegacy: confirmedLegacy),
            now: now)
        let status = try removal.carryOut(plan, common: common, explains: explain)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// Nothing says what takes the backups from this host, so that removing them could remove the only copies (N1).
    private static func undeclared(_ loaded: LoadedConfiguration) -> ConfigurationError {
        let folders = loaded.folders.map { JSONValue.string($0).serialized() }.joined(separator: ", ")
        return ConfigurationError(
            "cleanup.no-uploader",
            """
            the configuration declares no uploader, so that nothing says what takes the backups from this \
            host; nothing was removed
            """,
            hints: [
                """
                declare the folders that your uploader really looks into, such as: \"uploader\": { \
                \"watches\": [\(folders)] }
                """,
                """
                better: also how to ask it, with \"confirm\" (Documentation/configuration.md); `vya-backup doctor` \
                says which folders it does not look into
                """,
                "on a host without an uploader `vya-backup prune` removes old backups and keeps the newest",
            ])
    }
}

/// The folders of `--folder`.
enum FolderOption {
    /// Their absolute paths; throws `UsageError` for one that is not there.
    static func paths(_ folders: [String]) throws -> [String] {
        try folders.map { folder in
            let path = URL(fileURLWithPath: folder).standardizedFileURL.path
            guard FileManager.default.fileExists(atPath: path) else {
                throw UsageError("folder.missing", "there is no folder \(folder.printable)")
            }
            return path
        }
    }

    /// The path without links; the path itself where there is nothing.
    static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
