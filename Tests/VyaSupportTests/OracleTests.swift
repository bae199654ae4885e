import Foundation
import Testing
import VyaTestSupport

@Suite("the oracle", .ownThread)
struct OracleTests {
    private let folder: TemporaryFolder
    private let dump = "20260101_003000_postgresql_1_shop.sql.gz"

    init() throws {
        folder = try TemporaryFolder("oracle")
        try publish("SELECT 1;\n--\n-- PostgreSQL database dump complete\n--\n\n")
    }

    /// Writes an artifact and a manifest that agree.
    private func publish(_ text: String) throws {
        var gzip = Command("/bin/gzip", "-c")
        gzip.input = Data(text.utf8)
        let bytes = try gzip.check().output
        let path = try folder.write(bytes, to: dump)
        let digest = try Command("/usr/bin/sha256sum", path).check().text.prefix(64)
        try folder.write(
            """
            {"schema": "vya-backup.manifest/1", "file": "\(dump)", "sha256": "\(digest)", "bytes": \(bytes.count),
             "raw_bytes": \(text.utf8.count), "proof": {"marker": "-- PostgreSQL database dump complete"}}
            """, to: dump + ".json")
    }

    @Test("a good folder has no problems, and neither has an empty one")
    func good() throws {
        #expect(try Oracle.problems(in: folder.path) == [])
        #expect(try Oracle.problems(in: folder("nowhere")) == [])
    }

    @Test("a truncated dump is found although everything else agrees")
    func truncated() throws {
        try publish("SELECT 1;\n")
        #expect(
            try Oracle.problems(in: folder.path) == [
                "\(dump): ends with 'SELECT 1;' and not with its end marker"
            ])
    }

    @Test("a byte that is not the one written is found")
    func flipped() throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder(dump)))
        bytes[4] ^= 1  // the modification time, which gzip does not check
        try folder.write(bytes, to: dump)
        #expect(try Oracle.problems(in: folder.path) == ["\(dump): its SHA-256 is another"])
        try folder.write(bytes.dropLast(9), to: dump)
        #expect(try Oracle.problems(in: folder.path).first?.contains("does not decompress") == true)
    }

    @Test("leftovers, wrong modes, missing manifests and changed files are found")
    func strays() throws {
        let before = try Oracle.snapshot(of: folder.path)
        try folder.write("x", to: ".partial")
        chmod(folder(dump), 0o644)
        #expect(
            try Oracle.problems(in: folder.path, since: before) == [
                ".partial: has no business here", "\(dump): was changed",
            ])
        #expect(try Oracle.problems(in: folder.path).contains("\(dump): has mode 644"))
        chmod(folder(dump), 0o600)
        unlink(folder(".partial"))
        unlink(folder(dump + ".json"))
        #expect(try Oracle.problems(in: folder.path) == ["\(dump): has no manifest"])
        #expect(try Oracle.problems(in: folder.path, manifestsMayLack: true) == [])
        #expect(try Oracle.problems(in: folder.path, since: before) == ["\(dump).json: was removed"])
    }
}
