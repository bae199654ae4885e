import Foundation
import Testing
import VyaCatalog
import VyaCore
import VyaTestSupport

@Suite("The catalog of past backups", .ownThread)
struct CatalogTests {
    private func artifact(
        _ database: String, at time: String, folder: String = "/backups"
    ) throws -> CatalogedArtifact {
        let manifest = Manifest(
            runID: "r1", host: "h", entry: EntryID(1), dbms: "postgresql", database: ExactName(database),
            kind: .dump,
            file: "20261123_003000_postgresql_1_\(database).sql.gz",
            startedAt: "2026-11-23T00:30:00.000-03:00",
            finishedAt: time, provenance: Provenance(), arguments: [], rawBytes: 1000, bytes: 100,
            sha256: "sum of \(database)", encoding: "gzip",
            proof: .init(tables: [TableRows("t", 7), TableRows("u", 5)]))
        return try #require(CatalogedArtifact(manifest, folder: folder))
    }

    @Test("what was recorded comes back, byte for byte in its names")
    func roundTrip() throws {
        let folder = try TemporaryFolder("catalog")
        let names = ["shop", "é", "e\u{301}", "tab\there"]
        do {
            let catalog = try Catalog(in: folder.path)
            try catalog.record(names.map { try artifact($0, at: "2026-11-23T00:31:00.500-03:00") })
        }
        let found = try Catalog(in: folder.path).artifacts()
        #expect(Set(found.map(\.source.database)) == Set(names.map { ExactName($0) }))
        let shop = try #require(found.first { $0.source.database == ExactName("shop") })
        #expect(shop.rows == 12 && shop.tables == 2 && shop.seconds == 60 && shop.isComplete)
        #expect(shop.finishedAt == Moment(rfc3339: "2026-11-23T03:31:00Z")?.unixSeconds)
    }

    @Test(
        "what is known of an artifact survives its being seen again, and its removal ends when it comes back")
    func seenAgain() throws {
        let folder = try TemporaryFolder("catalog")
        let catalog = try Catalog(in: folder.path)
        let shop = try artifact("shop", at: "2026-11-23T00:31:00Z")
        try catalog.record([shop])
        try catalog.recordConfirmation(of: shop.path, at: 10)
        try catalog.recordDrill(of: shop.sha256, at: 20, passed: true)
        try catalog.recordRemoval(of: shop.path, at: 30, by: "cleanup")
        #expect(try catalog.artifacts().first?.removedBy == "cleanup")
        try catalog.record([shop])
        let again = try #require(try catalog.artifacts(sha256: shop.sha256).first)
        #expect(again.removedAt == nil && again.confirmedAt == 10 && again.drillPassed == true)
    }

    @Test("a file that is no database is called damaged, and is put aside and not removed")
    func damaged() throws {
        let folder = try TemporaryFolder("catalog")
        try folder.write(String(repeating: "no database ", count: 1000), to: Catalog.fileName)
        let error = #expect(throws: CatalogError.self) { _ = try Catalog(in: folder.path) }
        #expect(error?.explanation.code == "catalog.damaged")
        let aside = try Catalog.setAside(in: folder.path, at: Moment.now())
        #expect(try String(contentsOfFile: aside, encoding: .utf8).hasPrefix("no database"))
        #expect(try Catalog(in: folder.path).artifacts().isEmpty)
    }

    @Test("times are read in any zone, with any digits of a second, and nothing else is taken for one")
    func times() throws {
        let moment = try #require(Moment(rfc3339: "2026-11-23T00:30:00.123-03:00"))
        #expect(moment.rfc3339 == "2026-11-23T00:30:00.123-03:00")
        #expect(Moment(rfc3339: "1970-01-01T00:00:00Z")?.unixSeconds == 0)
        #expect(Moment(rfc3339: "2024-02-29T23:59:60+14:00")?.unixSeconds == 1_709_251_200 - 50_400)
        for wrong in [
            "", "2026-11-23", "2026-13-01T00:00:00Z", "2026-11-23T00:30:00", "2026-11-23T00:30:00.Z", "x",
        ] {
            #expect(Moment(rfc3339: wrong) == nil, "\(wrong)")
        }
    }
}
