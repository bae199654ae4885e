import Foundation
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaPlugins
import VyaStorage

/// What `cleanup` and `prune` have in common: the lock that runs hold, the past, and the removing.
///
/// The uploader is asked first, for as long as it takes; then `begin` takes the lock, and what is decided is decided with it.
struct RemovalSession {
    /// The past as it was when it was last looked at.
    private(set) var past: HostHistory
    private let loaded: LoadedConfiguration
    private let command: String
    private let isDryRun: Bool
    private let access: HostTools
    private let look: () -> HostHistory
    private let state: SafeFolder
    private var lock: RunLock?
    private var notes: [Message] {
        past.problems
            + past.forgottenFolders().map {
                """
                \($0.printable) holds backups, and the configuration does not name it any more: --folder \
                \(ShellWord.quoted($0)) looks there, too
                """
            }
    }

    /// Looks at the past; `others` are folders that the configuration does not name.
    init(
        _ loaded: LoadedConfiguration, command: String, isDryRun: Bool, besides others: [String] = []
    ) throws {
        (self.loaded, self.command, self.isDryRun) = (loaded, command, isDryRun)
        access = try HostTools()
        state = try HostHistory.stateFolder()
        look = { [state] in HostHistory(loaded, state: state, besides: others) }
        past = look()
    }

    /// Takes the lock, unless nothing is to be changed, and looks at the past again.
    ///
    /// Throws `LockedError` while a run is under way: what it makes must not go before it has ended.
    mutating func begin() throws {
        if !isDryRun { lock = try RunLock.acquire(in: state, command: CommandLine.arguments) }
        past = look()
    }

    /// Asks the uploader what it has, and takes it down; nobody, where the configuration declares nobody to ask.
    ///
    /// Blocks, before `begin`. Throws `SourceError` when it cannot be asked, or confirms what never was.
    func askUploader(_ settings: UploaderSettings) throws {
        try UploadConfirmation(settings, runner: access.runner)?.confirm(past, at: Moment.now().unixSeconds)
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
        var (plan, removed, failures) = (plan, 0, [Message]())
        if !isDryRun {
            (removed, failures) = remove(&plan)
            MetricsExporter(loaded).export(copiesOf: try HostHealth(loaded, asksUploader: false).report)
        }
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

    private func remove(_ plan: inout [RemovalDecision]) -> (Int, [Message]) {
        guard plan.contains(where: \.removes) || !past.folders.isEmpty else { return (0, []) }
        guard let catalog = past.catalog else {
            return (
                0,
                [
                    """
                    nothing was removed: without a catalog nothing would remember what has gone; run: \
                    vya-backup catalog rebuild
                    """
                ]
            )
        }
        let remover = Remover(folders: past.folders, catalog: catalog)
        let now = Moment.now().unixSeconds
        var (removed, failures) = (0, [Message]())
        for index in plan.indices where plan[index].removes {
            do {
                if try remover.carryOut(plan[index], at: now) { removed += 1 }
            } catch {
                let words =
                    Explanation.of(error).message
                failures.append(words)
                plan[index] = RemovalDecision(plan[index].backup, removes: false, words)
            }
        }
        for folder in past.folders {
            do { _ = try remover.sweep(folder) } catch {
                failures.append(Explanation.of(error).message)
            }
        }
        return (removed, failures)
    }
}
