import Dispatch
import Synchronization

/// A first-in-first-out queue between threads; whoever takes from an empty one waits.
///
/// Its lock is a `Mutex`; the semaphore counts the elements and only wakes those who wait. It needs no bound
/// of its own: what goes round in it is a fixed number of blocks.
package final class WaitingQueue<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var closed = false
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    /// Makes an empty queue that is open.
    package init() {}

    /// Appends an element and wakes one who waits.
    package func put(_ element: Element) {
        state.withLock { $0.elements.append(element) }
        available.signal()
    }

    /// How many elements there are at this moment.
    package var count: Int { state.withLock { $0.elements.count } }

    /// True once nothing will follow, whether or not something is left.
    package var isClosed: Bool { state.withLock { $0.closed } }

    /// Removes the first element, waiting for one; nil when the queue is closed and empty.
    package func take() -> Element? {
        available.wait()
        let element = state.withLock { state -> Element? in
            state.elements.isEmpty ? nil : state.elements.removeFirst()
        }
        // Only closing wakes somebody without an element: pass it on to the next who waits.
        if element == nil { available.signal() }
        return element
    }

    /// Says that no element will follow; everybody who waits gets nil once the queue is empty.
    package func close() {
        let first = state.withLock { state in
            defer { state.closed = true }
            return !state.closed
        }
        if first { available.signal() }
    }
}
