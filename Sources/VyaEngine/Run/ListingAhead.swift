import Foundation
import Synchronization
import VyaCore

/// What a server's catalog lists of one job's source, asked while the dump before it is made: asking takes a session of its
/// own, which for many small databases would be a good part of the night.
final class ListingAhead: Sendable {
    /// An older answer is asked for anew, so that nothing that came meanwhile is overlooked; what went meanwhile is no matter.
    private static let longestAge = Duration.seconds(60)

    private enum State {
        case idle, asking
        case answered(Result<CatalogListing, any Error>, ContinuousClock.Instant)
    }

    private let list: @Sendable () throws -> CatalogListing
    private let state = Mutex(State.idle)
    private let done = DispatchGroup()

    /// Makes a listing that is not asked for yet; nil for a job that has nothing to ask, or may not ask so early.
    init?(_ job: Job) {
        guard job.listsAhead, job.listing == nil, let list = job.list else { return nil }
        self.list = list
    }

    /// Begins to ask, on a thread of its own; only once.
    func begin() {
        Thread.detachNewThread { [self] in _ = answer() }
    }

    /// The answer, waited for, or asked for here where nobody asks yet or it is old. Throws what kept it from being asked.
    func take() throws -> CatalogListing {
        if !answer() { done.wait() }
        // Beside a dump there may have been no session left to ask in.
        if case .answered(.success(let listing), let time) = state.withLock({ $0 }),
            ContinuousClock.now - time < Self.longestAge
        {
            return listing
        }
        return try list()
    }

    /// Asks, if nobody does; false when another thread is at it.
    private func answer() -> Bool {
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            state = .asking
            done.enter()
            return true
        }
        guard isFirst else { return false }
        let result = Result { try list() }
        let now = ContinuousClock.now
        state.withLock { $0 = .answered(result, now) }
        done.leave()
        return true
    }
}
