import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("The room that a restore needs", .ownThread)
struct RestoreRoomTests {
    /// What is judged of a server's disk with so much free, of so much.
    private func room(
        free: Int?, of total: Int? = nil, database: Int? = 1700, raw: Int = 100, host: String? = "localhost"
    ) -> RestoreRoom {
        var manifest = Restores.manifest("shop")
        manifest.provenance.databaseBytes = database
        let request = RestoreRequest(
            entry: Entry(id: EntryID(1), dbms: "postgresql", host: host), purpose: .drill, target: "shop",
            scratch: "scratch", mark: ScratchMark("drill", host: "h", secret: [], process: 1, since: "x"),
            manifest: manifest, rawBytes: raw)
        let probe = FakeHostProbe(tools: [], files: ["/data"], freeBytes: free, totalBytes: total)
        return RestoreRoom(for: request, in: "/data", code: "restore.no-space", asking: probe) {
            min($0, 300)
        }
    }

    @Test("M6 asked for is what the database took with its indexes, and what the server writes ahead")
    func wanted() {
        #expect(room(free: 1999).obstacle?.code == "restore.no-space")
        #expect(room(free: 1999).obstacle?.message.contains("2.0 KiB") == true)
        #expect(room(free: 2000).obstacle == nil && room(free: 2000).note == nil)
        // Of an older backup there is its dump alone.
        #expect(room(free: 239, database: nil).obstacle?.message.contains("as far as a dump tells") == true)
        #expect(room(free: 240, database: nil).obstacle == nil)
        #expect(room(free: 0, database: nil, raw: 0).obstacle == nil)
    }

    @Test("M6 a tenth of the disk stays free")
    func reserve() {
        #expect(room(free: 2999, of: 10_000).obstacle != nil)
        #expect(room(free: 3000, of: 10_000).obstacle == nil)
    }

    @Test("M6 of a server elsewhere it is said that nobody knows")
    func elsewhere() {
        for room in [room(free: 1, host: "db.example.org"), room(free: nil)] {
            #expect(room.obstacle == nil)
            #expect(room.note?.contains("nobody here knows") == true)
        }
    }
}
