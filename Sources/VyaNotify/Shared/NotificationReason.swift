/// Why a report is told.
package enum NotificationReason: Sendable, Equatable {
    /// A run of the host.
    case run
    /// A try with made-up data, by `notify test`.
    case sample
    /// A failure made on purpose, by `notify drill`.
    case drill

    /// True when the news is marked as a test.
    var isTest: Bool { self != .run }

    /// What is said below the verdict.
    func note(_ words: Wording) -> String? {
        switch self {
        case .run: nil
        case .sample: words.sample
        case .drill: words.drill
        }
    }
}
