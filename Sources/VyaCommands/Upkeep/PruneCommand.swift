import ArgumentParser
import VyaCore
import VyaEngine
import VyaStorage

struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove old backups as retention says, on hosts without an uploader.",
        discussion: "Example: vya-backup prune --dry-run --explain")

    @Flag(name: .long, help: "Show what would be removed; remove nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Say of every file why it goes or stays.")
    var explain = false

    @Flag(name: .long, help: "Also when more than half of the backups of a database would go.")
    var yes = false

    @Option(name: .long, help: ArgumentHelp("Keep this backup until it is unpinned.", valueName: "file"))
    var pin: String?

    @Option(name: .long, help: ArgumentHelp("Do not keep it any longer than others.", valueName: "file"))
    var unpin: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Look into this folder, too, which the configuration does not name.", valueName: "path"))
    var folder: [String] = []

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard pin == nil || unpin == nil else {
            throw ValidationError(saying: "--pin and --unpin exclude each other")
        }
    }

    func run() throws {
        if let file = pin ?? unpin { return try setPin(file, isPinned: pin != nil) }
        let loaded = try LoadedConfiguration.load(common)
        var removal = try RemovalSession(
            loaded, command: "prune", isDryRun: dryRun, besides: try FolderOption.paths(folder))
        try removal.begin()
        let plan = RemovalSession.retentionPlan(loaded, removal.past.history(), allowsMost: yes)
        let status = try removal.carryOut(plan, common: common, explains: explain)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private func setPin(_ file: String, isPinned: Bool) throws {
        let backup = try StoredBackup.find(file)
        guard backup.manifest != nil, (try? backup.folder.status(of: backup.name)) != nil else {
            throw SourceError(
                "pin.not-backup", "\(file.printable) is no backup of this program",
                hints: ["`vya-backup list` shows the backups that are there"])
        }
        let name = backup.name + ArtifactName.pinSuffix
        if isPinned {
            try backup.folder.replace(document: Array("pinned \(Moment.now().rfc3339)\n".utf8), as: name)
        } else {
            _ = try backup.folder.remove(name)
        }
        if !common.quiet {
            let path = backup.path.printable
            Console.standard.print(isPinned ? "pinned \(path)" : "unpinned \(path)")
        }
    }
}
