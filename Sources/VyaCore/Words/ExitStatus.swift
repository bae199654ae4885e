/// The exit statuses of every command but `check`; contract.md §2.
package enum ExitStatus: Int32, Sendable, Equatable, CaseIterable, Comparable {
    case success = 0
    case someFailed = 1
    case allFailed = 2
    case configuration = 3
    case damaged = 4
    case unsafeSurroundings = 5
    case usage = 64
    case output = 74
    case locked = 75
    case deadline = 124
    case hangup = 129
    case interrupted = 130
    case terminated = 143

    private var severity: Int {
        switch self {
        case .success: 0
        // What was asked for is done; only the telling failed.
        case .output: 1
        case .someFailed: 1
        case .allFailed: 2
        case .damaged: 3
        case .configuration: 4
        case .unsafeSurroundings: 5
        case .usage: 6
        case .locked: 7
        case .deadline: 8
        case .hangup, .interrupted, .terminated: 9
        }
    }

    /// Orders by severity: of several, the greatest is the one to exit with.
    package static func < (left: ExitStatus, right: ExitStatus) -> Bool {
        left.severity < right.severity
    }
}
