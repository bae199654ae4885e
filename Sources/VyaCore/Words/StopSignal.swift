import Dispatch
import Synchronization

/// Carries the wish to stop from whoever notices it to every thread that works.
///
/// Threads ask `reason` between blocks of work, or register an action that wakes them.
package final class StopSignal: Sendable {
    private struct State {
        var reason: StopReason?
        var raisedAt: SuspendingClock.Instant?
        var aliveUntil: SuspendingClock.Instant?
        var impatience = 0
        var actions: [Int: @Sendable (Int) -> Void] = [:]
        var nextKey = 0
    }

    private let state = Mutex(State())
    private let stopped: StopSignal?

    /// Makes a signal that nobody has raised yet.
    package init() { stopped = nil }

    /// Makes a signal that nobody has raised yet, for what has to be done although another one was raised: signs of life
    /// go to that one.
    package init(after stopped: StopSignal) { self.stopped = stopped }

    /// The first reason that was raised; nil while work goes on.
    package var reason: StopReason? { state.withLock { $0.reason } }

    /// How many times it was raised; a second time asks for less patience.
    package var impatience: Int { state.withLock { $0.impatience } }

    /// Throws when somebody has asked to stop.
    package func check() throws(StoppedError) {
        if let reason { throw StoppedError(reason) }
    }

    /// Lets the thread rest; throws at once when somebody asks to stop meanwhile.
    package func pause(_ duration: Duration) throws(StoppedError) {
        let raised = DispatchSemaphore(value: 0)
        let key = onRaise { _ in raised.signal() }
        defer { remove(key) }
        // The nanoseconds of the monotonic clock: what the wall clock does is nothing to a pause.
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        _ = raised.wait(timeout: .now() + .nanoseconds(nanoseconds))
        try check()
    }

    /// Asks everybody to stop; the first reason is kept, each further call raises the impatience.
    package func raise(_ reason: StopReason) {
        let (actions, impatience) = state.withLock { state in
            state.reason = state.reason ?? reason
            state.raisedAt = state.raisedAt ?? .now
            state.impatience += 1
            return (Array(state.actions.values), state.impatience)
        }
        for action in actions { action(impatience) }
    }

    /// Has an action called, with the impatience, at every `raise`, at once if that has already happened.
    ///
    /// The action runs on the raiser's thread and must not block. Returns the key for `remove`.
    package func onRaise(_ action: @escaping @Sendable (Int) -> Void) -> Int {
        let (key, impatience) = state.withLock { state in
            let key = state.nextKey
            state.nextKey += 1
            state.actions[key] = action
            return (key, state.impatience)
        }
        if impatience > 0 { action(impatience) }
        return key
    }

    /// Runs something that is to be done also after a raise: the signal that it is given hears of the raises from now on.
    package func fromNow<Result>(_ body: (StopSignal) throws -> Result) rethrows -> Result {
        let later = StopSignal(after: self)
        let before = impatience
        let key = onRaise { [self] impatience in
            if impatience > before, let reason { later.raise(reason) }
        }
        defer { remove(key) }
        return try body(later)
    }

    /// Says that the thread works, and may do so without another word for this time: whoever waits for the end after a
    /// raise then goes on waiting.
    package func showLife(for duration: Duration = .zero) {
        if let stopped { return stopped.showLife(for: duration) }
        let until = SuspendingClock.now + duration
        state.withLock { $0.aliveUntil = max($0.aliveUntil ?? until, until) }
    }

    /// Until when somebody has shown life, at least the moment of the first raise; nil before that.
    package var lastLife: SuspendingClock.Instant? {
        state.withLock { state in state.raisedAt.map { max($0, state.aliveUntil ?? $0) } }
    }

    /// Forgets an action.
    package func remove(_ key: Int) {
        state.withLock { _ = $0.actions.removeValue(forKey: key) }
    }
}

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
    package var words: Message {
        switch self {
        case .hangup: "interrupted by SIGHUP"
        case .interrupt: "interrupted by SIGINT"
        case .terminate: "interrupted by SIGTERM"
        case .deadline: "the run's own deadline was reached"
        }
    }
}
