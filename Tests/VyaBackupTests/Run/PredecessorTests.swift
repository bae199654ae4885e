import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Where the Python program failed its users, each line that a run touches and no other suite is named for.
@Suite("What the Python program did wrong", .ownThread)
struct PredecessorTests {
    @Test("LEGACY 2 a failing dump behind compression is a failure, and no 20-byte file appears")
    func hiddenFailure() throws {
        let night = try Night.fake(mode: ["FD_MODE": "headonly2"])
        #expect(try night.runAll().status == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: night.output) == [])
    }

    @Test("LEGACY 3 MariaDB is dumped by its own client, whatever it is called in the configuration")
    func mariaDB() throws {
        let server = try PrivateMariaDB.shared()
        try HostileData.load(.shop, into: server, database: "legacy_maria")
        defer { try? server.dropDatabase("legacy_maria") }
        for dbms in ["mysql", "mariadb"] {
            let night = try Night(entries: [
                Night.entry(server, databases: ["legacy_maria"])
                    .replacing("\"mysql\"", with: "\"\(dbms)\"")
            ])
            let result = try night.runAll()
            #expect(result.status == 0, "\(result)")
            #expect(try night.manifest(of: "legacy_maria").provenance.toolName == "mariadb-dump")
        }
    }

    @Test("LEGACY 11 an unreachable server is a failure")
    func unreachable() throws {
        let night = try Night(entries: [])
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "postgresql", "host": "127.0.0.1", "port": 1, "username": "x" }"#,
            #"{ "id_dbms": 2, "dbms": "mysql", "host": "127.0.0.1", "port": 1, "username": "x" }"#,
        ])
        let result = try night.runAll()
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("entry 1") && result.errors.contains("entry 2"), "\(result)")
    }

    @Test(
        "LEGACY 13 nothing that a run leaves can be read by others, even below a folder that everybody may enter"
    )
    func modes() throws {
        let night = try Night.fake()
        #expect(try night.runAll().status == 0)
        let open = try Command(
            "/usr/bin/find", night.output, night.folder("log"), night.folder("state"), "-perm", "/077"
        ).check().text
        #expect(open == "")
    }

    @Test("LEGACY 14 two entries with the same dbms and database keep their backups apart")
    func twins() throws {
        let night = try Night(entries: [])
        try night.configure([
            night.fakeEntry(1, databases: ["shop"], mode: ["FD_ROWS": "10"]),
            night.fakeEntry(2, databases: ["shop"], mode: ["FD_ROWS": "20"]),
        ])
        #expect(try night.runAll().status == 0)
        #expect(night.artifacts().map { $0.dropFirst(16) } == ["fake_1_shop.sql.gz", "fake_2_shop.sql.gz"])
        #expect(try night.problems() == [])
    }

    @Test("LEGACY shape 1: the production file of the field is understood as it is")
    func productionFile() throws {
        let folder = try TemporaryFolder("production")
        let program = try Program(in: folder)
        let text = try String(contentsOfFile: Repository.fixture("config/production.json"), encoding: .utf8)
        try folder.write(text, to: "python_backup.json")
        let result = try program.run("config", "check", "--config", folder("python_backup.json"))
        #expect(result.status == 0, "\(result)")
    }

    @Test(
        "J19 a run leaves the predecessor's files as they are, whatever they are called, and lists them as such"
    )
    func predecessorsFiles() throws {
        let night = try Night(entries: [])
        let entry = try night.fakeEntry(1, databases: ["shop"])
        // Retention of a day, as the production file has it, and files that are years older.
        let text = """
            { "db_config": [ \(entry),
                { "id_dbms": 2, "dbms": "files", "db_list": ["\(night.folder("plugins"))"], "enabled": true } ],
              "bkp_system": { "path_fake": "\(night.output)", "path_files": "\(night.output)", "retention_files": 1,
                "retention_pgsql": 1, "retention_mysql": 1, "retention_days": 1 },
              "log_settings": { "log_dir": "\(night.folder("log"))" } }
            """
        try night.folder.write(text, to: "config.json")
        let known = [
            "20230102_030405_postgresql_shop.sql", "20230102_030405_mysql_my_shop.db.sql.gz",
            "20230102_030405_files_docker_volumes.tar.gz", "shop_20230102_030405.sql",
            "shop_20230102_030405.sql.gz",
            "20230102_030405_shop.zip",
        ]
        let others = [
            "backup.log", "shop.sql.gz.tmp", ".vya_backupbd.lock", "20230102_030405_fake_1_shop.sql.gz.part",
        ]
        for name in known + others {
            let path = try night.legacy(name, "-- \(name)\n")
            chmod(path, 0o644)
            let old = timeval(tv_sec: 1_672_628_645, tv_usec: 0)
            #expect(utimes(path, [old, old]) == 0)
        }
        mkdir(night.output + "/old", 0o755)
        let before = try Oracle.snapshot(of: night.output)
        for _ in 0..<2 {
            let result = try night.runAll()
            #expect(result.status == 0, "\(result)")
        }
        #expect(try night.problems(since: before) == [])
        let listed = try night.run("list", "--json").json()["backups"]?.arrayValue ?? []
        let legacy = listed.filter { $0["state"]?.stringValue == "legacy" }
            .compactMap { $0["file"]?.stringValue.map { String($0.dropFirst(night.output.utf8.count + 1)) } }
        #expect(legacy.sorted() == known.sorted())
        #expect(listed.count == known.count + 4)
    }
}
