import Foundation
import Synchronization

/// Does something over and over, on a thread of its own, until it is stopped.
package final class Repeating: Sendable {
    private let isStopped = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Begins at once.
    package init(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in
            while !isStopped.load(ordering: .relaxed) { body() }
            ended.signal()
        }
    }

    /// Waits for the end of the turn that has begun; to be called once.
    package func stop() {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
    }
}
