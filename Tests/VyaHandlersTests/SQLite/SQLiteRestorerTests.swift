import Foundation
import Testing
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

@Suite("Dumps of SQLite", .ownThread)
struct SQLiteScannerTests {
    private func inspect(_ text: String, block: Int = 1 << 20) -> (summary: StreamSummary, traits: DumpTraits)
    {
        inspect(Array(text.utf8), block: block)
    }

    private func inspect(
        _ bytes: [UInt8], block: Int = 1 << 20
    ) -> (summary: StreamSummary, traits: DumpTraits) {
        var inspector = SQLiteInspector()
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: block) {
                inspector.observe(
                    UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + block, buffer.count)]))
            }
        }
        let summary = inspector.finish()
        return (summary, inspector.traits)
    }

    static let schema = """
        CREATE TABLE "quo""te'd" (a TEXT, "b [c]" BLOB);
        INSERT INTO "quo""te'd" VALUES ('it''s; (x),(y)', x'00ff'), (NULL, zeroblob(3)), (char(10) || ';' || char(10) || '.shell x', 1.5);
        CREATE TABLE [in brackets] (id INTEGER PRIMARY KEY AUTOINCREMENT, v);
        INSERT INTO [in brackets] (v) VALUES (1), (2), (-3);
        CREATE TABLE `tick` (a, b AS (a * 2) STORED); INSERT INTO tick (a) VALUES (1);
        CREATE TABLE empty (a, CHECK (a <> ';'));
        CREATE TABLE "é" (a PRIMARY KEY) WITHOUT ROWID; INSERT INTO "é" VALUES ('a'), ('b');
        CREATE INDEX i ON [in brackets] (v); CREATE UNIQUE INDEX "u i" ON "é" (a DESC) WHERE a <> 'x;y';
        CREATE VIEW w AS SELECT CASE WHEN a = 1 THEN 'x' END AS edit FROM tick;
        CREATE TRIGGER tr AFTER INSERT ON tick BEGIN
        SELECT CASE WHEN NEW.a > 1 THEN 1 ELSE 2 END;
        INSERT INTO empty VALUES (';'); -- end; '
        /* END; */ UPDATE empty SET a = 'END;';
        END;
        CREATE TEMP TRIGGER gone AFTER INSERT ON tick BEGIN SELECT 1; END;
        CREATE VIRTUAL TABLE words USING fts5(body, title);
        INSERT INTO words VALUES ('hello world', 'x'), ('it''s; me', 'y');
        ANALYZE;
        """

    private func makeDump(_ folder: TemporaryFolder) throws -> Data {
        var make = Command("sqlite3", "-batch", "-bail", "-init", "/dev/null", folder("a.db"))
        make.input = Data(Self.schema.utf8)
        try make.check()
        return try Command("sqlite3", "-batch", "-init", "/dev/null", "-readonly", folder("a.db"), ".dump")
            .check().output
    }

    @Test("rows, objects, extents and the end are told, for every split")
    func whole() throws {
        let folder = try TemporaryFolder()
        let bytes = Array(try makeDump(folder))
        let (summary, traits) = inspect(bytes)
        #expect(traits.commands == [])
        #expect(summary.marker == "COMMIT;")
        #expect(summary.objects == ["tables": 11, "indexes": 2, "triggers": 1, "views": 1])
        func rows(_ name: ExactName) -> Int? { summary.tables.first { $0.table == name }?.rows }
        #expect(rows("quo\"te'd") == 3)
        #expect(rows("in brackets") == 3)
        #expect(rows("tick") == 1 && rows("empty") == 0 && rows("é") == 2 && rows("sqlite_sequence") == 1)
        #expect(rows("sqlite_schema") == nil)
        for block in [1, 2, 7, 64, 1000] {
            let other = inspect(bytes, block: block)
            #expect(other.summary == summary && other.traits == traits, "blocks of \(block)")
        }
        for extent in summary.extents {
            let text = String(decoding: bytes[extent.bytes], as: UTF8.self)
            #expect(text.hasPrefix("INSERT INTO ") && text.hasSuffix(";\n"), "\(text)")
        }
        var rest = bytes
        for extent in summary.extents.reversed() { rest.removeSubrange(extent.bytes) }
        #expect(inspect(rest).summary.tables.allSatisfy { $0.rows == 0 })
    }

    @Test(
        "a dump that was cut off, rolled back, or goes on behind its end is not whole",
        arguments: [
            "BEGIN TRANSACTION;\nINSERT INTO t VALUES(1);\nROLLBACK; -- due to errors\n", "BEGIN;\nCOMMIT;",
            "INSERT INTO t VALUES('\nCOMMIT;\n", "COMMIT;\nx", "COMMIT;\n-- more\n",
            "COMMIT;\nDROP TABLE x;\n",
            "CREATE TRIGGER t AFTER INSERT ON x BEGIN\nCOMMIT;\n", "/*\nCOMMIT;\n", "\"\nCOMMIT;\n",
            "[\nCOMMIT;\n", "", "PRAGMA journal_mode=wal;\n", "COMMIT;\nPRAGMA journal_mode=wal",
            "COMMIT;\nPRAGMA journal_mode=wal;", "COMMIT;\nPRAGMA journal_mode=wal;\nSELECT 1;\n",
            "COMMIT;\nPRAGMA user_version=1;\n", "COMMIT;\n/* */PRAGMA journal_mode=wal;\n",
        ])
    func incomplete(_ text: String) {
        #expect(inspect(text).summary.marker == nil)
    }

    @Test(
        "behind the end the journal mode may come",
        arguments: ["COMMIT;\n", "COMMIT;\nPRAGMA journal_mode=wal;\n"])
    func journal(_ text: String) {
        #expect(inspect(text).summary.marker == "COMMIT;" && inspect(text, block: 1).traits.commands.isEmpty)
    }

    static let payloads = [
        ".shell touch MARK\n", "SELECT 1;\n.shell touch MARK\n", ".system touch MARK\n",
        ".once MARK\nSELECT 1;\n",
        ".output MARK\n", "SELECT 1; -- c\n.shell touch MARK\n", "/* c */\n.shell touch MARK\n",
        "-- c\n.shell touch MARK\n",
        "SELECT 1\n;\n.shell touch MARK\n", "SELECT 1\ngo\n.shell touch MARK\n",
        "SELECT 1\n/\n.shell touch MARK\n",
        "SELECT ';\n';\n.shell touch MARK\n", "SELECT writefile('MARK', 'x');\n",
        "SELECT writefile ('MARK', 'x');\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(writefile('MARK', 'x'));\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\nINSERT INTO t VALUES(writefile ('MARK', 'x'));\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\nINSERT INTO t VALUES(2+writefile/* */('MARK', 'x'));\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(NOT/**/WriteFile('MARK', 'x'));\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(\"writefile\"('MARK', 'x'));\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(-[writefile] ('MARK', 'x'));\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(1)\ngo\n.shell touch MARK\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES('x');\n.shell touch MARK\n",
        "CREATE TABLE t(a);\nINSERT INTO t VALUES(1--'\n);\n.shell touch MARK\n",
        "CREATE TABLE t(a CHECK (`writefile`('MARK', 'x')));\nINSERT INTO t VALUES(1);\n",
        "ATTACH 'MARK' AS x; CREATE TABLE x.t(a);\n",
        "VACUUM INTO 'MARK';\n", "CREATE TABLE t AS SELECT writefile('MARK','x');\n", ".excel\n",
        ".import MARK t\n",
        "# '\n.shell touch MARK\n-- '\n", "SELECT '\0');\n.shell touch MARK\n",
        "INSERT INTO t VALUES('\0');\nSELECT ('\n.shell touch MARK\n');\n",
        "SELECT 1;\n\n  \n.shell touch MARK\n", "SELECT [;\n.x];\n.shell touch MARK\n",
        "SELECT `;`;\n.shell touch MARK\n",
        "CREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT 1; END;\n.shell touch MARK\n",
        "CREATE TABLE b(x);\nCREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT writefile('MARK', 'x'); END;\nINSERT INTO b VALUES(1);\n",
        "EXPLAIN SELECT 1;\n.shell touch MARK\n", "SELECT edit('x', 'touch MARK;true');\n",
        ".log MARK\nSELECT x;\n",
        "PRAGMA temp_store_directory='/tmp';\n.shell touch MARK\n", ";\n.shell touch MARK\n",
        "GO\n.shell touch MARK\n",
        "CREATE TEMP TRIGGER a AFTER INSERT ON b BEGIN\nSELECT 1; END\n;\n.shell touch MARK\n",
        "\u{feff}.shell touch MARK\n",
        "BEGIN TRANSACTION; COMMIT;\n.shell touch MARK\n", "CREATE TABLE x(a /* ; */);\n.shell touch MARK\n",
        "CREATE TABLE x(a) -- ;\n;\n.shell touch MARK\n", "SELECT 1 /* '\n*/;\n.shell touch MARK\n-- '\n",
        "ROLLBACK/**/;\n.shell touch MARK\n",
    ]

    @Test("F16 what the shell would run is refused, and nothing is run by the one that a restore starts")
    func payloads() throws {
        let folder = try TemporaryFolder()
        var fired = 0
        for (number, payload) in Self.payloads.enumerated() {
            let mark = folder("mark-\(number)")
            let text = payload.replacingOccurrences(of: "MARK", with: mark)
            func runs(_ arguments: [String]) throws -> Bool {
                var shell = Command(
                    "sqlite3", ["-batch", "-init", "/dev/null"] + arguments + [folder("x.db")])
                shell.input = Data(text.utf8)
                _ = try shell.run()
                defer { for path in [mark, folder("x.db"), folder("x.db-journal")] { unlink(path) } }
                return access(mark, F_OK) == 0
            }
            let bare = try runs([])
            if bare { fired += 1 }
            #expect(!inspect(text).traits.commands.isEmpty || !bare, "\(number): \(payload)")
            #expect(try !runs(["-safe"]), "\(number): \(payload)")
        }
        #expect(fired > 30, "\(fired) payloads work")
    }

    @Test("a dump becomes a database, and a second one only with leave")
    func restore() throws {
        let folder = try TemporaryFolder()
        let dump = try makeDump(folder)
        let restorer = try Restores.restorer("sqlite")
        let driver = try MySQLRestoreDriver()
        let (summary, traits) = MySQLRestoreDriver.inspect(dump, by: restorer)
        func plan(_ purpose: RestoreRequest.Purpose, _ target: String) throws -> RestorePlan {
            try restorer.plan(
                RestoreRequest(
                    entry: Entry(id: EntryID(1), dbms: "sqlite"), purpose: purpose, target: ExactName(target),
                    scratch: ExactName(target + ".vya-restore"), mark: Restores.mark, summary: summary,
                    traits: traits, rawBytes: dump.count), asking: driver.probe)
        }
        func restore(
            _ purpose: RestoreRequest.Purpose, _ target: String, dying: Bool = false
        ) throws -> RestoredCounts? {
            try driver.carryOut(try plan(purpose, target), dump: dump, summary: summary, dying: dying)
                .first
        }
        let target = folder("it's a copy.db")
        #expect(throws: CancellationError.self) {
            try restore(.database(replacing: false), target, dying: true)
        }
        let counts = try #require(try restore(.database(replacing: false), target))
        #expect(counts.tables == summary.tables && counts.objects == summary.objects)
        let again = try Command("sqlite3", "-batch", "-init", "/dev/null", target, ".dump").check().output
        #expect(again == dump)
        #expect(try plan(.database(replacing: false), target).obstacles.map(\.code) == ["restore.exists"])
        _ = try restore(.database(replacing: true), target)
        #expect(
            try folder.names()
                == ["a.db", "it's a copy.db", "it's a copy.db.replaced-20240102T030405Z"].sorted())
        #expect(try restore(.drill, folder("drill.db"))?.tables == summary.tables)
        #expect(try folder.names().count == 3)
        _ = try folder.write("", to: "it's a copy.db-wal")
        #expect(try plan(.database(replacing: true), target).obstacles.map(\.code) == ["restore.in-use"])
        #expect(try plan(.tables(["x"]), folder("t.db")).obstacles.map(\.code) == ["restore.tables"])
        #expect(
            try plan(.database(replacing: false), "relative.db").obstacles.map(\.code) == ["restore.path"])
        #expect(
            try plan(.database(replacing: false), folder("no/x.db")).obstacles.map(\.code) == [
                "restore.no-folder"
            ])
    }
}
