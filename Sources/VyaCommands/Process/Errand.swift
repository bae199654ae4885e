import Dispatch
import VyaSystem

/// Something that may hang, done on a thread of its own, which is then left behind.
struct Errand: Sendable {
    private let limit: Duration
    private let work: @Sendable () -> Void

    /// Describes one, and how long it may take.
    init(within limit: Duration, _ work: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.work = work
    }

    /// Does all at once, and waits for each no longer than it may take. One for which there is no thread is left out.
    static func run(_ errands: [Errand]) {
        let start = SuspendingClock.now
        let begun = errands.compactMap { errand -> (done: DispatchSemaphore, limit: Duration)? in
            let done = DispatchSemaphore(value: 0)
            let isBegun = begin {
                errand.work()
                done.signal()
            }
            return isBegun ? (done, errand.limit) : nil
        }
        for (done, limit) in begun {
            let left = max(.zero, limit - start.duration(to: .now))
            _ = done.wait(timeout: .now() + .milliseconds(Int(left / .milliseconds(1))))
        }
    }

    /// Begins something that nobody waits for; false where the system allows no more threads.
    @discardableResult
    static func begin(_ work: @escaping @Sendable () -> Void) -> Bool {
        (try? SystemThread(work)) != nil
    }
}
