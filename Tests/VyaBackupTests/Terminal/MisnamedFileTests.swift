import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Files that operators name", .ownThread)
struct MisnamedFileTests {
    @Test("Q8 what is missing, a folder or a FIFO is said first, by restore and by verify, with what to do")
    func misnamed() throws {
        let night = try Night(entries: [])
        try night.configure([night.fakeEntry(1, databases: ["shop"])])
        #expect(try night.runAll().status == 0)
        let fifo = night.folder("backup.sql.gz")
        mkfifo(fifo, 0o600)
        for (path, words, hint) in [
            (night.folder("nothing.sql.gz"), "there is no file", "vya-backup list"),
            (night.output, "is a folder", night.output + "/*"),
            (fifo, "no regular file", "cat \(fifo) > FILE"),
        ] {
            for command in [
                ["verify", path], ["restore", path, "--plan"], ["restore", path, "--to", "/x", "--plan"],
            ] {
                let result = try night.program.run(command + ["--config", night.folder("config.json")])
                let said = result.text + result.errors
                #expect(
                    result.status == 2 && said.contains(words) && said.contains(hint), "\(command): \(result)"
                )
            }
        }
    }

    @Test("Q8 the manifest of a backup stands for it, and a folder's files may be named all at once")
    func manifest() throws {
        let night = try Night(entries: [])
        mkdir(night.folder("source"), 0o755)
        try night.folder.write("words", to: "source/file")
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "files", "db_list": ["\#(night.folder("source"))"], "enabled": true }"#
        ])
        #expect(try night.runAll().status == 0)
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let verified = try night.program.run("verify", artifact + ".json")
        #expect(verified.status == 0 && verified.text.contains("proven"), "\(verified)")
        let restored = try night.run(
            "restore", artifact + ".json", "--to", night.folder("back"), "--yes")
        #expect(restored.status == 0, "\(restored)")
        #expect(FileManager.default.fileExists(atPath: night.folder("back") + night.folder("source/file")))
        let names = try FileManager.default.contentsOfDirectory(atPath: night.output).map {
            night.output + "/" + $0
        }
        let all = try night.program.run(["verify", "--json"] + names)
        #expect(try all.status == 0 && all.json()["backups"]?.arrayValue?.count == 1, "\(all)")
    }
}
