/// Why a run was stopped before its end.
package enum StopReason: Sendable, Equatable {
    case hangup
    case interrupt
    case terminate
    case deadline

    /// The status that the command then ends with.
    package var exitStatus: ExitStatus {
        switch self {
        case .hangup: .hangup
        case .interrupt: .interrupted
        case .terminate: .terminated
        case .deadline: .deadline
        }
    }

    /// The reason in words, for messages.
    package var words: String {
        switch self {
        case .hangup: "interrupted by SIGHUP"
        case .interrupt: "interrupted by SIGINT"
        case .terminate: "interrupted by SIGTERM"
        case .deadline: "the run's own deadline was reached"
        }
    }
}
