import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// `restore --replace` of a SQLite database and of files that is cut off at any of the program's own calls.
@Suite("Replacements of files that are cut off", .ownThread(seconds: Adversity.isFull ? 3600 : 120))
struct FileReplacementKills {
    @Test(
        "M4 SQLite: killed, or with a full disk, at any call, --replace leaves the old database or the new one"
    )
    func sqlite() throws {
        let night = try Night(entries: [])
        mkdir(night.folder("app"), 0o700)
        let path = night.folder("app/app.db")
        try sql(path, "CREATE TABLE t (x); INSERT INTO t SELECT 'new' FROM generate_series(1, 500)")
        try night.configure([#"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(path)"] }"#])
        #expect(try night.runAll().status == 0)
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let arguments = ["restore", "--yes", artifact, "--replace", "--config", night.folder("config.json")]
        func spoil() throws {
            for name in try night.folder.names(in: "app") where name != "app.db" {
                unlink(night.folder("app/" + name))
            }
            try sql(path, "DELETE FROM t; INSERT INTO t SELECT 'old' FROM generate_series(1, 300)")
        }
        func state() throws -> String {
            try Command(
                "sqlite3", path, "SELECT count(*), min(x), max(x) FROM t; PRAGMA integrity_check"
            ).run().text
        }
        let (old, new) = ("300|old|old\nok\n", "500|new|new\nok\n")
        try sweep("SQLite", night, arguments, under: night.folder.path) {
            try spoil()
        } judge: { run, how in
            let now = try state()
            #expect(now == old || now == new, "\(how): \(now) \(run)")
            // Under the name of what is kept there is the old one, whole.
            for name in try night.folder.names(in: "app") where name.hasPrefix("app.db.replaced-") {
                let kept = try Command(
                    "sqlite3", night.folder("app/" + name), "SELECT count(*), min(x) FROM t"
                ).run().text
                #expect(kept == "300|old\n", "\(how): \(name) has \(kept)")
            }
            let healed = try night.program.run(arguments)
            #expect(healed.status == 0, "\(how): \(healed)")
            #expect(try state() == new, "\(how)")
            let left = try night.folder.names(in: "app").filter { !$0.hasPrefix("app.db") }
            let scratch = try night.folder.names(in: "state").filter { $0.hasPrefix("vya_") }
            #expect(left == [] && scratch == [], "\(how)")
            return now == old
        }
    }

    @Test(
        "M8 files: killed, or with a full disk, at any call, --replace leaves each file old or new, and heals"
    )
    func files() throws {
        let night = try Night(entries: [])
        let tree = night.folder("tree")
        // Each file is some calls more.
        let files = ["a", "b", "sub/c", "sub/d"] + (Adversity.isFull ? (1...12).map { "sub/\($0)" } : [])
        func write(_ content: String) throws {
            try? FileManager.default.removeItem(atPath: tree)
            mkdir(tree, 0o700)
            mkdir(tree + "/sub", 0o700)
            for name in files {
                try night.folder.write(content + name, to: "tree/" + name)
            }
        }
        try write("new ")
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(tree)"] }"#])
        #expect(try night.runAll().status == 0)
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let arguments = ["restore", "--yes", artifact, "--replace", "--config", night.folder("config.json")]
        func state() throws -> [String: String] {
            var state: [String: String] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: tree) {
                state[name] = try? String(contentsOfFile: tree + "/" + name, encoding: .utf8)
            }
            return state
        }
        try sweep("files", night, arguments, under: tree) {
            try write("old ")
        } judge: { run, how in
            let now = try state()
            for name in files {
                #expect(
                    ["old " + name, "new " + name].contains(now[name]),
                    "\(how): \(name) is \(now[name] ?? "gone")")
            }
            let healed = try night.program.run(arguments)
            #expect(healed.status == 0, "\(how): \(healed)")
            let after = try state()
            #expect(
                after == Dictionary(uniqueKeysWithValues: files.map { ($0, "new " + $0) }),
                "\(how): \(after)")
            return now["a"] == "old a"
        }
    }

    private func sql(_ path: String, _ text: String) throws {
        try Command("sqlite3", path, text).check()
    }

    /// Cuts a restore off at its calls; `judge` says whether what was there is still there.
    private func sweep(
        _ title: String, _ night: Night, _ arguments: [String], under folder: String,
        spoil: () throws -> Void,
        judge: (Faults.Run, String) throws -> Bool
    ) throws {
        try spoil()
        let probe = try night.run(arguments, with: Faults(under: folder))
        #expect(probe.result.status == 0, "\(probe)")
        _ = try judge(probe, "whole")
        // A full disk takes no new bytes and names, and lets names go.
        let growing = ["write", "pwrite64", "fsync", "linkat", "mkdirat"]
        let full = probe.calls.count { growing.contains($0.name) }
        let ways: [(Faults.Action, calls: [String], count: Int, String)] = [
            (.kill, [], probe.calls.count, "killed"), (.error(ENOSPC), growing, full, "full"),
        ]
        var (points, hit, old) = (0, 0, 0)
        for (action, calls, count, word) in ways {
            for number in sample(1...max(1, count), Adversity.count(12, full: 400)) {
                try spoil()
                let run = try night.run(
                    arguments,
                    with: Faults(calls: calls, under: folder, at: number, lasting: action != .kill, action))
                points += 1
                if !run.hits.isEmpty { hit += 1 }
                if try judge(run, "\(word) at \(run.hits.first.map(\.description) ?? "call \(number)")") {
                    old += 1
                }
            }
        }
        Adversity.report(
            "M4 replacements cut off on \(title)",
            ["calls": probe.calls.count, "points": points, "hit": hit, "old": old])
        #expect(hit >= points / 2 && old > 0 && old < points)
    }
}
