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
        "L1 a database in another account's folder comes back with owner, mode, list and attributes, and nowhere else"
    )
    func foreignFolder() throws {
        let night = try night()
        let path = night.folder("app/app.db")
        mkdir(night.folder("app"), 0o755)
        rename(night.folder("app.db"), path)
        try night.configure([#"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(path)"] }"#])
        #expect(try night.runAll().status == 0)
        let name = try #require(night.artifacts().last { $0.contains("app%2Fapp.db") })
        let artifact = night.output + "/" + name
        let expected = try dump(path)
        let victim = try night.folder.write("precious", to: "victim")
        let script = """
            chown -R 65534:65533 \(night.folder("app")); chmod 640 \(path); setfacl -m u:1234:rw \(path)
            setfacl -d -m u:4321:rwx \(night.folder("app"))
            python3 -c 'import os, sys; os.setxattr(sys.argv[1], "user.mark", b"kept")' \(path)
            """
        try Command("/bin/sh", "-euc", script).check()
        let facts = """
            stat -c '%u %g %a' \(path); getfacl -cn \(path)
            python3 -c 'import os, sys; print(os.getxattr(sys.argv[1], "user.mark"))' \(path)
            """
        let before = try Command("/bin/sh", "-euc", facts).check().text
        // The folder's owner plants links under the name beside the target for as long as the restore takes.
        let planting = try RunningProgram(
            "/usr/bin/setpriv",
            [
                "--reuid=65534", "--regid=65533", "--clear-groups", "/bin/sh", "-c",
                "while :; do ln -sf \(victim) \(path).vya-restore; ln -sf \(victim) \(path).vya-restore-journal; done",
            ], environment: ["PATH": "/usr/bin:/bin"], folder: night.folder.path, output: "/dev/null",
            errors: "/dev/null")
        defer { planting.send(SIGKILL) }
        for _ in 0..<3 {
            let result = try night.restore(artifact, "--replace")
            #expect(result.status == 0, "\(result)")
            #expect(try Command("/bin/sh", "-euc", facts).check().text == before)
            #expect(try dump(path) == expected)
        }
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        // A folder that is not where it was: the link is the application's.
        rename(night.folder("app"), night.folder("moved"))
        symlink(night.folder("moved"), night.folder("app"))
        lchown(night.folder("app"), 65_534, 65_534)
        unlink(night.folder("moved/app.db"))
        let result = try night.restore(artifact)
        #expect(result.status != 0 && result.errors.contains("symbolic link"), "\(result)")
        #expect(access(night.folder("moved/app.db"), F_OK) != 0)
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
