import Foundation
import VyaConfig
import VyaCore
import VyaEngine
import VyaPlugins
import VyaStorage
import VyaTools

/// Gathers what `doctor` judges: plans the entries without making anything, and looks at the host.
struct DoctorSession {
    private let loaded: LoadedConfiguration
    private let registrations: [Registry.Registration]
    private let access: HostTools
    private let files: HostFiles

    /// Prepares a look at some entries, or at every enabled one; from here on signals ask it to stop.
    ///
    /// Throws `ConfigurationError` for an unknown or disabled id.
    init(_ loaded: LoadedConfiguration, ids: [EntryID]) throws {
        self.loaded = loaded
        registrations = try loaded.registry.select(ids.isEmpty ? .all : .ids(ids))
        access = try HostTools()
        files = HostFiles(environment: ProcessInfo.processInfo.environment)
    }

    /// Looks at everything; throws `StoppedError` when a signal has ended it before.
    func examine() throws -> DoctorReport {
        let plan = try plan()
        if let reason = plan.stopped { throw StoppedError(reason) }
        let past = HostHistory(reading: loaded)
        let history = past.history()
        let now = Moment.now()
        let units = files.units()
        let folders = HostFolders(loaded, registrations, access: access).facts()
        let uploader = HostUploader(
            settings: loaded.configuration.uploader,
            uploadFolder: loaded.configuration.uploadFolder, files: files, units: units)
        var findings = configurationFindings
        findings += plan.entries.flatMap { EntryDiagnosis($0).judge() }
        findings +=
            CoverageDiagnosis(
                configured: loaded.configuration.entries, reports: plan.entries, history: history,
                now: now.unixSeconds
            ).judge()
        findings +=
            PlacesDiagnosis(
                folders: folders, temporary: TmpfilesRules(files.temporaryFiles()),
                privateServices: units.privateTemporary {
                    $0.holds("vya-backup run") || $0.lowercased().holds("idrive")
                }, destinations: destinations(folders, plan), uploader: uploader.facts
            ).judge()
        findings += SpaceDiagnosis(needs: needs(plan, history), folders: folders).judge()
        findings += past.forgottenFolders().map { folder in
            DoctorFinding(
                "doctor.forgotten", .warning, folder.printable,
                "it holds backups of this host, and the configuration does not name it any more",
                reason: "nothing cleans, prunes or counts them",
                remedies: [
                    "vya-backup list --folder \(ShellWord.quoted(folder))",
                    "vya-backup prune --dry-run --explain --folder \(ShellWord.quoted(folder))",
                ])
        }
        let (jobs, unreadable) = files.jobs(units)
        findings +=
            ScheduleDiagnosis(
                jobs: jobs, folders: loaded.folders + (uploader.watched ?? []),
                uploadHours: loaded.configuration.uploader.minimumAgeHours,
                hasUploader: loaded.configuration.declaresUploader, unreadable: unreadable
            ).judge()
        findings += NotificationProbe(loaded.configuration).findings()
        findings +=
            ClockDiagnosis(
                now: now.unixSeconds, isSynchronized: files.isClockSynchronized,
                newestBackup: history.backups.filter { $0.source != nil }.map(\.finishedAt).max(),
                servers: plan.entries.compactMap { entry in
                    entry.server?.clockOffset.map {
                        (subject: "entry \(entry.id) \(entry.dbms.printable)", offset: $0)
                    }
                }
            ).judge()
        return DoctorReport(host: HostName.current, findings: findings, at: now)
    }

    private func plan() throws -> RunReport {
        let parallelism = Parallelism(
            servers: Parallelism.lanes(of: registrations).count, requested: nil,
            cores: ProcessInfo.processInfo.activeProcessorCount)
        var context = try RunContext(
            runID: RunSession.newRunID(at: Moment.now()), host: HostName.current, access: access,
            compression: loaded.configuration.compression, jobs: parallelism.total,
            observer: SilentObserver())
        (context.ownFolders, context.logFolder) = (loaded.ownFolders, loaded.configuration.log.folder)
        return BackupRun(context, parallelism: parallelism, examines: true).plan(registrations)
    }

    private var configurationFindings: [DoctorFinding] {
        let path = loaded.configuration.path
        let isReadable = loaded.diagnostics.contains { $0.code == .readableSecret }
        let count = loaded.diagnostics.count
        var findings = [
            DoctorFinding(
                "doctor.configuration", .ok, "configuration",
                count == 0
                    ? "\(path.printable)"
                    : count == 1
                        ? "\(path.printable), 1 remark that vya-backup config check shows"
                        : "\(path.printable), \(count) remarks that vya-backup config check shows"
            )
        ]
        if isReadable {
            findings.append(
                DoctorFinding(
                    "doctor.secret-readable", .critical, path.printable,
                    "every user of this host can read the passwords in it",
                    reason: "whoever has an account here, or breaks into one, has the databases",
                    remedies: ["chmod 600 \(ShellWord.quoted(path))"]))
        }
        if !loaded.shadowed.isEmpty {
            findings.append(
                DoctorFinding(
                    "doctor.configuration-shadowed", .warning,
                    loaded.shadowed.map(\.printable).joined(separator: ", "),
                    "it is not read, because \(path.printable) is",
                    reason: "what is changed in it changes nothing, and what it alone names is not backed up",
                    remedies: loaded.shadowed.map {
                        "mv \(ShellWord.quoted($0)) \(ShellWord.quoted($0 + ".not-read"))"
                    }))
        }
        return findings
    }

    private func destinations(_ folders: [FolderFacts], _ plan: RunReport) -> [PlacesDiagnosis.Destination] {
        registrations.map { registration in
            let entry = registration.entry
            let server = plan.entries.first { $0.id == entry.id }?.server
            let neighbours = folders.first { $0.path == registration.folder }.map {
                HostFolders.neighbours(of: $0, entry, dataFolder: server?.dataFolder)
            }
            return PlacesDiagnosis.Destination(
                entry: entry.id, dbms: entry.dbms, folder: registration.folder,
                key: loaded.folderKey(of: entry), neighbours: neighbours ?? [])
        }
    }

    /// What each planned backup is expected to take.
    private func needs(_ plan: RunReport, _ history: BackupHistory) -> [SpaceDiagnosis.Need] {
        let sources = history.bySource
        return plan.entries.flatMap { entry -> [SpaceDiagnosis.Need] in
            guard let folder = loaded.registry[entry.id]?.folder else { return [] }
            return entry.backups.filter { $0.outcome == .planned }.map { backup in
                let source = BackupSource(
                    entry: entry.id, dbms: entry.dbms, kind: backup.kind, database: backup.database)
                return SpaceDiagnosis.Need(
                    folder: folder, lastBytes: sources[source]?.first?.bytes,
                    sourceBytes: backup.estimatedBytes)
            }
        }
    }
}

extension LoadedConfiguration {
    /// The key of `bkp_system` that says where an entry's backups go.
    func folderKey(of entry: Entry) -> String {
        let keys = plugins.plugin(named: entry.dbms)?.summary.folderKeys ?? []
        return keys.first { configuration.folders[$0] != nil } ?? keys.first ?? "path_" + entry.dbms
    }
}
