import VyaCore
import VyaEngine

/// Hears what a run does and says nothing.
struct SilentObserver: RunObserver {
    func planned(_ entry: Entry, jobs: Int, warnings: [Message]) {}
    func failed(_ entry: Entry, _ explanation: Explanation) {}
    func failed(_ entry: Entry, _ failure: PlanFailure) {}
    func started(_ job: Job) {}
    func advanced(_ job: Job, bytes: Int, table: ExactName?) {}
    func finished(_ job: Job, _ report: BackupReport) {}
}
