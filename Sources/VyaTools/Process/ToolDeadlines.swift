import VyaCore

/// How long one tool may take, as the runner watches it.
struct ToolDeadlines: Sendable, Equatable {
    /// How long it may write nothing; the time that the sink takes does not count.
    var idle: Duration
    /// How long it may take altogether.
    var total: Duration
    /// How long it may take to answer a question; nil for a stream.
    var answer: Duration?

    /// The deadlines of a stream.
    init(_ timeouts: Timeouts) {
        idle = .seconds(timeouts.idleSeconds)
        total = .seconds(timeouts.totalSeconds)
    }

    /// The deadlines of a question: time to connect, and some to answer.
    init(_ timeouts: Timeouts, patience: Duration) {
        self.init(timeouts)
        answer = .seconds(timeouts.connectSeconds) + patience
    }

    /// The deadline of something that asks no server.
    init(answer: Duration) {
        (idle, total, self.answer) = (answer, answer, answer)
    }
}

/// Says which deadline of a tool has passed.
enum DeadlinePassed: Error, Equatable {
    case idle(Duration)
    case total(Duration)
    case answer(Duration)

    /// The error that the operator reads.
    func sourceError(tool: String, details: [Message]) -> SourceError {
        let (what, hint): (Message, Message) =
            switch self {
            case .idle(let limit):
                (
                    "it wrote nothing for \(limit.inSeconds) (idle_seconds)",
                    "see what it waits for on the server; raise timeouts.idle_seconds if it needs that long"
                )
            case .total(let limit):
                (
                    "it was not done after \(limit.inSeconds) (total_seconds)",
                    "raise timeouts.total_seconds if it needs that long"
                )
            case .answer(let limit):
                (
                    "it did not answer within \(limit.inSeconds) (connect_seconds)",
                    "see whether the server answers on that host and port; raise timeouts.connect_seconds if it is slow"
                )
            }
        return SourceError("tool.timed-out", "\(tool) timed out: \(what)", details: details, hints: [hint])
    }
}

extension Duration {
    /// The duration for a message: `600 s`, `1.5 s`.
    var inSeconds: String {
        let tenths = Int((self / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
