import ArgumentParser
import Foundation
import Glibc
import VyaConfig
import VyaCore
import VyaEngine
import VyaPlugins
import VyaStorage

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring a database, tables, roles or files back from a backup.",
        discussion: "Example: vya-backup restore FILE --target shop_copy --plan")

    @Argument(help: "The backup; its manifest, or --id, says which server it goes to.")
    var file: String?

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp(
            "The entry of the server; with --database also the one whose backup it is.", valueName: "number"))
    var id: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("Restore the newest backup of this database or pattern.", valueName: "name"))
    var database: String?

    @Flag(name: .long, help: "With --database: the newest backup, which is also the default.")
    var latest = false

    @Option(
        name: .long, help: ArgumentHelp("With --database: the newest backup made by then.", valueName: "time")
    )
    var at: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Restore under this name; the original one by default.", valueName: "name"))
    var target: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Files: restore into this folder; their original places by default.", valueName: "folder"))
    var to: String?

    @Option(
        name: .customLong("table"),
        help: ArgumentHelp("Bring back this table alone; may be repeated.", valueName: "name"))
    var tables: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Files: bring back only what matches; may be repeated.", valueName: "glob"))
    var only: [String] = []

    @Flag(
        name: [.customLong("plan"), .customLong("dry-run")],
        help: "Show what would be done and what stands in the way; change nothing.")
    var plan = false

    @Flag(name: .long, help: "What has the name now gives way, once the restored one is proven.")
    var replace = false

    @Flag(name: .long, help: "Restore the roles or users of the set first; those that exist are left alone.")
    var globals = false

    @Flag(name: .long, help: "Restore a backup that lacks something all the same.")
    var acceptIncomplete = false

    @Flag(name: .long, help: "PostgreSQL: name what cannot be restored, and bring the rest.")
    var keepGoing = false

    @Flag(
        name: .long, help: "Run statements that are merely not known, but nothing that would act on the host."
    )
    var acceptUnknown = false

    @Flag(name: .long, help: "Files: device nodes, set-user-id bits and privileged attributes come back too.")
    var preserveSpecial = false

    @Flag(
        name: .long,
        help:
            "Files: owners come back by number, and not by name where this host has users and groups of that name."
    )
    var numericOwner = false

    @Flag(name: .long, help: "PostgreSQL: all that is made belongs to the account; no owner is needed.")
    var noOwner = false

    @Flag(name: .long, help: "PostgreSQL: nothing is granted to anybody; no role is needed for it.")
    var noPrivileges = false

    @Flag(name: .long, help: "Do not ask for the name to be typed.")
    var yes = false

    @Flag(name: .long, help: "Print the commands that restore the set with stock tools alone.")
    var card = false

    @Flag(name: .long, help: "With --card: write them beside the set instead.")
    var beside = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var logging: LogOptions

    func validate() throws {
        guard (file == nil) != (database == nil) || card && file == nil && id != nil else {
            throw ValidationError(
                saying: file == nil
                    ? "say what to restore: FILE, or --id NUMBER --database NAME"
                    : "FILE and --database exclude each other")
        }
        guard database == nil || id != nil else {
            throw ValidationError(saying: "--database needs --id NUMBER")
        }
        guard database != nil || !latest && at == nil else {
            throw ValidationError(saying: "--latest and --at go with --database NAME")
        }
        guard !latest || at == nil else {
            throw ValidationError(saying: "--latest and --at exclude each other")
        }
        guard tables.isEmpty || !replace else {
            throw ValidationError(
                saying:
                    "--table never replaces a table; use --target NAME and move the rows yourself")
        }
        guard !beside || card else { throw ValidationError(saying: "--beside goes with --card") }
        for (name, value) in [("--target", target), ("--to", to)] where value?.isEmpty == true {
            throw ValidationError(saying: "\(name) is empty")
        }
    }

    func run() throws {
        // On the day of the disaster a file may be all that there is: for a card, and for files, it is enough.
        let given = try card ? nil : file.map { try StoredBackup.find($0) }
        let isEnough = given.map(isOfFiles) == true || card && file != nil
        let loaded =
            try isEnough ? LoadedConfiguration.loadOrEmpty(common) : LoadedConfiguration.load(common)
        if card { return try showCard(loaded) }
        let backup = try given ?? self.backup(in: loaded)
        let access = try HostTools()
        let progress = ProgressLine(common: common)
        let printer = RestorePrinter(common: common, progress: progress)
        let context = try RestoreSession.context(
            loaded: loaded, access: access, progress: progress)
        let report =
            isOfFiles(backup)
            ? try restoreFiles(backup, context, loaded, printer)
            : try restoreDatabase(backup, context, loaded, access, printer)
        printer.show(report)
        if report.outcome != .planned { log(loaded)?.end("restore", of: report) }
        if report.exitStatus != .success { throw ExitCode(report.exitStatus.rawValue) }
    }

    /// True for an archive of files: by its manifest or name, or by where it is to go.
    private func isOfFiles(_ backup: StoredBackup) -> Bool {
        if let known = backup.manifest?.kind ?? backup.parsed?.kind { return known == .files }
        if to != nil || !only.isEmpty || preserveSpecial || numericOwner { return true }
        return backup.kind == .files && target == nil && tables.isEmpty && !globals && !noOwner
            && !noPrivileges
    }

    /// The log that the configuration names; without one there is none.
    private func log(_ loaded: LoadedConfiguration) -> RunLog? {
        guard !loaded.configuration.path.isEmpty else { return nil }
        return RunLog(
            settings: loaded.configuration.log, level: logging.level,
            runID: "restore-\(getpid())")
    }

    private func backup(in loaded: LoadedConfiguration) throws -> StoredBackup {
        var artifacts = try loaded.artifacts(
            of: id.map { [EntryID($0)] } ?? [], database: database.map { ExactName($0) })
        if let at { artifacts = try BackupSelection.made(by: at, of: artifacts) }
        guard let newest = BackupSelection.own(of: artifacts).first(where: { $0.fault == nil }) else {
            throw SourceError(
                "restore.no-backup",
                at.map { "there is no backup of \((database ?? "").printable) made by \($0.printable)" }
                    ?? "there is no backup of \((database ?? "").printable)",
                details: artifacts.isEmpty
                    ? [] : ["those that are there were made by others, or kept by a `restore --replace`"],
                hints: (artifacts.first.map {
                    ["to restore the newest of them: vya-backup restore \(ShellWord.quoted($0.path))"]
                } ?? []) + ["`vya-backup list --id \(id ?? 0)` shows the backups that are there"])
        }
        return try StoredBackup.find(newest.path)
    }

    // MARK: Databases

    private func restoreDatabase(
        _ backup: StoredBackup, _ context: RestoreContext, _ loaded: LoadedConfiguration, _ access: HostTools,
        _ printer: RestorePrinter
    ) throws -> RestoreReport {
        guard to == nil, only.isEmpty, !preserveSpecial, !numericOwner else {
            throw UsageError(
                "restore.files-only",
                "--to, --only, --preserve-special and --numeric-owner are for archives of files")
        }
        let registration = try RestoreSession.registration(for: backup, id: id, dbms: nil, in: loaded)
        var wanted = DatabaseRestore.Request()
        wanted.target = target.map { ExactName($0) }
        wanted.tables = tables.map { ExactName($0) }
        (wanted.replaces, wanted.acceptsIncomplete, wanted.withGlobals) = (replace, acceptIncomplete, globals)
        (wanted.leavesOwners, wanted.leavesPrivileges) = (noOwner, noPrivileges)
        (wanted.acceptsUnknown, wanted.keepsGoing) = (acceptUnknown, keepGoing)
        let restore = DatabaseRestore(
            backup, to: registration, wanted: wanted, context: context,
            safetyBackup: { name in
                try RestoreCommand.backUp(name, of: registration, loaded, access, common)
            })
        let name =
            backup.kind == .globals ? "globals" : wanted.target?.text ?? backup.database?.text ?? "restored"
        return try goOn(try restore.prepare(try restore.examine()), name: name, loaded, printer)
    }

    /// Does what was prepared, once the operator has confirmed it; answers with what came of it, or with the plan.
    private func goOn<Prepared>(
        _ preparation: Preparation<Prepared>, name: String, _ loaded: LoadedConfiguration,
        _ printer: RestorePrinter
    ) throws -> RestoreReport {
        guard case .ready(let prepared) = preparation else { return preparation.report }
        guard try isToGoOn(prepared.report, name: name, printer) else {
            var report = prepared.report
            report.outcome = .planned
            return report
        }
        log(loaded)?.begin("restore", of: prepared.report)
        return try prepared.execute()
    }

    /// Backs up the database that is about to be replaced, as a run would; answers with the path of the artifact.
    private static func backUp(
        _ name: ExactName, of registration: Registry.Registration, _ loaded: LoadedConfiguration,
        _ access: HostTools, _ common: CommonOptions
    ) throws -> String {
        var context = try RunContext(
            runID: RunSession.newRunID(at: Moment.now()), host: HostName.current, access: access,
            compression: loaded.configuration.compression, jobs: 1,
            observer: RunPrinter(common: common))
        context.hostID = try HostIdentity.load(in: try HostHistory.stateFolder(), name: HostName.current).id
        context.makesSafetyCopy = true
        let report = BackupRun(
            context, parallelism: Parallelism(servers: 1, requested: 1, cores: 1), only: [name]
        ).execute([registration])
        // What it lacks is in the old database still, which is kept.
        guard let file = report.backups.first?.file, report.backups.allSatisfy({ $0.outcome < .failure })
        else {
            let error = report.backups.compactMap(\.error).first ?? report.entries.compactMap(\.error).first
            throw SourceError(
                "restore.safety-backup",
                "the database as it is could not be backed up, so it was left alone"
                    + (error.map { ": " + $0.message } ?? ""), details: error?.details ?? [],
                hints: error?.hints ?? [])
        }
        return file
    }

    // MARK: Files

    private func restoreFiles(
        _ backup: StoredBackup, _ context: RestoreContext, _ loaded: LoadedConfiguration,
        _ printer: RestorePrinter
    ) throws -> RestoreReport {
        guard target == nil, tables.isEmpty, !globals, !noOwner, !noPrivileges else {
            throw UsageError(
                "restore.databases-only",
                "--target, --table, --globals, --no-owner and --no-privileges are for databases; files go --to a folder"
            )
        }
        var wanted = FilesRestore.Request()
        wanted.folder = to.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        wanted.only = only.map { ExactName($0) }
        (wanted.preservesSpecial, wanted.replaces, wanted.acceptsIncomplete) = (
            preserveSpecial, replace, acceptIncomplete
        )
        wanted.keepsNumbers = numericOwner
        return try goOn(
            try FilesRestore(backup, wanted: wanted, context: context).prepare(),
            name: wanted.folder ?? "/", loaded, printer)
    }

    // MARK: Asking

    /// Shows the plan, and has the operator type the name of what will be there afterwards (F20).
    private func isToGoOn(_ report: RestoreReport, name: String, _ printer: RestorePrinter) throws -> Bool {
        guard !plan else { return false }
        if yes { return true }
        guard isatty(STDIN_FILENO) == 1, !common.json else {
            printer.showPlan(report)
            throw UsageError(
                "restore.not-confirmed",
                "nobody is at a terminal to confirm this restore, so nothing was done",
                hints: ["look at the plan above; then say --yes"])
        }
        printer.showPlan(report)
        Console.standard.draw("Type \(name.printable) to go on: ")
        guard readLine() == name else {
            throw UsageError("restore.not-confirmed", "not confirmed, so nothing was done")
        }
        return true
    }

    // MARK: The card

    private func showCard(_ loaded: LoadedConfiguration) throws {
        let (folder, manifests) = try RecoveryCardSet.find(file: file, id: id, database: database, in: loaded)
        let items = manifests.map { manifest in
            let plugin = loaded.plugins.plugin(named: manifest.dbms)
            return RecoveryCard.Item(manifest: manifest, restorer: plugin.flatMap(RecoveryCardSet.restorer))
        }
        let text = RecoveryCard(items, in: folder.path).text
        guard beside, let first = manifests.first else { return Console.standard.print(text) }
        let stamp = first.file.prefix(15)
        let name = "\(stamp)_\(ArtifactName.encoded(first.dbms))_\(first.entry)_card.txt"
        try folder.replace(document: Array(text.utf8), as: name)
        if !common.quiet { Console.standard.print(folder.path + "/" + name) }
    }
}
