import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("What a restore must know of a PostgreSQL dump", .ownThread)
struct PostgreSQLInspectorTests {
    static let marker = "-- PostgreSQL database dump complete"

    /// What an inspector says of bytes that come in blocks of one size.
    static func inspect(
        _ bytes: [UInt8], block: Int = 1 << 20, forTables: Bool = false, kind: ArtifactKind = .dump
    ) -> (summary: StreamSummary, traits: DumpTraits) {
        var inspector = PostgreSQLInspector(marker: marker, kind: kind, forTables: forTables)
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: block) {
                inspector.observe(
                    UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + block, buffer.count)]))
            }
        }
        let summary = inspector.finish()
        return (summary, inspector.traits)
    }

    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    @Test(
        "a dump that pg_dump wrote holds no command, and its lines of restriction are left out",
        arguments: ["postgresql.sql", "postgresql-inserts.sql", "postgresql-single-inserts.sql"])
    func samples(_ file: String) throws {
        let bytes = try Samples.bytes(file)
        let (summary, traits) = Self.inspect(bytes, forTables: true)
        #expect(traits.commands == [])
        #expect(traits.encoding == "UTF8")
        #expect(traits.isRestricted == (traits.omissions.count == 2))
        #expect(
            summary == Samples.summary(bytes, by: PostgreSQLScanner(marker: Self.marker), block: 4096))
        for block in [1, 2, 3, 31, 64, 1000] {
            let other = Self.inspect(bytes, block: block, forTables: true)
            #expect(other.traits == traits, "blocks of \(block)")
        }
    }

    @Test("T15 the settings that pg_dump writes for every server are found, each with its statement")
    func settings() throws {
        let text =
            "SET statement_timeout = 0;\nSET transaction_timeout = 0;\nSET row_security = off;\nSELECT 1;\n"
        let bytes = Array(text.utf8)
        let found = Self.inspect(bytes).traits.settings
        #expect(found.map(\.name) == ["transaction_timeout", "row_security"])
        #expect(
            found.map { Self.text(bytes, $0.bytes).trimmingCharacters(in: .whitespacesAndNewlines) } == [
                "SET transaction_timeout = 0;", "SET row_security = off;",
            ])
    }

    @Test(
        "S7 rows that are checked to be in one database are known, and what loads into any is not taken for them",
        arguments: [
            (
                "CREATE TABLE public.t (\n    x text,\n    CONSTRAINT c CHECK ((x = (current_database())::text))\n);",
                true
            ),
            (
                "CREATE DOMAIN public.d AS text\n\tCONSTRAINT c CHECK ((VALUE = (CURRENT_CATALOG)::text));",
                true
            ),
            ("ALTER TABLE ONLY public.t ADD CONSTRAINT c CHECK ((current_database() = 'shop'::name));", true),
            (
                "CREATE UNLOGGED TABLE public.t (a int CHECK (a > 0), x text CHECK ((x = (current_database())::text)));",
                true
            ),
            (
                "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((x = (current_database())::text)) NOT VALID;",
                false
            ),
            (
                "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((x = (current_database())::text)) NOT ENFORCED;",
                false
            ),
            (
                "CREATE FOREIGN TABLE public.t (x text CHECK ((x = (current_database())::text))) SERVER s;",
                false
            ),
            ("CREATE TABLE public.t (x text CHECK ((current_database() <> 'test'::name)));", false),
            ("CREATE TABLE public.t (x text DEFAULT current_database(), y int CHECK ((y = 1)));", false),
            ("CREATE TABLE public.t (current_database text CHECK ((current_database = 'a'::text)));", false),
        ])
    func ownName(text: String, expected: Bool) {
        #expect(Self.inspect(Array(text.utf8)).traits.namesItsDatabase == expected)
    }

    @Test("the rows of each COPY are found to the byte, and may be left out")
    func extents() throws {
        let bytes = try Samples.bytes("postgresql.sql")
        let (summary, traits) = Self.inspect(bytes, forTables: true)
        #expect(!summary.extents.isEmpty)
        for extent in summary.extents {
            #expect(Self.text(bytes, 0..<extent.bytes.lowerBound).hasSuffix(" FROM stdin;\n"))
            #expect(Self.text(bytes, extent.bytes.upperBound..<bytes.count).hasPrefix("\\.\n"))
            let rows = summary.tables.first { $0.table == extent.table }?.rows
            #expect(bytes[extent.bytes].count { $0 == 10 } == rows)
        }
        var inspector = PostgreSQLInspector(marker: Self.marker, forTables: true)
        var start = 0
        func feed(_ range: Range<Int>) { Array(bytes[range]).withUnsafeBytes { inspector.observe($0) } }
        for extent in summary.extents {
            feed(start..<extent.bytes.lowerBound)
            inspector.skip(extent.bytes.count)
            start = extent.bytes.upperBound
        }
        feed(start..<bytes.count)
        let second = inspector.finish()
        #expect(second.extents == summary.extents)
        #expect(inspector.traits == traits)
    }
}
