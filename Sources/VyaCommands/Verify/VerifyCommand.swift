import ArgumentParser
import Foundation
import Glibc
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaPlugins
import VyaStorage

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove backups again, from their bytes; with --restore by restoring them.",
        discussion: "Example: vya-backup verify --latest --restore")

    @Argument(help: "The files to prove; needs no configuration.")
    var files: [String] = []

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp(
            "Prove the backups of the entry with this id_dbms; may be repeated.", valueName: "number"))
    var ids: [Int] = []

    @Option(name: .long, help: ArgumentHelp("Only backups of this database or pattern.", valueName: "name"))
    var database: String?

    @Flag(name: .long, help: "Prove the newest backup of each database, of all entries or of those of --id.")
    var latest = false

    @Flag(name: .long, help: "Prove every backup that there is.")
    var all = false

    @Flag(
        name: .long,
        help: "Also restore each into a scratch database or folder, compare, and drop it again (the drill).")
    var restore = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var logging: LogOptions

    func validate() throws {
        guard files.isEmpty != (ids.isEmpty && !latest && !all) else {
            throw ValidationError(
                saying: files.isEmpty
                    ? "say what to verify: FILE, --id NUMBER, --latest or --all"
                    : "files and --id, --latest or --all exclude each other")
        }
        guard !latest || !all else { throw ValidationError(saying: "--latest and --all exclude each other") }
    }

    func run() throws {
        let loaded = files.isEmpty || restore ? try LoadedConfiguration.load(common) : nil
        let printer = VerifyPrinter(common: common, withDrills: restore)
        let backups = try loaded.map { try self.backups(in: $0, printer) } ?? named(printer, in: nil)
        if restore, let loaded {
            try drill(backups, loaded, printer)
        } else {
            StopSignals.watch()
            let prover = RestoreSession.prover(
                plugins: try loaded?.plugins ?? LoadedConfiguration.loadPlugins(), stop: StopSignals.process,
                progress: printer.progress)
            for backup in backups {
                printer.show(try prover.examine(backup).proof, of: backup)
                if !files.isEmpty { recognise(backup, printer) }
            }
        }
        guard !printer.isEmpty else {
            throw SourceError(
                "verify.nothing", "none of these files is a backup",
                hints: ["name the backups, such as FOLDER/*.gz"])
        }
        let status = printer.finish()
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// The files of the command line; what is not there is reported, and the others are proven all the same.
    private func named(_ printer: VerifyPrinter, in loaded: LoadedConfiguration?) -> [StoredBackup] {
        var seen: Set<String> = []
        return files.compactMap { file in
            if isCompanion(file, printer) { return nil }
            do {
                let backup = try StoredBackup.find(file, group: loaded?.group(of: file))
                // A file and what goes with it are one backup.
                return seen.insert(backup.path).inserted ? backup : nil
            } catch {
                printer.show(failure: error, of: file)
                return nil
            }
        }
    }

    /// Passes over cards, and over what the program writes beside a backup where the backup itself is not there, which it says.
    private func isCompanion(_ file: String, _ printer: VerifyPrinter) -> Bool {
        let path = URL(fileURLWithPath: file)
        switch Companion(path.lastPathComponent) {
        case nil: return false
        case .card: return true
        case .of(let name):
            let backup = path.deletingLastPathComponent().appendingPathComponent(name).path
            guard FileManager.default.fileExists(atPath: backup) else {
                printer.note("\(file.printable) goes with \(name.printable), which is not there")
                return true
            }
            return false
        }
    }

    /// Says of a file without a manifest, such as one that came back from elsewhere, which run made it: the catalog
    /// knows its checksum.
    private func recognise(_ backup: StoredBackup, _ printer: VerifyPrinter) {
        guard backup.manifest == nil, let state = try? HostHistory.stateFolder(),
            let catalog = try? Catalog(in: state.path), let sum = try? backup.sha256(),
            let known = try? catalog.artifacts(sha256: sum).first
        else { return }
        printer.note(
            """
            \(backup.name.printable) is the backup of \(known.source.title) that run \(known.runID) made at \
            \(Moment.local(unixSeconds: known.finishedAt).readable)
            """)
    }

    private func backups(in loaded: LoadedConfiguration, _ printer: VerifyPrinter) throws -> [StoredBackup] {
        guard files.isEmpty else { return named(printer, in: loaded) }
        var artifacts = try loaded.artifacts(
            of: ids.map { EntryID($0) }, database: database.map { ExactName($0) })
        // A drill runs what it is given: nobody says where a file without a manifest comes from.
        if restore {
            let all = artifacts
            artifacts = BackupSelection.own(of: all)
            if latest { artifacts = artifacts.filter { $0.manifest != nil } }
            if artifacts.count < all.count, artifacts.isEmpty {
                printer.note(
                    "what is there was made by others, or kept by a `restore --replace`: name the file")
            }
        }
        if latest { artifacts = BackupSelection.newest(of: artifacts) }
        guard !artifacts.isEmpty else {
            throw SourceError(
                "verify.nothing",
                "there is no backup to verify in \(loaded.folders.joined(separator: ", "))",
                hints: ["`vya-backup list` shows the backups that are there"])
        }
        return artifacts.compactMap { artifact in
            do {
                return try StoredBackup.find(artifact.path, group: loaded.group)
            } catch {
                printer.show(failure: error, of: artifact.path)
                return nil
            }
        }
    }

    // MARK: The drill

    private func drill(
        _ backups: [StoredBackup], _ loaded: LoadedConfiguration, _ printer: VerifyPrinter
    ) throws {
        let access = try HostTools()
        let context = try RestoreSession.context(
            loaded: loaded, access: access, progress: printer.progress)
        let registry = loaded.registry
        let target: @Sendable (StoredBackup) throws -> Registry.Registration? = { backup in
            let own = (backup.manifest?.entry ?? backup.parsed?.entry).flatMap { registry[$0] }
            return own.flatMap { registration in registration.entry.drill.map { registry[$0] } ?? registration
            }
        }
        let drill = Drill(context, target: target)
        let lock = try drill.lock()
        defer { withExtendedLifetime(lock) {} }
        drill.sweepFolders()
        let log = RunLog(
            settings: loaded.configuration.log, level: logging.level,
            runID: "drill-\(getpid())")
        var swept: Set<EntryID> = []
        for backup in backups {
            if backup.kind == .globals {
                // Roles are of the whole server, so that there is no scratch to restore them to.
                printer.show(try context.prover.examine(backup).proof, of: backup)
                continue
            }
            if backup.kind != .files, let server = try target(backup), swept.insert(server.entry.id).inserted
            {
                do {
                    for title in try drill.sweep(server) { printer.note("an interrupted drill: \(title)") }
                } catch let error as any ExplainedError {
                    printer.note(
                        "what interrupted drills left cannot be looked for: \(error.explanation.message)")
                }
            }
            let startedAt = Moment.now()
            let report = try drill.run(backup)
            printer.show(report, of: backup)
            log.end("drill", of: report)
            keep(report, of: backup, since: startedAt, context, printer)
        }
    }

    private func keep(
        _ report: RestoreReport, of backup: StoredBackup, since startedAt: Moment, _ context: RestoreContext,
        _ printer: VerifyPrinter
    ) {
        guard let manifest = backup.manifest else { return }
        // A drill that could not be made shows nothing; what the last one has shown stays.
        if report.outcome == .refused, report.error != nil || report.exitStatus == .success { return }
        let evidence = DrillEvidence(
            report: report, sha256: manifest.sha256, startedAt: startedAt, finishedAt: Moment.now(),
            host: context.host, user: Int(geteuid()), program: "vya-backup \(Version.number)",
            expected: manifest.proof.tables)
        do {
            if let state = try? HostHistory.stateFolder() {
                try Catalog(in: state.path).recordDrill(
                    of: manifest.sha256, at: Moment.now().unixSeconds, passed: report.outcome == .restored)
            }
            try evidence.write(beside: backup)
        } catch {
            let words =
                Explanation.of(error).message
            printer.note("the evidence of the drill cannot be written: \(words)")
        }
    }
}
