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
        "O3 the first taker gets what was asked ahead, and each further one is answered anew",
        arguments: [true, false])
    func once(isAhead: Bool) throws {
        let asked = Mutex(0)
        let listing = try #require(
            ListingAhead(
                job {
                    usleep(20_000)
                    let number = asked.withLock { count in
                        count += 1
                        return count
                    }
                    return CatalogListing(tables: [ExactName("t\(number)")])
                }))
        if isAhead {
            listing.begin()
            try waitUntil("it is asked") { asked.withLock { $0 } == 1 }
        }
        #expect(try listing.next().tables == ["t1"])
        #expect(asked.withLock { $0 } == 1)
        #expect(try listing.next().tables == ["t2"])
    }

    @Test("O3 what failed ahead is asked once more; who has an answer, or nothing to ask, asks nobody")
    func failure() throws {
        let tries = Mutex(0)
        let listing = try #require(
            ListingAhead(
                job {
                    let number = tries.withLock { count in
                        count += 1
                        return count
                    }
                    if number != 2 { throw Unreachable() }
                    return CatalogListing(tables: ["t"])
                }))
        listing.begin()
        try waitUntil("it is asked") { tries.withLock { $0 } == 1 }
        #expect(try listing.next().tables == ["t"])
        #expect(throws: Unreachable.self) { try listing.next() }
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
