package import VyaCore

/// Hears what a run does while it does it; calls come from the threads that work, several at a time.
package protocol RunObserver: Sendable {
    /// An entry was resolved into jobs.
    func planned(_ entry: Entry, jobs: Int, warnings: [Message])
    /// Nothing of an entry could be planned.
    func failed(_ entry: Entry, _ explanation: Explanation)
    /// Something that was asked for cannot be planned, though the rest of its entry can.
    func failed(_ entry: Entry, _ failure: PlanFailure)
    /// A job begins.
    func started(_ job: Job)
    /// So many bytes of a job's stream have passed, the last of them in this table.
    func advanced(_ job: Job, bytes: Int, table: ExactName?)
    /// A job has ended, well or not.
    func finished(_ job: Job, _ report: BackupReport)
}
