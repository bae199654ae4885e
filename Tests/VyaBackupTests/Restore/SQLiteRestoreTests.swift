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

    private static let pragmas = [
        "encoding", "page_size", "auto_vacuum", "user_version", "application_id", "journal_mode",
    ]

    private func header(_ path: String) throws -> [String] {
        try Self.pragmas.map { try Command("sqlite3", "-readonly", path, "PRAGMA " + $0).check().text }
    }

    @Test(
        "M9 what the file says of itself, row numbers and full text come back, also with the stock tool",
        arguments: [
            "PRAGMA encoding = 'UTF-16le'; PRAGMA page_size = 8192; PRAGMA auto_vacuum = 2; PRAGMA user_version = -42; "
                + "PRAGMA application_id = 1179943248; PRAGMA journal_mode = wal;",
            "PRAGMA encoding = 'UTF-16be'; PRAGMA auto_vacuum = 1; PRAGMA page_size = 512;",
            "PRAGMA user_version = 2147483647; PRAGMA journal_mode = wal;", "PRAGMA journal_mode = persist;",
        ])
    func whole(_ pragmas: String) throws {
        let night = try Night(entries: [])
        let path = night.folder("app.db")
        try Command(
            "sqlite3", path,
            pragmas + """
                CREATE TABLE t (a TEXT, "rowid" TEXT); INSERT INTO t (oid, a) VALUES (7, 'seven'), (99, 'é€');
                CREATE TABLE three (rowid, _rowid_, oid); INSERT INTO three VALUES (1, 2, 3);
                CREATE TABLE g (id INTEGER PRIMARY KEY AUTOINCREMENT, v AS (id * 2), w TEXT DEFAULT 'x'); INSERT INTO g (w) VALUES ('a');
                CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID; INSERT INTO w VALUES ('b');
                CREATE VIRTUAL TABLE f USING fts5(a, content = 't', content_rowid = '_rowid_');
                INSERT INTO f (f) VALUES ('rebuild'); CREATE INDEX i ON t (a); ANALYZE;
                """
        ).check()
        try night.configure([
            #"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(path)"], "options": ["-header", "-csv"] }"#
        ])
        let result = try night.runAll()
        #expect(result.status == 0 && !result.errors.contains("warning"), "\(result)")
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let verified = try night.run("verify", artifact)
        #expect(verified.status == 0, "\(verified)")
        #expect(try night.run("verify", "--restore", "--latest").status == 0)
        let copy = try night.restore(artifact, "--target", night.folder("copy.db"))
        #expect(copy.status == 0, "\(copy)")
        let stock = "zcat \(artifact) | sqlite3 -batch -bail -init /dev/null \(night.folder("stock.db"))"
        try Command("/bin/sh", "-euc", stock).check()
        for name in ["copy.db", "stock.db"] {
            let other = night.folder(name)
            #expect(try header(other) == header(path), "\(name)")
            let rows =
                "SELECT _rowid_, a FROM t; SELECT * FROM g; SELECT * FROM w; SELECT * FROM three; SELECT rowid FROM f('seven')"
            #expect(
                try Command("sqlite3", "-readonly", other, rows).check().text
                    == Command("sqlite3", "-readonly", path, rows).check().text)
            try Command("sqlite3", other, "INSERT INTO f (f, rank) VALUES ('integrity-check', 1)").check()
        }
        #expect(try night.folder.names().allSatisfy { !$0.contains("vya-restore") })
        let replaced = try night.restore(artifact, "--replace")
        #expect(replaced.status == 0, "\(replaced)")
        #expect(try header(path) == header(night.folder("stock.db")))
    }

    @Test("M9 what a program left beside the database is no matter when it is blank, and else is kept")
    func beside() throws {
        let night = try night()
        let path = night.folder("app.db")
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        for (suffix, bytes, fits) in [
            ("-wal", [], true), ("-journal", [], true), ("-journal", [UInt8](repeating: 0, count: 512), true),
            ("-wal", [0x37], false), ("-journal", [0xD9, 0xD5], false),
            ("-journal", [UInt8](repeating: 0, count: 27) + [1], false),
        ] as [(String, [UInt8], Bool)] {
            try Data(bytes).write(to: URL(fileURLWithPath: path + suffix))
            let result = try night.restore(artifact, "--replace")
            #expect(result.status == (fits ? 0 : 2), "\(suffix) \(bytes.count): \(result)")
            #expect(fits || result.errors.contains("wal_checkpoint"), "\(result)")
            unlink(path + suffix)
        }
        mkfifo(path + "-wal", 0o600)
        #expect(try night.restore(artifact, "--replace").status == 2)
    }

    @Test(
        "M4 a database that somebody reads or writes is not replaced; one that is opened and idle goes on as the kept one"
    )
    func inUse() throws {
        let night = try night()
        let path = night.folder("app.db")
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        for (mode, words, isBusy) in [
            ("delete", "BEGIN IMMEDIATE; INSERT INTO log VALUES (1)", true),
            ("delete", "BEGIN; SELECT * FROM log", true),
            ("wal", "SELECT * FROM log", true), ("delete", "SELECT * FROM log", false),
        ] {
            try Command("sqlite3", path, "PRAGMA journal_mode = \(mode)").check()
            let script = """
                import sqlite3, sys, time
                base = sqlite3.connect(sys.argv[1], isolation_level=None)
                for word in sys.argv[2].split("; "): base.execute(word).fetchall()
                print("open", flush=True)
                sys.stdin.read()
                if "INSERT" in sys.argv[2]: base.execute("COMMIT")
                """
            let channel = Pipe()
            let holder = try RunningProgram(
                "/usr/bin/python3", ["-c", script, path, words], environment: ["PATH": "/usr/bin:/bin"],
                folder: night.folder.path, input: channel.fileHandleForReading.fileDescriptor,
                output: night.folder("said"), errors: night.folder("errors"))
            try waitUntil("it is open") {
                try night.folder.names().contains("said")
                    && String(contentsOfFile: night.folder("said"), encoding: .utf8) == "open\n"
            }
            let before = try Command("sqlite3", "-readonly", path, "SELECT count(*) FROM log").check().text
            let result = try night.restore(artifact, "--replace")
            #expect(result.status == (isBusy ? 2 : 0), "\(mode) \(words): \(result)")
            #expect(!isBusy || result.errors.contains("stop"), "\(result)")
            try channel.fileHandleForWriting.close()
            _ = try holder.wait(seconds: 10)
            #expect(try Command("sqlite3", path, "PRAGMA integrity_check").check().text == "ok\n")
            if words.contains("INSERT") {
                #expect(try Command("sqlite3", path, "SELECT count(*) FROM log").check().text != before)
            }
            unlink(night.folder("said"))
            #expect(try night.folder.names().allSatisfy { !$0.hasPrefix(".vya-") })
        }
    }

    @Test("M4 what programs are told is written is nowhere lost, though the database is replaced meanwhile")
    func writers() throws {
        let night = try night()
        let path = night.folder("app.db")
        try Command("sqlite3", path, "CREATE TABLE w (x)").check()
        #expect(try night.runAll().status == 0)
        let artifact = night.output + "/" + (try #require(night.artifacts().last))
        let loop = """
            i=0; while :; do i=$((i + 1))
            if sqlite3 -cmd '.timeout 2000' '\(path)' "INSERT INTO w VALUES ('w$i')" 2>/dev/null; then echo w$i >>'\(night.folder("told"))'; fi
            if ((i % 20 == 0)); then sleep 0.5; fi
            done
            """
        let writer = try RunningProgram("/bin/bash", ["-c", loop], environment: ["PATH": "/usr/bin:/bin"])
        defer { writer.killSession() }
        try waitUntil("something is written") { try night.folder.names().contains("told") }
        // While the writer is at it a replacement is refused; it pauses now and then, however busy the machine is.
        var (tries, replaced) = (0, 0)
        while tries < 6 || replaced == 0 && tries < 60 {
            tries += 1
            if try night.restore(artifact, "--replace").status == 0 { replaced += 1 }
        }
        writer.killSession()
        _ = try? writer.wait(seconds: 10)
        #expect(replaced > 0)
        var kept: Set<String> = []
        for name in try night.folder.names() where name.hasPrefix("app.db") && !name.hasSuffix("-journal") {
            func ask(_ sql: String) throws -> String {
                try Command("sqlite3", "-cmd", ".timeout 5000", night.folder(name), sql).check().text
            }
            kept.formUnion(try ask("SELECT x FROM w").split(separator: "\n").map(String.init))
            #expect(try ask("PRAGMA integrity_check") == "ok\n")
        }
        let told = try String(contentsOfFile: night.folder("told"), encoding: .utf8).split(separator: "\n")
            .map(String.init)
        #expect(!told.isEmpty && Set(told).subtracting(kept) == [], "\(Set(told).subtracting(kept))")
    }

    @Test(
        "M9 a text that sqlite3 would cut makes the backup incomplete, by the table's name",
        arguments: ["UTF-8", "UTF-16le", "UTF-16be"])
    func cutTexts(_ encoding: String) throws {
        let night = try night()
        let path = night.folder("app.db")
        unlink(path)
        try Command(
            "sqlite3", path, "PRAGMA encoding = '\(encoding)'; CREATE TABLE é (a); INSERT INTO é VALUES ('x')"
        ).check()
        try Command(
            "sqlite3", path,
            "CREATE TABLE \"o'd|d\n\" (a, \"b\"\"c\" INTEGER, v AS (a || 1)); INSERT INTO \"o'd|d\n\" VALUES (x'00', 1), ('a', 'b');"
        ).check()
        #expect(try night.runAll().status == 0)
        try Command("sqlite3", path, "INSERT INTO \"o'd|d\n\" VALUES ('a', 'b' || char(0) || 'c')").check()
        let result = try night.runAll()
        #expect(result.status == 1 && result.errors.contains("o'd|d"), "\(result)")
        #expect(try night.run("list", "--json").text.contains("NUL character"))
    }

    @Test("the command that a dry run shows can be run by hand, and dumps the same")
    func byHand() throws {
        let night = try night()
        let marker = "    command: "
        let shown = try night.run("run", "--all", "--dry-run").text.split(separator: "\n")
            .first { $0.hasPrefix(marker) }.map { String($0.dropFirst(marker.count)) }
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let byHand = try Command("/bin/sh", "-c", try #require(shown)).check().text
        #expect(try byHand == Command("/bin/zcat", artifact).check().text)
    }

    @Test("O3 what the file lists and the dump lacks makes the backup incomplete")
    func catalog() throws {
        let night = try night()
        let tool = night.folder("sqlite3")
        try night.folder.write(
            """
            #!/bin/sh
            case "$*" in *preserve-rowids*) /usr/bin/sqlite3 "$@" | grep -v -e 'CREATE TABLE log' -e 'CREATE VIEW'; exit;; esac
            exec /usr/bin/sqlite3 "$@"
            """, to: "sqlite3")
        chmod(tool, 0o755)
        try night.configure([
            #"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(night.folder("app.db"))"], "tools": { "sqlite3": "\#(tool)" } }"#
        ])
        let result = try night.runAll()
        #expect(
            result.status == 1 && result.errors.contains("lacks tables that the server has: log"), "\(result)"
        )
        #expect(result.errors.contains("1 views"), "\(result)")
    }

    @Test("O3 rows that a damaged table has lost, and its index still knows, make the backup incomplete")
    func lostRows() throws {
        let night = try night()
        let path = night.folder("app.db")
        let rows = (1...20).map { "(\($0), 'text', 'more text')" }.joined(separator: ", ")
        try Command(
            "sqlite3", path,
            "CREATE TABLE worn (a INTEGER, b TEXT, c TEXT); CREATE INDEX by_a ON worn (a);"
                + "INSERT INTO worn VALUES \(rows)"
        ).check()
        #expect(try night.runAll().status == 0)
        // A leaf of a table begins with its kind, a free block, and the number of its cells: two bytes each but the first.
        let place = try Command(
            "sqlite3", path,
            "SELECT (rootpage - 1) * page_size + 3 FROM sqlite_master, pragma_page_size WHERE name = 'worn'"
        ).check().text.trimmingCharacters(in: .whitespacesAndNewlines)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: try #require(UInt64(place)))
        try file.write(contentsOf: Data([0, 3]))
        try file.close()
        let result = try night.runAll()
        #expect(result.status == 1, "\(result)")
        #expect(
            result.errors.contains("more rows are counted than the dump holds: worn (20, the dump holds 3)"),
            "\(result)")
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
        // The folder's owner plants links under the name beside the target for as long as the restore takes. It may not enter
        // the folders above, so that it begins in its own.
        let planting = try RunningProgram(
            "/usr/bin/setpriv",
            [
                "--reuid=65534", "--regid=65533", "--clear-groups", "/bin/sh", "-c",
                "while :; do for end in '' -journal; do ln -sfn \(victim) app.db.vya-restore$end; done; done",
            ], environment: ["PATH": "/usr/bin:/bin"], folder: night.folder("app"))
        defer { planting.send(SIGKILL) }
        try waitUntil("the links are planted") {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: path + ".vya-restore-journal")) != nil
        }
        for _ in 0..<3 {
            let result = try night.restore(artifact, "--replace")
            #expect(result.status == 0, "\(result)")
            #expect(try Command("/bin/sh", "-euc", facts).check().text == before)
            #expect(try dump(path) == expected)
        }
        #expect(FileManager.default.contents(atPath: victim) == Data("precious".utf8))
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
