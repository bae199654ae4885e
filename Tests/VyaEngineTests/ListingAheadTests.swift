import Glibc
import Synchronization
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaEngine

@Suite("Listings that are asked for ahead", .ownThread)
struct ListingAheadTests {
    private struct Unreachable: Error {}

    private func job(_ list: @escaping @Sendable () throws -> CatalogListing) -> Job {
        var job = Job(
            entry: EntryID(1), dbms: "x", kind: .dump, database: "d",
            source: .composed([], scanner: { fatalError() }))
        job.list = list
        job.listsAhead = true
        return job
    }

    @Test(
        "O3 each is asked for once, ahead or when it is wanted, and every taker gets the answer",
        arguments: [true, false])
    func once(isAhead: Bool) throws {
        let asked = Mutex(0)
        let listing = try #require(
            ListingAhead(
                job {
                    usleep(20_000)
                    return CatalogListing(tables: [ExactName("t\(asked.withLock { $0 += 1; return $0 })")])
                }))
        if isAhead { listing.begin() }
        #expect(try listing.take().tables == ["t1"])
        #expect(try listing.take().tables == ["t1"])
        #expect(asked.withLock { $0 } == 1)
    }

    @Test(
        "O3 what keeps it from being asked is the taker's; who has an answer, or nothing to ask, asks nobody")
    func failure() throws {
        let listing = try #require(ListingAhead(job { throw Unreachable() }))
        listing.begin()
        #expect(throws: Unreachable.self) { try listing.take() }
        // What failed beside a dump may go well by itself.
        let tries = Mutex(0)
        let second = try #require(
            ListingAhead(
                job {
                    if tries.withLock({
                        $0 += 1; return $0
                    }) == 1 {
                        throw Unreachable()
                    }
                    return CatalogListing(tables: ["t"])
                }))
        second.begin()
        #expect(try second.take().tables == ["t"])
        var known = job { throw Unreachable() }
        known.listing = CatalogListing()
        #expect(ListingAhead(known) == nil)
        known = job { throw Unreachable() }
        known.listsAhead = false
        #expect(ListingAhead(known) == nil)
        known.listsAhead = true
        known.list = nil
        #expect(ListingAhead(known) == nil)
    }
}
