package import VyaCore

/// Decides the exit status of a run from what its entries report; the one place that does (CONTRACT §2).
package enum RunVerdict {
    /// 0 when all succeeded, 2 when nothing was published, 1 when something failed or is incomplete.
    package static func status(of entries: [EntryReport]) -> ExitStatus {
        let outcomes = entries.flatMap { entry in
            entry.error == nil ? entry.backups.map(\.outcome) : entry.backups.map(\.outcome) + [.failure]
        }
        let failures = outcomes.count { $0 == .failure }
        if failures == outcomes.count { return .allFailed }
        return failures > 0 || outcomes.contains(.incomplete) ? .someFailed : .success
    }
}
