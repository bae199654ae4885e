import Dispatch
import Foundation
import Synchronization

/// Runs a body for every item, at most `limit` at a time, on the calling thread and others, and waits for all of them.
///
/// Items are begun in their order; the results keep it. Where the system allows no more threads, of which Foundation says
/// nothing, fewer run at a time, at least the calling one.
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
            done.leave()
        }
    }
    // Items are waited for and not threads: one that never came to be would never end.
    for _ in items { done.enter() }
    for _ in 1..<max(1, min(limit, items.count)) { Thread.detachNewThread(work) }
    work()
    done.wait()
    return results.withLock { results in items.indices.compactMap { results[$0] } }
}
