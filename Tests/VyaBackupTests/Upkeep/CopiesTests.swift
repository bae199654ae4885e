import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Copies that are counted, on a host", .ownThread)
struct CopiesTests {
    /// A host with one archive a run.
    private func night(_ settings: String = "", output: String? = nil, id: Int = 1) throws -> Night {
        let night = try Night(entries: [], output: output, settings: settings)
        mkdir(night.folder("source"), 0o700)
        try night.folder.write("content", to: "source/file")
        try night.configure([
            #"{ "id_dbms": \#(id), "dbms": "files", "db_list": ["\#(night.folder("source"))"] }"#
        ])
        return night
    }

    /// What `check` says that is not well.
    private func alarms(_ night: Night) throws -> [(code: String, message: String)] {
        (try night.run("check", "--json").json()["findings"]?.arrayValue ?? [])
            .filter { $0["severity"]?.stringValue != "OK" }
            .map { ($0["code"]?.stringValue ?? "", $0["message"]?.stringValue ?? "") }
    }

    /// Makes a backup as old as that many hours, in its manifest.
    private func age(_ night: Night, _ artifact: String, hours: Int) throws {
        let path = night.output + "/" + artifact + ".json"
        guard
            case .object(var members) = try JSONValue(
                parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
        else { return }
        let time = JSONValue.string(
            Moment.local(unixSeconds: Moment.now().unixSeconds - hours * 3600).rfc3339)
        for key in ["started_at", "finished_at"] {
            members.removeAll { $0.name == ExactName(key) }
            members.append(.init(key, time))
        }
        try Data(JSONValue.object(members).serialized().utf8).write(to: URL(fileURLWithPath: path))
        let seconds = Moment.now().unixSeconds - hours * 3600
        let change = try Command(
            "sqlite3", night.folder("state/catalog.sqlite"),
            "UPDATE artifacts SET started_at = \(seconds), finished_at = \(seconds) WHERE file = '\(artifact)'"
        ).run()
        #expect(change.status == 0, "\(change)")
    }

    // MARK: What cleanup may take

    @Test("N1 without a declared uploader nothing is cleaned, and what to declare is said")
    func undeclared() throws {
        let night = try night()
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        try age(night, artifact, hours: 9)
        for words in [["cleanup"], ["cleanup", "--dry-run"], ["cleanup", "--legacy"]] {
            let result = try night.program.run(words + ["--config", night.folder("config.json")])
            #expect(
                result.status == 3 && result.errors.contains("\"uploader\": { \"watches\": ["), "\(result)")
        }
        #expect(night.artifacts() == [artifact])
        // An age alone says nothing of where the uploader looks.
        let aged = try self.night(#", "uploader": { "min_age_hours": 1 }"#)
        #expect(try aged.run("cleanup").status == 3)
    }

    @Test(
        "N1 the production night: dumps that the uploader does not look at stay, and no light lies about the rest"
    )
    func production() throws {
        let watched = try TemporaryFolder("bkpzip")
        let night = try Night(
            entries: [], settings: #", "uploader": { "watches": ["\#(watched.path)"] }"#)
        mkdir(night.folder("source"), 0o700)
        try night.folder.write("content", to: "source/file")
        try night.configure([
            try night.fakeEntry(1, databases: ["shop"]),
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("source"))"] }"#,
        ])
        let path = night.folder("config.json")
        try night.folder.write(
            try String(contentsOfFile: path, encoding: .utf8).replacing(
                "\"path_files\": \"\(night.output)\"", with: "\"path_files\": \"\(watched.path)\""),
            to: "config.json")
        #expect(try night.runAll().status == 0)
        let dump = try #require(night.artifacts().first)
        let archive = try #require(watched.names().first { $0.hasSuffix(".tar.gz") })
        try age(night, dump, hours: 5)
        try age(Night.at(night, output: watched.path), archive, hours: 5)
        let result = try night.run("cleanup", "--explain")
        #expect(result.status == 0 && result.text.contains("the uploader does not look into"), "\(result)")
        #expect(result.text.contains("is assumed to have it"))
        #expect(night.artifacts() == [dump])
        #expect(try watched.names() == [])
        let check = try night.run("check")
        #expect(check.status == 1 && check.text.contains("counts as no copy"), "\(check)")
        let report = try night.run("report", "--json").json()
        #expect(report["level"]?.stringValue != "good", "\(report)")
        // An order is an order, and no copy either.
        #expect(try night.run("cleanup", "--all").status == 0)
        #expect(try alarms(night).map(\.code).sorted() == ["check.assumed", "check.vanished"])
    }

    @Test(
        "N2 a line about the manifest, or of another kind, confirms nothing; a command that says yes to the beginning of a name lies"
    )
    func confirmation() throws {
        let folder = try TemporaryFolder("uploader")
        let night = try night(
            #", "uploader": { "confirm": { "log": "\#(folder("log"))", "pattern": "uploaded {file}" } }"#)
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        try folder.write("12:00 uploaded \(artifact).json\n12:01 queued \(artifact)\n", to: "log")
        #expect(try night.run("cleanup").status == 0)
        #expect(night.artifacts() == [artifact])
        // Without the last line's ending, and over the border of what is read at once.
        let filler = String(repeating: "12:02 idle, nothing to do\n", count: 60_000)
        try folder.write(filler + "12:03 uploaded \(night.output)/\(artifact)", to: "log")
        #expect(try night.run("cleanup").status == 0)
        #expect(night.artifacts() == [])
        #expect(try night.run("check").status == 0)

        let named = try self.night(
            #", "uploader": { "confirm": { "log": "\#(folder("log"))", "pattern": "{file}" } }"#)
        let refused = try named.run("cleanup")
        #expect(refused.status == 3 && refused.errors.contains("uploaded {file}"), "\(refused)")

        try folder.write("grep -q \"$1\" \(folder("log"))", to: "ask")
        let grep = try self.night(
            #", "uploader": { "confirm": { "command": ["/bin/sh", "\#(folder("ask"))", "{file}"] } }"#)
        #expect(try grep.runAll().status == 0)
        let other = try #require(grep.artifacts().first)
        try folder.write("uploaded \(grep.output)/\(other).json\n", to: "log")
        let lie = try grep.run("cleanup")
        #expect(lie.status == 2 && lie.errors.contains("never was") && grep.artifacts() == [other], "\(lie)")
        #expect(try alarms(grep).map(\.code) == ["check.uploader-lies"])
    }

    @Test("P2 a FIFO in place of the uploader's log hangs nothing")
    func fifo() throws {
        let folder = try TemporaryFolder("uploader")
        #expect(mkfifo(folder("log"), 0o600) == 0)
        let night = try night(
            #", "uploader": { "confirm": { "log": "\#(folder("log"))", "pattern": "uploaded {file}" } }"#)
        #expect(try night.runAll().status == 0)
        let result = try night.run("cleanup", within: 30)
        #expect(result.status == 2 && result.errors.contains("no regular file"), "\(result)")
    }

    @Test("N1 the metrics count copies, after whatever makes, removes or counts them")
    func metrics() throws {
        let folder = try TemporaryFolder("metrics")
        let night = try night(
            #", "metrics": { "textfile": "\#(folder("x.prom"))" }, "uploader": { "watches": ["/"] }"#)
        func figure(_ name: String) throws -> String? {
            let part = name.hasPrefix("check") ? "check" : "copies"
            return try String(contentsOfFile: folder("x_\(part).prom"), encoding: .utf8).split(
                separator: "\n"
            )
            .first { $0.hasPrefix("vya_backup_" + name) }?.split(separator: " ").last.map(String.init)
        }
        for _ in 0..<2 { #expect(try night.runAll().status == 0) }
        #expect(try figure("copies{") == "2" && night.run("check").status == 0)
        #expect(try figure("check_severity") == "0")
        let artifact = try #require(night.artifacts().first)
        unlink(night.output + "/" + artifact)
        #expect(try night.run("check").status == 2)
        #expect(try figure("copies{") == "1" && figure("check_severity") == "2")
        // Of one entry nothing is told.
        unlink(folder("x_copies.prom"))
        _ = try night.run("check", "--id", "1")
        #expect(access(folder("x_copies.prom"), F_OK) != 0)
        #expect(try night.run("cleanup", "--all").status == 0)
        #expect(try figure("copies{") == "0" && figure("newest_copy_timestamp") == nil)
        #expect(try night.run("prune").status == 0)
        #expect(try figure("copies{") == "0")
    }

    @Test("P2 an uploader that takes its time to answer holds no run up, and what that run makes stays")
    func slowUploader() throws {
        let folder = try TemporaryFolder("uploader")
        try folder.write(
            """
            [ -e \(folder("end")) ] || touch \(folder("asked"))
            while [ ! -e \(folder("end")) ]; do sleep 0.05; done
            exit 1
            """, to: "ask")
        let night = try night(
            #", "uploader": { "confirm": { "command": ["/bin/sh", "\#(folder("ask"))", "{file}"] } }"#)
        #expect(try night.runAll().status == 0)
        let cleaning = try night.program.start("cleanup", "--config", night.folder("config.json"))
        defer { cleaning.process.killSession() }
        try waitUntil("the uploader is asked") { access(folder("asked"), F_OK) == 0 }
        #expect(try night.runAll().status == 0)
        try folder.write("", to: "end")
        #expect(try cleaning.finish(within: 60).status == 0)
        #expect(night.artifacts().count == 2)
    }

    @Test("N9 a clock that has jumped by hours since the run releases nothing by its age")
    func clock() throws {
        let library = try #require(Faketime.library, "the package faketime is missing")
        var night = try night(#", "uploader": { "watches": ["/"] }"#)
        #expect(try night.runAll().status == 0)
        let before = night.artifacts()
        night.program.environment["LD_PRELOAD"] = library
        night.program.environment["FAKETIME"] = "+9h"
        let result = try night.run("cleanup", "--explain")
        #expect(result.status == 0 && result.text.contains("the clock is in doubt"), "\(result)")
        #expect(night.artifacts() == before && !before.isEmpty)
    }

    // MARK: Whose they are

    @Test(
        "N3 two hosts with one folder and one entry: neither counts, restores, drills or removes what the other made"
    )
    func hosts() throws {
        var first = try night(#", "prune_after_run": true"#)
        #expect(try first.runAll().status == 0)
        let mine = first.artifacts()
        let home = first.folder("state")
        // The other host: a state folder of its own, and the same folder, number and pattern.
        mkdir(first.folder("state2"), 0o700)
        first.program.environment["STATE_DIRECTORY"] = first.folder("state2")
        let path = first.folder("config.json")
        try first.folder.write(
            try String(contentsOfFile: path, encoding: .utf8)
                .replacing("\"bkp_system\": {", with: "\"bkp_system\": { \"retention_files\": 1,"),
            to: "config.json")
        for _ in 0..<3 { #expect(try first.runAll().status == 0) }
        #expect(try first.run("prune", "--yes").status == 0)
        #expect(mine.allSatisfy(first.artifacts().contains), "the other host's backup went")
        #expect(first.artifacts().count == 2)
        let list = try first.run("list")
        #expect(list.text.contains("proven, host ") && list.errors.contains("1 made by others"), "\(list)")
        let newest = try #require(first.artifacts().last)
        // Back home: the newest file of the folder is the other's.
        first.program.environment["STATE_DIRECTORY"] = home
        let drill = try first.run("verify", "--latest", "--restore", "--json").json()
        let drilled = (drill["backups"]?.arrayValue ?? []).compactMap { $0["file"]?.stringValue }
        #expect(drilled.map { $0.split(separator: "/").last.map(String.init) } == mine.map { $0 }, "\(drill)")
        unlink(first.output + "/" + mine[0])
        let check = try first.run("check")
        #expect(check.status == 2 && check.text.contains("has gone"), "\(check)")
        #expect(try first.run("cleanup", "--all").status == 0)
        #expect(first.artifacts() == [newest])
        let restore = try first.run(
            "restore", "--id", "1", "--database", first.folder("source"), "--to", first.folder("back"))
        #expect(
            restore.status != 0 && restore.errors.contains("vya-backup restore ")
                && restore.errors.contains(newest), "\(restore)"
        )
    }

    @Test("N3 two configurations of one host, with one state folder: the server belongs to a source")
    func servers() throws {
        let server = try PrivatePostgreSQL()
        try server.execute("CREATE DATABASE shop")
        let other = try PrivatePostgreSQL()
        try other.execute("CREATE DATABASE shop")
        let night = try Night(
            entries: [Night.entry(server, databases: ["shop"])], settings: #", "prune_after_run": true"#)
        #expect(try night.runAll().status == 0)
        let first = night.artifacts()
        try night.configure([Night.entry(other, databases: ["shop"])])
        let before = try night.run("check")
        #expect(
            before.status == 2 && before.text.contains("never was"),
            "the other server's backups count: \(before)")
        #expect(try night.runAll().status == 0)
        #expect(try night.run("check").status == 0)
        let plan = try night.run("prune", "--yes", "--explain")
        #expect(plan.text.contains("it was made by others: server"), "\(plan)")
        #expect(first.allSatisfy(night.artifacts().contains))
        let manifest = try Oracle.manifest(of: night.output + "/" + (try #require(first.first)))
        #expect(
            manifest["server"]?.stringValue?.isEmpty == false && manifest["host_id"]?.stringValue?.count == 32
        )
    }

    @Test("N3 a host that was renamed, or lost its state folder, is asked, and takes its backups over")
    func adopted() throws {
        let night = try night()
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        try FileManager.default.removeItem(atPath: night.folder("state"))
        mkdir(night.folder("state"), 0o700)
        #expect(try night.runAll().status == 0)
        let plan = try night.run("prune", "--explain")
        #expect(plan.text.contains("it was made by others: host"), "\(plan)")
        let id = try #require(Oracle.manifest(of: night.output + "/" + artifact)["host_id"]?.stringValue)
        let adopted = try night.run("catalog", "adopt", id)
        #expect(adopted.status == 0 && adopted.text.contains("1 backups"), "\(adopted)")
        #expect(!(try night.run("list").errors.contains("made by others")))
        let unknown = try night.run("catalog", "adopt", "nobody")
        #expect(unknown.status == 64 && unknown.errors.contains("list"), "\(unknown)")

        // A new name: what the manifest says, since this host cannot be renamed for a test.
        let path = night.output + "/" + artifact + ".json"
        try rename(path, host: "oldname")
        let codes = try alarms(night)
        #expect(codes.map(\.code) == ["check.renamed"], "\(codes)")
        #expect(try night.run("catalog", "adopt", "oldname").status == 0)
        #expect(try night.run("check").status == 0)
    }

    private func rename(_ manifest: String, host: String) throws {
        guard
            case .object(let members) = try JSONValue(
                parsing: Array(Data(contentsOf: URL(fileURLWithPath: manifest))))
        else { return }
        let changed = members.map {
            $0.name == ExactName("host") ? JSONValue.Member("host", .string(host)) : $0
        }
        try Data(JSONValue.object(changed).serialized().utf8).write(to: URL(fileURLWithPath: manifest))
    }

    // MARK: Which is the newest

    @Test("N4 the newest is that of the last instant, whatever the zone of its name")
    func instant() throws {
        var night = try night()
        var names: [String] = []
        for zone in ["UTC", "Asia/Tokyo", "America/Sao_Paulo"] {
            night.program.environment["TZ"] = zone
            #expect(try night.runAll().status == 0)
            names.append(try #require(night.artifacts().first { !names.contains($0) }))
        }
        let newest = names[2]
        #expect(night.artifacts().last != newest, "the names do not show what this is about")
        let list = try night.run("list", "--json").json()["backups"]?.arrayValue ?? []
        #expect(
            list.compactMap { $0["file"]?.stringValue } == names.reversed().map { night.output + "/" + $0 })
        let verify = try night.run("verify", "--latest", "--json").json()["backups"]?.arrayValue ?? []
        #expect(verify.compactMap { $0["file"]?.stringValue } == [night.output + "/" + newest])
        try night.folder.write(
            try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
                .replacing("\"bkp_system\": {", with: "\"bkp_system\": { \"retention_files\": 1,"),
            to: "config.json")
        #expect(try night.run("prune", "--yes").status == 0)
        #expect(night.artifacts() == [newest])
    }

    // MARK: What check says

    @Test("N6 all files of a folder of backups can be named to verify")
    func companions() throws {
        let night = try night()
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        #expect(try night.run("verify", "--latest", "--restore").status == 0)
        #expect(try night.run("prune", "--pin", night.output + "/" + artifact).status == 0)
        #expect(try night.run("restore", "--card", "--beside", night.output + "/" + artifact).status == 0)
        let all = try FileManager.default.contentsOfDirectory(atPath: night.output).map {
            night.output + "/" + $0
        }
        #expect(all.count == 5, "\(all)")
        let result = try night.program.run(["verify"] + all)
        #expect(result.status == 0 && !result.text.contains("DAMAGED") && result.errors.isEmpty, "\(result)")
        let proven = try night.program.run(["verify", "--json"] + all).json()["backups"]?.arrayValue
        #expect(proven?.count == 1)
        let alone = try night.program.run(["verify", night.output + "/" + artifact + ".json"])
        #expect(alone.status == 0 && alone.text.contains("proven"), "\(alone)")
    }

    @Test("N7 a run of one database, misspelt or not selected, turns no light red, then or two days later")
    func partial() throws {
        let server = try PrivatePostgreSQL()
        try server.execute("CREATE DATABASE shop")
        try server.execute("CREATE DATABASE other")
        let night = try Night(entries: [Night.entry(server, databases: ["shop"])])
        #expect(try night.runAll().status == 0)
        #expect(try night.run("run", "--id", "1", "--database", "Shpo").status != 0)
        #expect(try alarms(night).map(\.message) == [])
        #expect(try night.run("run", "--id", "1", "--database", "other").status == 0)
        #expect(try alarms(night).map(\.message) == [])
        let other = try #require(night.artifacts().first { $0.contains("_other") })
        try age(night, other, hours: 50)
        #expect(try night.runAll().status == 0)
        #expect(try alarms(night).map(\.message) == [])
    }

    @Test(
        "N8 a folder that was emptied is critical at once, one line a source, before and after the next run")
    func emptied() throws {
        let night = try night()
        for _ in 0..<3 { #expect(try night.runAll().status == 0) }
        try FileManager.default.removeItem(atPath: night.output)
        let check = try night.run("check")
        #expect(check.status == 2, "\(check)")
        #expect(try alarms(night).map(\.code) == ["check.vanished"])
        // A file of the same second has the same name.
        usleep(1_100_000)
        #expect(try night.runAll().status == 0)
        let after = try alarms(night)
        #expect(
            after.map(\.code) == ["check.vanished"] && after[0].message.contains("and 2 more"), "\(after)")
    }

    @Test("N5 what retention holds back is told by the run and by check")
    func heldBack() throws {
        let night = try night(#", "prune_after_run": true"#)
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        for _ in 0..<8 { #expect(try night.runAll().status == 0) }
        try night.folder.write(
            text.replacing("\"bkp_system\": {", with: "\"bkp_system\": { \"retention_files\": 1,"),
            to: "config.json")
        let result = try night.runAll()
        #expect(result.errors.contains("holds them back"), "\(result)")
        #expect(night.artifacts().count == 4)
        #expect(try alarms(night).map(\.code) == ["check.held-back"])
        for _ in 0..<3 { #expect(try night.runAll().status == 0) }
        #expect(night.artifacts().count == 1)
        #expect(try night.run("check").status == 0)
    }

    @Test("N11 a folder that the configuration no longer names is told of, and can be looked into")
    func forgotten() throws {
        let night = try night(#", "uploader": { "watches": ["/"] }"#)
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        let old = night.output
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(text.replacing(old, with: night.folder("new")), to: "config.json")
        #expect(try night.runAll().status == 0)
        let list = try night.run("list")
        #expect(
            list.errors.contains("vya-backup list --folder \(old)") && !list.text.contains(old), "\(list)")
        #expect(try night.run("list", "--folder", old).text.contains(artifact))
        let doctor = try night.run("doctor", "--json")
        #expect(doctor.text.contains("doctor.forgotten"), "\(doctor)")
        let cleanup = try night.run("cleanup", "--all", "--folder", old)
        #expect(cleanup.status == 0 && night.artifacts().isEmpty, "\(cleanup)")
        let none = try night.run("prune", "--folder", night.folder("nowhere"))
        #expect(none.status == 64, "\(none)")
    }

    @Test("M1 a second restore --replace brings the good state back, not the ruined one that the first kept")
    func safetyCopy() throws {
        let night = try Night(entries: [])
        let database = night.folder("app.db")
        _ = try Command("/usr/bin/sqlite3", [database, "CREATE TABLE t(a); INSERT INTO t VALUES ('good');"])
            .run()
        try night.configure([#"{ "id_dbms": 1, "dbms": "sqlite", "db_list": ["\#(database)"] }"#])
        #expect(try night.runAll().status == 0)
        let good = night.artifacts()
        _ = try Command("/usr/bin/sqlite3", [database, "UPDATE t SET a = 'ruined';"]).run()
        for round in 1...2 {
            let result = try night.run(
                "restore", "--id", "1", "--database", database, "--latest", "--replace", "--yes")
            #expect(result.status == 0, "\(result)")
            let value = try Command("/usr/bin/sqlite3", [database, "SELECT a FROM t"]).run().text
            #expect(value.hasPrefix("good"), "round \(round): \(value)")
            _ = try Command("/usr/bin/sqlite3", [database, "UPDATE t SET a = 'ruined \(round)';"]).run()
        }
        let list = try night.run("list", "--json").json()["backups"]?.arrayValue ?? []
        #expect(list.count { $0["safety_copy"]?.boolValue == true } == 2, "\(list.count)")
        #expect(try night.run("list").text.contains("proven, safety copy"))
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacing("\"bkp_system\": {", with: "\"bkp_system\": { \"retention_sqlite\": 1,"),
            to: "config.json")
        #expect(try night.run("prune", "--yes").status == 0)
        #expect(good.allSatisfy(night.artifacts().contains), "the good one went: \(night.artifacts())")
        #expect(night.artifacts().count == 3)
        let drilled = try night.run("verify", "--latest", "--json").json()["backups"]?.arrayValue ?? []
        #expect(drilled.compactMap { $0["file"]?.stringValue } == good.map { night.output + "/" + $0 })
        #expect(try night.run("check").status == 0)
    }
}

extension Night {
    /// The same host, seen at another folder of its backups.
    fileprivate static func at(_ night: Night, output: String) -> Night {
        var night = night
        night.output = output
        return night
    }
}
