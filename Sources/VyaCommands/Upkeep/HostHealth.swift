import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
import VyaSystem

/// The past of this host and what `check` says of it.
struct HostHealth {
    /// The past, of all entries.
    let history: BackupHistory
    /// What could be said of each folder's file system.
    let spaces: [FolderSpace]
    /// The judgement of the entries that were asked for.
    let report: HealthReport

    /// Looks at the folders and judges; no `ids` are all entries.
    ///
    /// The uploader is asked before what it has, which can take long, unless `asksUploader` is false.
    /// Throws `ConfigurationError` for an id that the configuration does not have, and what the state folder throws.
    init(_ loaded: LoadedConfiguration, ids: [EntryID] = [], asksUploader: Bool = true) throws {
        let registrations = try loaded.registry.select(ids.isEmpty ? .all : .ids(ids))
        let state = try HostHistory.stateFolder()
        let past = HostHistory(loaded, state: state)
        let settings = loaded.configuration.uploader
        let now = Moment.now().unixSeconds
        var findings: [HealthFinding] = past.problems.map {
            HealthFinding(
                "check.catalog", .warning, "catalog", $0, remedy: "run: vya-backup catalog rebuild")
        }
        var history = past.history()
        if asksUploader, let confirmation = UploadConfirmation(settings, runner: try HostTools().runner) {
            do {
                try confirmation.confirm(past, at: now)
                history = past.history()
            } catch {
                let explanation = Explanation.of(error)
                findings.append(
                    HealthFinding(
                        explanation.code == UploadConfirmation.lie.explanation.code
                            ? "check.uploader-lies" : "check.uploader", .critical, "uploader",
                        explanation.message, remedy: "look at uploader.confirm in the configuration"))
            }
        }
        findings += loaded.configuration.notificationFaults.map {
            HealthFinding(
                "check.notifications", .critical, "notifications",
                "nobody is told by these settings: \($0.words)",
                remedy:
                    "mend it; `vya-backup config check` shows all of it, and `vya-backup notify test` tries it"
            )
        }
        let known = Set(registrations.map(\.entry.id))
        findings += InterruptedRestore.all(in: state, before: now - 86_400)
            .filter { known.contains($0.entry) }
            .map { interrupted in
                HealthFinding(
                    "check.interrupted-restore", .warning, "restore",
                    interrupted.isDrill
                        ? """
                        a drill was killed, and what it made may still be on the server of id_dbms \
                        \(interrupted.entry): \(interrupted.holder)
                        """
                        : """
                        a restore was killed, and what it made may still be on the server of id_dbms \
                        \(interrupted.entry): \(interrupted.holder)
                        """,
                    remedy: interrupted.isDrill
                        ? "run: vya-backup verify --id \(interrupted.entry) --latest --restore"
                        : """
                        run the same restore again; or drop what it left, and remove \
                        \(ShellWord.quoted(state.path + "/" + interrupted.lock))
                        """)
            }
        let entries = registrations.map { registration in
            ExpectedEntry(
                id: registration.entry.id, dbms: registration.entry.dbms,
                names: registration.entry.databases.filter {
                    registration.entry.dbms == "files" || (try? Glob($0))?.isLiteral ?? false
                }, databases: registration.entry.databases, ignored: registration.entry.ignored,
                thresholds: registration.entry.thresholds)
        }
        let prunes = loaded.configuration.prunesBeforeRun || loaded.configuration.prunesAfterRun
        var report = HealthCheck(
            history, entries: entries, folders: past.spaces, confirms: settings.confirmation != nil,
            startedAt: BootClock.read().map { now - $0.seconds },
            retention: prunes ? RemovalSession.retentionPlan(loaded, history, allowsMost: false) : [],
            now: now
        ).judge()
        report.findings = findings + report.findings
        (self.history, self.spaces, self.report) = (history, past.spaces, report)
    }
}
