import Testing
import VyaCore
import VyaTestSupport

@testable import VyaEngine

@Suite("The verdict over a dump", .ownThread)
struct DumpVerdictTests {
    @Test("K1 a table of which rows are missing is named, and its name steers no terminal")
    func thinner() throws {
        let name: ExactName = "a\u{1B}[31mb"
        let job = Job(
            entry: EntryID(1), dbms: "sqlite", kind: .dump, database: "x",
            source: .files(pattern: "/x", ignored: []))
        var listing = CatalogListing(tables: [name, "gone\u{7}"])
        listing.rows[name] = 5
        let summary = StreamSummary(marker: "COMMIT;", tables: [TableRows(name, 4)])
        let proof = try DumpVerdict(job: job, result: nil, listing: listing).proof(by: summary)
        let said = Language.allCases.flatMap { proof.shortfalls.said(in: $0) }.joined()
        #expect(said.contains("a\\u{1b}[31mb (5, ") && said.contains("gone\\u{7}"), "\(said)")
        #expect(!said.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
}
