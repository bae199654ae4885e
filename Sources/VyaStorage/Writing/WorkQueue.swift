import Dispatch
import Synchronization

/// What waits to be done by the threads of a `WorkPool`.
///
/// Its lock is a `Mutex`; the semaphore counts the pieces of work and only wakes those who wait.
final class WorkQueue: Sendable {
    /// A piece of work, done with the tools of the thread that takes it.
    typealias Work = @Sendable (WorkerEngines) -> Void

    private struct State {
        var urgent: [Work] = []
        var patient: [Work] = []
        var closed = false
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    /// Adds work that somebody waits for.
    func submit(_ work: @escaping Work) {
        state.withLock { $0.urgent.append(work) }
        available.signal()
    }

    /// Adds work that is done when nothing urgent waits.
    func submitPatient(_ work: @escaping Work) {
        state.withLock { $0.patient.append(work) }
        available.signal()
    }

    /// What waits at this moment.
    var backlog: Backlog {
        state.withLock { Backlog(compressing: $0.urgent.count, proving: $0.patient.count) }
    }

    /// Removes the next piece of work, waiting for one; nil when the queue is closed and empty.
    func take() -> Work? {
        available.wait()
        let work = state.withLock { state -> Work? in
            if !state.urgent.isEmpty { return state.urgent.removeFirst() }
            return state.patient.isEmpty ? nil : state.patient.removeFirst()
        }
        // Only closing wakes somebody without work: pass it on to the next who waits.
        if work == nil { available.signal() }
        return work
    }

    /// Says that no work will follow; every thread gets nil once the queue is empty.
    func close() {
        let first = state.withLock { state in
            defer { state.closed = true }
            return !state.closed
        }
        if first { available.signal() }
    }
}
