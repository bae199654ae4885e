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
        case answered(CatalogListing?, ContinuousClock.Instant)
        case taken
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
        Thread.detachNewThread { [self] in ask() }
    }

    /// The answer, waited for at the first call; each further call, and one for which there is none or an old one, asks here.
    ///
    /// Throws what keeps it from being asked.
    func next() throws -> CatalogListing {
        let isAsking = state.withLock { state in
            if case .idle = state { state = .taken }
            if case .asking = state { return true }
            return false
        }
        if isAsking { done.wait() }
        let answer = state.withLock { state in
            defer { state = .taken }
            guard case .answered(let listing, let time) = state, ContinuousClock.now - time < Self.longestAge
            else { return CatalogListing?.none }
            return listing
        }
        // Beside a dump there may have been no session left to ask in.
        return try answer ?? list()
    }

    private func ask() {
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            state = .asking
            done.enter()
            return true
        }
        guard isFirst else { return }
        let listing = try? list()
        state.withLock { $0 = .answered(listing, ContinuousClock.now) }
        done.leave()
    }
}
