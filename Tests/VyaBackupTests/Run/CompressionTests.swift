import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// The whole program with every codec and engine that `compression` names.
@Suite("Compression as configured", .ownThread)
struct CompressionTests {
    private func night(_ compression: String) throws -> Night {
        let night = try Night(entries: [], settings: #", "compression": \#(compression)"#)
        mkdir(night.folder("tree"), 0o755)
        try night.folder.write(Data(repeating: 0x41, count: 700_000), to: "tree/large")
        try night.folder.write("small", to: "tree/small")
        try Command(
            "sqlite3", night.folder("app.db"),
            """
            CREATE TABLE t (id INTEGER, note TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                INSERT INTO t SELECT i, 'note ' || i * 7919 % 1000 FROM n;
            """
        ).check()
        try night.configure([
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"] }"#,
            #"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(night.folder("app.db"))"] }"#,
        ])
        return night
    }

    @Test(
        "a run is proven, listed, verified, drilled, restored and read by stock tools",
        arguments: [
            (#"{"codec": "zstd"}"#, "zst"), (#"{"codec": "zstd", "level": 12, "threads": 1}"#, "zst"),
            (#"{"engine": "zlib", "level": 9}"#, "gz"), (#"{"engine": "isal", "level": 0}"#, "gz"),
            (#"{"engine": "auto"}"#, "gz"),
        ])
    func wholeNight(compression: String, ending: String) throws {
        let night = try night(compression)
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        let names = try FileManager.default.contentsOfDirectory(atPath: night.output)
        let tar = try #require(names.first { $0.hasSuffix(".tar." + ending) })
        let dump = try #require(names.first { $0.hasSuffix(".sql." + ending) })
        #expect(names.count == 4, "\(names)")

        let cat = ending == "zst" ? ["zstd", "-dcq"] : ["gzip", "-dc"]
        let text = try Command(cat[0], Array(cat.dropFirst()) + [night.output + "/" + dump]).check().text
        #expect(text.hasSuffix("COMMIT;\n") && text.contains("20000"))
        let listed = try Command("tar", "-taf", night.output + "/" + tar).check().text
        #expect(listed.contains("tree/large\n") && listed.contains("tree/small\n"))

        let manifest = try #require(Manifest(json: try Oracle.manifest(of: night.output + "/" + dump)))
        #expect(manifest.encoding == (ending == "zst" ? "zstd" : "gzip"))
        #expect(manifest.proof.tables.first?.rows == 20_000)
        #expect((manifest.index?.blocks.count ?? 0) > 0)

        let seen = try night.run("list")
        #expect(seen.status == 0 && seen.text.contains("sqlite") && seen.text.contains("files"), "\(seen)")
        let verified = try night.run("verify", "--all", "--restore")
        #expect(verified.status == 0, "\(verified)")
        try Command("rm", "-r", night.folder("tree"), night.folder("app.db")).check()
        for name in [tar, dump] {
            let restored = try night.restore(night.output + "/" + name)
            #expect(restored.status == 0, "\(restored)")
        }
        #expect(try String(contentsOfFile: night.folder("tree/small"), encoding: .utf8) == "small")
        let rows = try Command("sqlite3", night.folder("app.db"), "SELECT count(*), max(id) FROM t").check()
            .text
        #expect(rows == "20000|20000\n")
    }

    @Test("F12 a zstd backup that is damaged is told by its bytes and not restored")
    func damaged() throws {
        let night = try night(#"{"codec": "zstd"}"#)
        #expect(try night.runAll().status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: night.output)
        let dump = night.output + "/" + (try #require(names.first { $0.hasSuffix(".sql.zst") }))
        var content = try Data(contentsOf: URL(fileURLWithPath: dump))
        content[content.count / 2] ^= 0x20
        try content.write(to: URL(fileURLWithPath: dump))
        let verified = try night.run("verify", dump)
        #expect(verified.status == 4, "\(verified)")
        let restored = try night.restore(dump, "--target", night.folder("other.db"))
        #expect(restored.status == 4, "\(restored)")
        #expect(!FileManager.default.fileExists(atPath: night.folder("other.db")))
    }
}
