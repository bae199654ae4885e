import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("check, cleanup and prune on a host", .ownThread)
struct UpkeepTests {
    /// A host with one archive a run, and what its configuration says of the day after.
    private func night(_ settings: String = "", retention: String = "") throws -> Night {
        let night = try Night(entries: [], settings: settings)
        mkdir(night.folder("source"), 0o700)
        try night.folder.write("content", to: "source/file")
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "files", "db_list": ["\#(night.folder("source"))"] }"#
        ])
        if !retention.isEmpty {
            let path = night.folder("config.json")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try night.folder.write(
                text.replacing(
                    "\"bkp_system\": {", with: "\"bkp_system\": { \"retention_files\": \(retention),"),
                to: "config.json")
        }
        return night
    }

    private func files(_ night: Night) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: night.output).sorted()
    }

    private func codes(_ night: Night) throws -> [String] {
        let result = try night.run("check", "--json")
        return (try result.json()["findings"]?.arrayValue ?? []).filter {
            $0["severity"]?.stringValue != "OK"
        }
        .compactMap { $0["code"]?.stringValue }
    }

    @Test("H11 check is critical before the first backup, well after it, and unknown without a configuration")
    func check() throws {
        let night = try night()
        let before = try night.run("check")
        #expect(before.status == 2 && before.text.hasPrefix("VYA-BACKUP CRITICAL - "), "\(before)")
        #expect(try night.runAll().status == 0)
        let after = try night.run("check")
        #expect(after.status == 0 && after.text.hasPrefix("VYA-BACKUP OK - 1 source"), "\(after)")
        let none = try night.program.run("check", "--config", night.folder("nowhere.json"))
        #expect(none.status == 3 && none.text.hasPrefix("VYA-BACKUP UNKNOWN - "), "\(none)")
    }

    @Test(
        "I4 what the uploader has not confirmed stays, and what it has goes with its manifest and is remembered"
    )
    func confirmed() throws {
        let night = try night(
            #", "uploader": { "confirm": { "command": ["/usr/bin/test", "-e", "{file}.taken"] } }"#)
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        #expect(try night.run("cleanup").status == 0)
        #expect(night.artifacts() == [artifact])
        try Data().write(to: URL(fileURLWithPath: night.output + "/" + artifact + ".taken"))
        let dry = try night.run("cleanup", "--dry-run")
        #expect(dry.status == 0 && dry.text.contains("the uploader has confirmed it"), "\(dry)")
        #expect(night.artifacts() == [artifact])
        #expect(try night.run("cleanup").status == 0)
        #expect(try files(night) == [artifact + ".taken"])
        #expect(try night.run("check").status == 0)
    }

    @Test(
        "an uploader's log is read, and one that confirms whatever it is asked about is caught and believed nothing"
    )
    func log() throws {
        let folder = try TemporaryFolder("uploader")
        let night = try night(
            #", "uploader": { "confirm": { "log": "\#(folder("log"))", "pattern": "uploaded {file}" } }"#)
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        let unreadable = try night.run("cleanup")
        #expect(unreadable.status == 2 && night.artifacts() == [artifact], "\(unreadable)")
        #expect(try codes(night) == ["check.uploader"])
        try folder.write("12:00 uploaded \(artifact)\n", to: "log")
        #expect(try night.run("cleanup").status == 0)
        #expect(night.artifacts() == [])

        let liar = try self.night(#", "uploader": { "confirm": { "command": ["/bin/true", "{file}"] } }"#)
        #expect(try liar.runAll().status == 0)
        let refused = try liar.run("cleanup")
        #expect(refused.status == 2 && refused.errors.contains("never was"), "\(refused)")
        #expect(liar.artifacts().count == 1)
        #expect(try codes(liar) == ["check.uploader-lies"])
    }

    @Test("I5 nothing is cleaned while a run is under way")
    func locked() throws {
        let night = try Night.fake(mode: ["FD_MODE": "hang"])
        let running = try night.program.start(night.arguments())
        defer { running.process.send(SIGTERM) }
        try waitUntil("the run holds the lock") {
            try night.folder.names(in: "state").contains("lock")
                && !(try String(contentsOfFile: night.folder("state/lock"), encoding: .utf8)).isEmpty
        }
        #expect(try night.run("cleanup", "--all").status == 75)
        #expect(try night.run("prune", "--yes").status == 75)
        running.process.send(SIGTERM)
        #expect(try running.finish(within: 30).status == 143)
    }

    @Test("I6 I13 J19 links, foreign files, files without a manifest and those of the Python program stay")
    func foreign() throws {
        let night = try night(#", "uploader": { "watches": ["/"] }"#)
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        mkdir(night.folder("precious"), 0o700)
        try night.folder.write("precious", to: "precious/data.sql.gz")
        try FileManager.default.createSymbolicLink(
            atPath: night.output + "/20200101_000000_files_1_x.tar.gz",
            withDestinationPath: night.folder("precious/data.sql.gz"))
        try FileManager.default.createSymbolicLink(
            atPath: night.output + "/old", withDestinationPath: night.folder("precious"))
        let strangers = ["notes.txt", "20200101_000000_files_9_y.tar.gz"]
        for name in strangers {
            try Data("x".utf8).write(to: URL(fileURLWithPath: night.output + "/" + name))
        }
        let python = try night.legacy("20200101_003000_postgresql_shop.sql.gz", "-- old")
        #expect(utimes(python, [timeval(tv_sec: 0, tv_usec: 0), timeval(tv_sec: 0, tv_usec: 0)]) == 0)
        #expect(try night.run("cleanup", "--all").status == 0)
        let left = try files(night)
        #expect(!left.contains(artifact) && !left.contains(artifact + ".json"))
        for name in strangers + [
            "old", "20200101_000000_files_1_x.tar.gz", "20200101_003000_postgresql_shop.sql.gz",
        ] {
            #expect(left.contains(name), "\(name)")
        }
        #expect(
            try String(contentsOfFile: night.folder("precious/data.sql.gz"), encoding: .utf8) == "precious")
        #expect(try night.run("cleanup", "--legacy").status == 0)
        #expect(!FileManager.default.fileExists(atPath: python))
    }

    @Test("I12 what the uploader takes away, copies or locks during cleaning disturbs it in nothing")
    func vanishing() throws {
        let scripts = try TemporaryFolder("uploader")
        // It answers that it has the file, and by then has moved it away: the next look finds nothing there.
        try scripts.write("[ -e \"$1\" ] && rm \"$1\"", to: "take")
        let mover = try night(
            #", "uploader": { "confirm": { "command": ["/bin/sh", "\#(scripts("take"))", "{file}"] } }"#)
        for _ in 0..<3 { #expect(try mover.runAll().status == 0) }
        let moved = try mover.run("cleanup")
        #expect(moved.status == 0 && moved.errors.isEmpty, "\(moved)")
        #expect(try files(mover) == [])

        // One that has every file open and locked, as it would while it copies.
        let copier = try night()
        for _ in 0..<3 { #expect(try copier.runAll().status == 0) }
        let open = try copier.artifacts().map {
            try FileHandle(forUpdating: URL(fileURLWithPath: copier.output + "/" + $0))
        }
        for file in open { #expect(flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0) }
        let locked = try copier.run("cleanup", "--all")
        #expect(locked.status == 0 && locked.errors.isEmpty, "\(locked)")
        #expect(try files(copier) == [])
        #expect(try open.map { try $0.readToEnd()?.prefix(2) } == open.map { _ in Data([0x1f, 0x8b]) })

        // And one that removes the same files at the same time.
        let racer = try night()
        for _ in 0..<20 { #expect(try racer.runAll().status == 0) }
        let cleaning = try racer.program.start(["cleanup", "--all"] + racer.arguments().suffix(2))
        for name in racer.artifacts().reversed() { unlink(racer.output + "/" + name) }
        let raced = try cleaning.finish(within: 60)
        #expect(raced.status == 0 && raced.errors.isEmpty, "\(raced)")
        #expect(try racer.run("cleanup", "--all").status == 0)
        #expect(try files(racer) == [])
    }

    @Test("prune keeps the newest and what is pinned, says why, and does nothing by itself")
    func prune() throws {
        let night = try night(retention: "2")
        for _ in 0..<5 { #expect(try night.runAll().status == 0) }
        let all = night.artifacts()
        #expect(all.count == 5)
        #expect(try night.run("prune", "--pin", night.output + "/" + all[0]).status == 0)
        #expect(try night.run("prune", "--dry-run").status == 0)
        #expect(night.artifacts() == all)
        let result = try night.run("prune", "--explain")
        #expect(result.status == 0 && result.text.contains("it is pinned"), "\(result)")
        #expect(night.artifacts() == [all[0], all[3], all[4]])
    }

    @Test(
        "I15 prune_before_run makes room before the dump, and prune_after_run afterwards, never below what is kept"
    )
    func withinRuns() throws {
        for (key, left) in [("prune_before_run", 3), ("prune_after_run", 2)] {
            let night = try night(", \"\(key)\": true", retention: "2")
            for _ in 0..<6 { #expect(try night.runAll().status == 0) }
            #expect(night.artifacts().count == left, "\(key): \(night.artifacts())")
        }
    }

    @Test("a catalog that is damaged, locked away or lost stops no backup, and no backup goes because of it")
    func catalog() throws {
        let night = try night(retention: "1")
        for _ in 0..<2 { #expect(try night.runAll().status == 0) }
        try night.folder.write(
            "no database at all, but long enough to be looked at as one", to: "state/catalog.sqlite")
        let run = try night.runAll()
        #expect(
            run.status == 0 && run.errors.contains("catalog was damaged")
                || run.text.contains("catalog was damaged"), "\(run)")
        #expect(try files(night).count == 6)
        #expect(try night.run("catalog", "rebuild").text.contains("knows 3 backups"))
        #expect(try night.run("check").status == 0)
        unlink(night.folder("state/catalog.sqlite"))
        mkdir(night.folder("state/catalog.sqlite"), 0o700)
        #expect(try night.runAll().status == 0)
        let refused = try night.run("prune", "--yes")
        #expect(refused.status == 2 && refused.errors.contains("catalog"), "\(refused)")
        #expect(night.artifacts().count == 4)
    }

    @Test("I14 a dump that lost most of its rows is published, marked suspect, told, and freezes retention")
    func suspect() throws {
        let night = try Night(entries: [])
        let server = try PrivatePostgreSQL()
        try server.execute("CREATE DATABASE shop")
        try server.execute(
            "CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 1000) n; CREATE TABLE gone (id int)",
            in: "shop")
        try night.configure([Night.entry(server, databases: ["shop"])])
        #expect(try night.runAll().status == 0)
        try server.execute("DELETE FROM orders WHERE id > 100; DROP TABLE gone", in: "shop")
        let second = try night.runAll()
        #expect(second.status == 0 && second.errors.contains("rows fell from 1000 to 100"), "\(second)")
        let newest = try #require(night.artifacts().filter { $0.contains("_shop") }.last)
        let words = try Oracle.manifest(of: night.output + "/" + newest)["suspect"]?.arrayValue?
            .compactMap(\.stringValue)
        #expect(words?.contains("table public.gone is gone") == true, "\(words ?? [])")
        #expect(try codes(night).contains("check.suspect"))
    }

    @Test(
        "I11 an uploader that looks every millisecond during runs sees no file that is not whole and proven")
    func uploaderLoop() throws {
        let night = try night()
        for number in 0..<10 {
            try night.folder.write(
                String(repeating: "line \(number)\n", count: 20_000), to: "source/file-\(number)")
        }
        let watcher = UploaderLoop(folder: night.output)
        let runs = Adversity.count(12, full: 100)
        for _ in 0..<runs { #expect(try night.runAll().status == 0) }
        let (sightings, changed, broken) = watcher.stop()
        #expect(sightings >= runs && changed == [] && broken == [], "\(sightings) \(changed) \(broken)")
    }
}
