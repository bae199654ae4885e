import VyaCore
import VyaEngine
import VyaStorage

/// Prunes within a run, whose lock is held already: before the dumps to make room for them, or after they succeeded.
struct RunPruning {
    let installation: Installation
    let state: SafeFolder

    /// Removes what retention lets go, and answers with what could not be removed.
    ///
    /// Retention itself sees to it that nothing goes of a source whose last run failed, and never the newest good ones.
    func run() -> [String] {
        let past = HostHistory(installation, state: state)
        guard let catalog = past.catalog else { return past.problems }
        let remover = Remover(folders: past.folders, catalog: catalog, name: "prune")
        let plan = Upkeep.retentionPlan(installation, past.history(), allowsMost: false)
        return plan.filter(\.removes).compactMap { disposition in
            do {
                _ = try remover.remove(disposition.backup, at: Moment.now().unixSeconds)
                return nil
            } catch {
                return (error as? any ExplainedError)?.explanation.message
                    ?? String(describing: error).printable
            }
        }
    }
}
