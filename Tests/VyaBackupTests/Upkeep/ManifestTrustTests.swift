import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("What manifests and the catalog are believed", .ownThread)
struct ManifestTrustTests {
    /// A host with one archive a run.
    private func night(runs: Int = 2) throws -> Night {
        let night = try Night(entries: [], settings: #", "prune_after_run": false"#)
        mkdir(night.folder("source"), 0o700)
        try night.folder.write("content", to: "source/file")
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "files", "db_list": ["\#(night.folder("source"))"] }"#
        ])
        let path = night.folder("config.json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try night.folder.write(
            text.replacing("\"bkp_system\": {", with: "\"bkp_system\": { \"retention_files\": 1,"),
            to: "config.json")
        for _ in 0..<runs { #expect(try night.runAll().status == 0) }
        return night
    }

    /// Replaces members of an object of a manifest: of the whole, or of its `proof`.
    private func change(_ manifest: String, _ members: [String: JSONValue], inProof: Bool) throws {
        let json = try JSONValue(parsing: try Data(contentsOf: URL(fileURLWithPath: manifest)))
        func changed(_ value: JSONValue) -> JSONValue {
            let kept = (value.objectValue ?? []).filter { members[$0.name.text] == nil }
            return .object(kept + members.map { .init($0.key, $0.value) })
        }
        let whole =
            inProof
            ? JSONValue.object(
                (json.objectValue ?? []).map {
                    $0.name.text == "proof" ? .init("proof", changed($0.value)) : $0
                })
            : changed(json)
        try Data(whole.serialized().utf8).write(to: URL(fileURLWithPath: manifest))
    }

    /// All commands that look at what lies in the folder.
    private static let commands = [
        ["list"], ["check"], ["prune", "--dry-run", "--explain"], ["cleanup", "--dry-run", "--explain"],
        ["report", "--json"], ["catalog", "rebuild"], ["verify", "--latest"], ["run", "--all"], ["check"],
        ["prune", "--yes"], ["list", "--json"], ["doctor"],
    ]

    @Test(
        "L7 a manifest whose numbers cannot be is unreadable and named, and stops nothing",
        arguments: [
            (["tables": .object([.init("a", .int(.max)), .init("b", .int(.max))]), "entries": .null], true),
            (["tables": .object([.init("a", .int(-1))]), "entries": .null], true),
            (["entries": .int(.max)], true), (["entries": .int(.min)], true),
            (
                ["objects": .object([.init("a", .int(.max)), .init("b", .int(.max))]), "entries": .null], true
            ),
            (["raw_bytes": .int(.max), "bytes": .int(.max)], false), (["id_dbms": .int(.min)], false),
            (
                [
                    "index": .object([
                        .init("raw_bytes", .int(1)), .init("blocks", .string("1-1")),
                        .init("extents", .strings(["0-9223372036854775807 a", "0-9223372036854775807 b"])),
                    ])
                ], false
            ),
        ] as [([String: JSONValue], Bool)])
    func numbers(members: [String: JSONValue], inProof: Bool) throws {
        let night = try night()
        let artifact = try #require(night.artifacts().first)
        try change(night.output + "/" + artifact + ".json", members, inProof: inProof)
        for words in Self.commands {
            let result = try night.program.run(words + ["--config", night.folder("config.json")])
            #expect(result.status < 128, "\(words): \(result)")
        }
        for words in [
            ["list"], ["check"], ["prune", "--explain"], ["cleanup", "--all", "--dry-run", "--explain"],
        ] {
            let result = try night.program.run(words + ["--config", night.folder("config.json")])
            let all = result.text + result.errors
            #expect(all.contains(artifact + ".json is no manifest of this program"), "\(words): \(result)")
        }
        #expect(night.artifacts().contains(artifact), "what is not known stays")
    }

    @Test("L7 a catalog whose numbers cannot be stops nothing")
    func catalog() throws {
        for change in [
            "UPDATE artifacts SET finished_at = -9223372036854775808, bytes = 9223372036854775807",
            "UPDATE artifacts SET raw_bytes = 'many', rows = NULLIF(1, 2) || '', file = x'ff'",
            "UPDATE artifacts SET started_at = 9223372036854775807, confirmed_at = 'no', drilled_at = -9223372036854775808",
            "UPDATE attempts SET at = 'never', id_dbms = 'x'",
            "UPDATE attempts SET at = 9223372036854775807",
            "UPDATE contents SET content = '{\"crc32\":0,\"tables\":{\"a\":9223372036854775807,\"b\":9223372036854775807}}'",
        ] {
            let night = try night(runs: 1)
            _ = try Command("sqlite3", night.folder("state/catalog.sqlite"), change).run()
            for words in Self.commands {
                let result = try night.program.run(words + ["--config", night.folder("config.json")])
                #expect(result.status < 128, "\(change): \(words): \(result)")
            }
        }
    }

    @Test(
        "L5 what others may have planted is no backup: a folder of mode 1777 is refused by every command, exit 5"
    )
    func sharedFolder() throws {
        let night = try night()
        let before = night.artifacts()
        chmod(night.output, 0o1777)
        let planted = night.output + "/20991231_000000_files_1_x.tar.gz"
        try Data("x".utf8).write(to: URL(fileURLWithPath: planted))
        chown(planted, 65_534, 65_534)
        for words in [
            ["run", "--all"], ["prune", "--yes"], ["cleanup", "--all"], ["verify", "--latest", "--restore"],
            ["list"],
        ] {
            let result = try night.program.run(words + ["--config", night.folder("config.json")])
            #expect(result.status == 5 && result.errors.contains("chmod"), "\(words): \(result)")
        }
        let check = try night.run("check")
        #expect(check.status == 2 && check.text.contains(night.output), "\(check)")
        chmod(night.output, 0o700)
        #expect(Set(night.artifacts()).isSuperset(of: before))
    }

    @Test(
        "L5 a file of another account is listed, named, and believed nothing; nor is a manifest of another file"
    )
    func foreign() throws {
        let night = try night()
        let (old, new) = (night.artifacts()[0], night.artifacts()[1])
        // As the newest good one it would have prune remove all others.
        let planted = "20991231_000000" + new.dropFirst(15)
        let copied = "20991230_000000" + new.dropFirst(15)
        for name in [planted, copied] {
            for suffix in ["", ".json"] {
                try FileManager.default.copyItem(
                    atPath: night.output + "/" + new + suffix, toPath: night.output + "/" + name + suffix)
            }
        }
        try change(night.output + "/" + planted + ".json", ["file": .string(planted)], inProof: false)
        for suffix in ["", ".json"] { chown(night.output + "/" + planted + suffix, 65_534, 65_534) }
        let list = try night.run("list")
        #expect(list.errors.contains(planted + " belongs to") && list.status == 0, "\(list)")
        #expect(list.errors.contains(copied + ".json is the manifest of " + new), "\(list)")
        let states = try night.run("list", "--json").json()["backups"]?.arrayValue?.map {
            $0["state"]?.stringValue ?? ""
        }
        #expect(states == ["untrusted", "untrusted", "proven", "proven"], "\(states ?? [])")
        let prune = try night.run("prune", "--yes", "--explain")
        #expect(night.artifacts() == [new, copied, planted].sorted(), "\(prune)")
        #expect(!night.artifacts().contains(old))
        #expect(try night.run("check").status == 2)
    }

    @Test("L5 a drill of the newest takes nothing that has no manifest")
    func drill() throws {
        let night = try night(runs: 1)
        let artifact = try #require(night.artifacts().first)
        let planted = "20991231_000000" + artifact.dropFirst(15)
        try FileManager.default.copyItem(
            atPath: night.output + "/" + artifact, toPath: night.output + "/" + planted)
        let result = try night.run("verify", "--latest", "--restore", "--json")
        #expect(result.status == 0, "\(result)")
        let files = try result.json()["backups"]?.arrayValue?.compactMap { $0["file"]?.stringValue }
        #expect(files == [night.output + "/" + artifact], "\(result)")
    }

    @Test(
        "L6 a backup that was changed together with its manifest is damaged: the catalog knows its checksum")
    func swapped() throws {
        let night = try night(runs: 1)
        let old = try #require(night.artifacts().first)
        try night.folder.write("something else", to: "source/file")
        #expect(try night.runAll().status == 0)
        let new = try #require(night.artifacts().last)
        #expect(try night.run("verify", "--all").status == 0)
        // The older backup's content under the newer one's name, with a manifest that fits it.
        for suffix in ["", ".json"] {
            let path = night.output + "/" + new + suffix
            unlink(path)
            try FileManager.default.copyItem(atPath: night.output + "/" + old + suffix, toPath: path)
        }
        try change(night.output + "/" + new + ".json", ["file": .string(new)], inProof: false)
        let path = night.output + "/" + new
        for words in [
            ["verify", path], ["verify", "--latest"], ["verify", "--latest", "--restore"],
            ["restore", path, "--to", night.folder("back")],
        ] {
            let result = try night.program.run(words + ["--config", night.folder("config.json")])
            #expect(
                result.status == 4 && (result.text + result.errors).contains("catalog"), "\(words): \(result)"
            )
        }
        let check = try night.run("check")
        #expect(check.status == 2 && check.text.contains(path), "\(check)")
        #expect(!FileManager.default.fileExists(atPath: night.folder("back/file")))
    }

    @Test("L3 a configuration in the current folder that others could have put there is refused, exit 5")
    func currentFolder() throws {
        let night = try night(runs: 0)
        try FileManager.default.moveItem(
            atPath: night.folder("config.json"), toPath: night.folder("python_backup.json"))
        #expect(try night.program.run("config", "check").status == 0)
        chmod(night.folder.path, 0o777)
        defer { chmod(night.folder.path, 0o700) }
        let result = try night.program.run("config", "check")
        #expect(result.status == 5 && result.errors.contains("chmod"), "\(result)")
    }

    @Test(
        "L4 programs that the configuration names and others can change are not run: of passwords, of the uploader",
        arguments: ["chmod 777", "chown 65534", "setfacl -m u:65534:rwx"])
    func programs(change: String) throws {
        let night = try night(runs: 1)
        let mark = night.folder("mark")
        try night.folder.write("#!/bin/sh\ntouch \(mark)\necho secret\n", to: "program", mode: 0o755)
        try Command("/bin/sh", "-c", "\(change) \(night.folder("program"))").check()
        let path = night.folder("config.json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let program = night.folder("program")
        try night.folder.write(
            text.replacing(
                "\"log_settings\":",
                with: #""uploader": { "confirm": { "command": ["\#(program)", "{file}"] } }, "log_settings":"#
            ),
            to: "config.json")
        let cleanup = try night.run("cleanup")
        #expect(cleanup.status == 5 && cleanup.errors.contains(program), "\(cleanup)")
        let check = try night.run("check")
        #expect(check.status == 2 && check.text.contains(program), "\(check)")
        try night.configure([
            #"{ "id_dbms": 2, "dbms": "postgresql", "host": "127.0.0.1", "username": "a", "password": { "command": ["\#(program)"] }, "db_list": ["a"] }"#
        ])
        let run = try night.runAll()
        #expect(run.status == 5 && run.errors.contains(program), "\(run)")
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test(
        "L4 what an interpreter is given to run is looked at as the interpreter is, and data is not",
        arguments: [
            (["/bin/sh", "{}"], true), (["/bin/sh", "-e", "{}"], true),
            (["/usr/bin/env", "A=b", "{}"], true),
            (["/usr/bin/env", "sh", "{}"], true),
            (["/usr/bin/timeout", "9", "/usr/bin/python3", "-I", "{}"], true),
            (["/usr/bin/awk", "-f", "{}"], true), (["/usr/bin/awk", "/x/ { print }", "{}"], false),
            (["/usr/bin/perl", "-ne", "print", "{}"], false), (["/usr/bin/perl", "-w", "{}"], true),
            (["/usr/sbin/runuser", "-u", "nobody", "--", "{}"], false),
            (["/usr/bin/setpriv", "--no-new-privs", "{}"], true),
            (["/bin/sh", "-c", "cat {}"], false), (["/bin/cat", "{}"], false),
        ])
    func interpreters(words: [String], isRefused: Bool) throws {
        let night = try Night(entries: [])
        try night.folder.write("secret\n", to: "program", mode: 0o755)
        try Command("/bin/chown", "65534", night.folder("program")).check()
        let command = JSONValue.array(
            words.map { .string($0.replacing("{}", with: night.folder("program"))) })
        try night.configure([
            #"{ "id_dbms": 2, "dbms": "postgresql", "host": "127.0.0.1", "port": 1, "username": "a", "password": { "command": \#(command.serialized()) }, "db_list": ["a"] }"#
        ])
        let run = try night.runAll()
        #expect(run.errors.contains("others could have changed it") == isRefused, "\(run)")
        #expect((run.status == 5) == isRefused, "\(run)")
    }
}
