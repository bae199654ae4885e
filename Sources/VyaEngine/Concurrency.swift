import Dispatch
import Foundation
import Synchronization

/// Runs a body for every item on threads of its own, at most `limit` at a time, and waits for all of them.
///
/// Items are begun in their order; the results keep it. The calling thread only waits.
func concurrentMap<Item: Sendable, Result: Sendable>(
    _ items: [Item], limit: Int, _ body: @escaping @Sendable (Item) -> Result
) -> [Result] {
    let next = Mutex(0)
    let results = Mutex([Int: Result]())
    let done = DispatchGroup()
    let work: @Sendable () -> Void = {
        while true {
            let index = next.withLock { next in
                defer { next += 1 }
                return next
            }
            guard index < items.count else { break }
            let result = body(items[index])
            results.withLock { $0[index] = result }
        }
    }
    for _ in 0..<max(1, min(limit, items.count)) {
        done.enter()
        Thread.detachNewThread {
            work()
            done.leave()
        }
    }
    done.wait()
    return results.withLock { results in items.indices.compactMap { results[$0] } }
}
