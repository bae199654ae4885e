import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// SQLite databases brought back by `restore`.
@Suite("SQLite restored by vya-backup", .ownThread)
struct SQLiteRestoreTests {
    private func night() throws -> Night {
        let night = try Night(entries: [])
        try Command(
            "sqlite3", night.folder("app.db"),
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, [odd name] TEXT, b BLOB);
            INSERT INTO t VALUES (1, 'it''s; --', x'00ff'), (2, 'two' || char(10) || 'lines', NULL), (7, '-- COMMIT;', NULL);
            CREATE TABLE log (x); CREATE INDEX i ON t ([odd name]); CREATE VIEW v AS SELECT * FROM t;
            CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.id); SELECT 1; END;
            """
        ).check()
        try night.configure([
            #"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(night.folder("app.db"))"] }"#
        ])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        return night
    }

    private func dump(_ path: String) throws -> String { try Command("sqlite3", path, ".dump").check().text }

    @Test("rows are counted, and the database comes back elsewhere, to its place, and in place of another")
    func roundTrip() throws {
        let night = try night()
        let path = night.folder("app.db")
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let manifest = try #require(Manifest(json: try Oracle.manifest(of: artifact)))
        #expect(manifest.proof.tables.first { $0.table.text == "t" }?.rows == 3, "\(manifest.proof)")
        let expected = try dump(path)
        let copy = try night.restore(artifact, "--target", night.folder("copy.db"))
        #expect(copy.status == 0, "\(copy)")
        #expect(try dump(night.folder("copy.db")) == expected)
        let exists = try night.restore(artifact)
        #expect(exists.status == 2 && exists.errors.contains("--replace"), "\(exists)")
        try Command("sqlite3", path, "DROP TABLE log").check()
        let replaced = try night.restore(artifact, "--replace")
        #expect(replaced.status == 0, "\(replaced)")
        #expect(try dump(path) == expected)
        try Command("rm", path).check()
        #expect(try night.restore(artifact).status == 0)
        #expect(try dump(path) == expected)
        #expect(try night.folder.names().allSatisfy { !$0.contains("vya-restore") })
    }

    @Test(
        "a dump that would have sqlite3 act is refused",
        arguments: [
            ".shell touch MARK", ".system touch MARK", ".output MARK", "ATTACH 'MARK' AS x;", ".once MARK",
        ])
    func commands(_ payload: String) throws {
        let night = try night()
        let mark = night.folder("mark")
        let file = try night.legacy(
            "20260101_000000_sqlite_x.sql.gz",
            "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a (b);\n"
                + payload.replacingOccurrences(of: "MARK", with: mark) + "\nCOMMIT;\n")
        let result = try night.restore(file, "--id", "4", "--target", night.folder("new.db"))
        #expect(result.status == 4, "\(result)")
        #expect(!FileManager.default.fileExists(atPath: mark))
        #expect(!FileManager.default.fileExists(atPath: night.folder("new.db")))
    }
}
