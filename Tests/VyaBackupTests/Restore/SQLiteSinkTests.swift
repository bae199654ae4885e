import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// One database with every kind of object that SQLite has, and every way in which it can come back.
@Suite("The kitchen sink of SQLite", .ownThread)
struct SQLiteSinkTests {
    private func dump(_ path: String) throws -> String {
        try Command(
            "sqlite3", "-readonly", path, ".dump", "PRAGMA user_version", "PRAGMA application_id",
            "PRAGMA page_size",
            "PRAGMA auto_vacuum", "PRAGMA encoding", "PRAGMA integrity_check", "SELECT rowid, a FROM loose",
            "SELECT * FROM words WHERE words MATCH 'run'", "SELECT id FROM places WHERE x0 < -5"
        ).check().text
    }

    @Test("everything that SQLite has comes back, in every way", arguments: ["UTF-8", "UTF-16be"])
    func wholeWay(encoding: String) throws {
        let night = try Night(entries: [])
        let path = night.folder("sink.db")
        var shell = Command("sqlite3", path)
        shell.input =
            Data("PRAGMA encoding = '\(encoding)';\n".utf8)
            + (try Repository.contents(ofFixture: "sql/sqlite-sink.sql"))
        try shell.check()
        #expect(
            try Command("sqlite3", path, "SELECT DISTINCT type FROM sqlite_master ORDER BY 1").check().text
                == "index\ntable\ntrigger\nview\n")
        try night.configure([#"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(path)"] }"#])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        let before = try dump(path)
        let copy = try night.restore(artifact, "--target", night.folder("copy.db"))
        #expect(copy.status == 0, "\(copy)")
        #expect(try dump(night.folder("copy.db")) == before)
        let replaced = try night.restore(artifact, "--replace")
        #expect(replaced.status == 0, "\(replaced)")
        #expect(try dump(path) == before)
        try Command("rm", path).check()
        let card = try night.run("restore", "--card", artifact)
        try night.folder.write(card.text, to: "card.sh")
        let result = try Command("/bin/sh", night.folder("card.sh")).run()
        #expect(result.status == 0, "\(result)\n\(card.text)")
        #expect(try dump(path) == before)
    }
}
