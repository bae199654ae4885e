import Foundation
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaPlugins
import VyaStorage

/// What `cleanup` and `prune` have in common: the lock that runs hold, the past, and the removing.
struct RemovalSession {
    let past: HostHistory
    private let command: String
    private let isDryRun: Bool
    private let access: HostTools
    private let lock: RunLock?
    private var notes: [String] {
        past.problems
            + past.forgottenFolders().map {
                "\($0.printable) holds backups, and the configuration does not name it any more: --folder"
                    + " \(ShellWord.quoted($0)) looks there, too"
            }
    }

    /// Takes the lock, unless nothing is to be changed, and looks at the past.
    ///
    /// Throws `LockedError` while a run is under way: what it makes must not go before it has ended.
    ///
    /// `others` are folders that the configuration does not name.
    init(
        _ loaded: LoadedConfiguration, command: String, isDryRun: Bool, besides others: [String] = []
    ) throws {
        self.command = command
        self.isDryRun = isDryRun
        access = try HostTools()
        let state = try HostHistory.stateFolder()
        lock = isDryRun ? nil : try RunLock.acquire(in: state, command: CommandLine.arguments)
        past = HostHistory(loaded, state: state, besides: others)
    }

    /// The past, after the uploader was asked what it has.
    ///
    /// Throws `SourceError` when the uploader cannot be asked, or confirms what never was.
    func confirmedHistory(_ settings: UploaderSettings) throws -> BackupHistory {
        guard let confirmation = UploadConfirmation(settings, runner: access.runner) else {
            return past.history()
        }
        guard let catalog = past.catalog else { return past.history() }
        if let folder = past.folders.first, try confirmation.believesAnything(in: folder.path) {
            throw UploadConfirmation.lie
        }
        _ = try confirmation.confirm(past.history(), in: catalog, at: Moment.now().unixSeconds)
        return past.history()
    }

    /// Which files of the Python program the uploader says that it has; none where it cannot be asked.
    func confirmedLegacy(_ settings: UploaderSettings) throws -> Set<String> {
        guard let confirmation = UploadConfirmation(settings, runner: access.runner) else { return [] }
        return Set(
            try past.listed.filter { $0.state == .legacy }.map(\.path).filter(confirmation.isTaken))
    }

    /// What retention decides about the backups of an installation.
    static func retentionPlan(
        _ loaded: LoadedConfiguration, _ history: BackupHistory, allowsMost: Bool
    ) -> [RemovalDecision] {
        let policies = loaded.registry.ids.compactMap { id -> (EntryID, RetentionPolicy)? in
            guard let registration = loaded.registry[id],
                let plugin = loaded.plugins.plugin(named: registration.entry.dbms)
            else { return nil }
            return (id, loaded.configuration.retentionPolicy(for: plugin.summary))
        }
        let known = Dictionary(policies, uniquingKeysWith: { first, _ in first })
        return Retention.plan(history, now: Moment.now().unixSeconds, allowsMost: allowsMost) { source in
            known[source.entry] ?? RetentionPolicy()
        }
    }

    /// Removes what a plan says, prints it, and answers with the status to exit with.
    func carryOut(_ plan: [RemovalDecision], common: CommonOptions, explains: Bool) throws -> ExitStatus {
        defer { withExtendedLifetime(lock) {} }
        var (plan, removed, failures) = (plan, 0, [String]())
        if !isDryRun { (removed, failures) = remove(&plan) }
        failures += past.refusals.map {
            ([$0.explanation.message] + $0.explanation.hints).joined(separator: "; ")
        }
        let status: ExitStatus =
            !past.refusals.isEmpty
            ? .unsafeSurroundings : failures.isEmpty ? .success : removed > 0 ? .someFailed : .allFailed
        RemovalPrinter(command: command, common: common, explains: explains, isDryRun: isDryRun)
            .show(plan, removed: removed, failures: failures, notes: notes, status: status)
        return status
    }

    private func remove(_ plan: inout [RemovalDecision]) -> (Int, [String]) {
        guard plan.contains(where: \.removes) || !past.folders.isEmpty else { return (0, []) }
        guard let catalog = past.catalog else {
            return (
                0,
                [
                    "nothing was removed: without a catalog nothing would remember what has gone;"
                        + " run: vya-backup catalog rebuild"
                ]
            )
        }
        let remover = Remover(folders: past.folders, catalog: catalog)
        let now = Moment.now().unixSeconds
        var (removed, failures) = (0, [String]())
        for index in plan.indices where plan[index].removes {
            do {
                if try remover.carryOut(plan[index], at: now) { removed += 1 }
            } catch {
                let words =
                    (error as? any ExplainedError)?.explanation.message ?? String(describing: error).printable
                failures.append(words)
                plan[index] = RemovalDecision(plan[index].backup, removes: false, words)
            }
        }
        for folder in past.folders {
            do { _ = try remover.sweep(folder) } catch {
                failures.append((error as? any ExplainedError)?.explanation.message ?? "\(error)")
            }
        }
        return (removed, failures)
    }
}
