import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The command line", .ownThread)
struct CommandLineTests {
    /// Every command whose help is held by a golden file.
    static let commands = [
        "", "run", "list", "verify", "restore", "check", "doctor", "report", "cleanup", "prune", "catalog",
        "catalog rebuild", "config", "config check", "config show", "config schema",
        "config init",
        "config convert",
        "plugins", "plugins list", "plugins show", "plugins check", "notify", "notify test", "notify drill",
        "notify failed", "schedule", "schedule systemd", "schedule cron",
        "completions",
        "version",
    ]

    /// To record the texts anew: VYA_RECORD_HELP=1 swift test --filter "help text"; that run fails.
    @Test(
        "P5 output that could not be written is an error; a reader that has gone away is none",
        arguments: [
            ["--help"], ["version"], ["list"], ["run", "--all", "--dry-run"], ["plugins", "list"],
            ["config", "show"], ["completions", "bash"], ["list", "--json"],
        ])
    func lostOutput(words: [String]) throws {
        let night = try Night.fake()
        let needsFile = !["--help", "version", "plugins", "completions"].contains(words[0])
        let all = [night.program.path] + words + (needsFile ? ["--config", night.folder("config.json")] : [])
        func status(_ line: String) throws -> (Int32, String) {
            var command = Command("/bin/bash", ["-c", line, "bash"] + all)
            command.environment = night.program.environment
            let result = try command.run()
            return (result.status, result.errors)
        }
        let (full, errors) = try status("\"$@\" >/dev/full")
        #expect(full == 74, "\(errors)")
        #expect(errors.contains("No space left on device") && errors.contains("hint: "), "\(errors)")
        let (gone, quiet) = try status("set -o pipefail; \"$@\" | true")
        #expect(gone == 0 && !quiet.contains("could not be written"), "\(quiet)")
    }

    @Test(
        "Q12 the version is told by the command and by the option", arguments: [["version"], ["--version"]])
    func version(words: [String]) throws {
        let result = try Program(in: try TemporaryFolder("version")).run(words)
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.text.wholeMatch(of: #/vya-backup [0-9]+\.[0-9]+\.[0-9]+\n/#) != nil, "\(result)")
    }

    @Test(
        "Q7 a declaration can be printed into the folder, and a faulty one stops the entries of its dbms alone"
    )
    func faultyPlugin() throws {
        var night = try Night(entries: [])
        let plugins = night.folder("plugins.d")
        mkdir(plugins, 0o755)
        night.program.environment["VYA_BACKUP_PLUGINS"] = plugins
        var shell = Command(
            "/bin/sh", "-c", "exec \"$1\" plugins show postgresql >\"$2/postgresql.json\"", "sh",
            Program.built,
            plugins)
        shell.environment = night.program.environment
        let shown = try shell.run()
        #expect(shown.status == 0 && shown.errors.contains("postgresql.json"), "\(shown)")
        #expect(try night.program.run("plugins", "check", plugins + "/postgresql.json").status == 0)
        let listed = try night.program.run("plugins", "list")
        #expect(listed.text.contains(plugins + "/postgresql.json") && listed.errors.isEmpty, "\(listed)")

        try night.folder.write("{ \"name\": \"redis\", \"title\": 7 }", to: "plugins.d/redis.json")
        mkdir(night.folder("source"), 0o755)
        try night.folder.write("words", to: "source/file")
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "files", "db_list": ["\#(night.folder("source"))"], "enabled": true }"#,
            #"{ "id_dbms": 2, "dbms": "redis", "host": "127.0.0.1", "enabled": true }"#,
        ])
        let run = try night.runAll()
        #expect(run.status == 3 && run.errors.contains("redis.json"), "\(run)")
        #expect(night.artifacts().count == 1)
        #expect(try night.run("config", "check").status == 3)
        #expect(try night.run("list").status == 0)
    }

    @Test(
        "the page of all keys is what the program declares; to write it anew see Documentation/configuration.py"
    )
    func configurationPage() throws {
        var program = try Program(in: try TemporaryFolder("page"))
        program.environment["VYA_BACKUP_PLUGINS"] = "/nonexistent"
        let schema = try program.run("config", "schema")
        var script = Command(
            "/usr/bin/python3", Repository.root + "/Documentation/configuration.py", "--check")
        script.input = schema.output
        try script.check()
    }

    @Test(
        "the page of documents shows the members that are printed; to write it anew see Documentation/schemas.py"
    )
    func documentsPage() throws {
        let program = try Program(in: try TemporaryFolder("documents"))
        try Command(
            "/usr/bin/python3", Repository.root + "/Documentation/schemas.py", program.path, "--check"
        ).check()
    }

    @Test("the help text of each command is what the golden file says", arguments: commands)
    func help(command: String) throws {
        let folder = try TemporaryFolder("help")
        let words = command.split(separator: " ").map(String.init)
        var program = try Program(in: folder)
        program.environment["COLUMNS"] = "100"
        let result = try program.run(words + ["--help"])
        #expect(result.status == 0)
        #expect(result.text.contains("Example: vya-backup"), "\(command) has no example")
        #expect(result.text.contains("EXIT STATUS:\n  0 "), "\(command) does not say its exit statuses")
        let name = (words.isEmpty ? "vya-backup" : words.joined(separator: "-")) + ".txt"
        let golden = URL(fileURLWithPath: Repository.root + "/Tests/VyaBackupTests/Golden/" + name)
        if ProcessInfo.processInfo.environment["VYA_RECORD_HELP"] != nil {
            try result.output.write(to: golden)
            Issue.record("recorded \(golden.lastPathComponent); run again without VYA_RECORD_HELP")
        }
        #expect(result.text == (try String(contentsOf: golden, encoding: .utf8)))
    }

    @Test(
        "the Python program's flags are answered with the new command, exit 64",
        arguments: [
            (["-b"], "vya-backup run --all"), (["-b", "-d"], "vya-backup run --all --dry-run"),
            (["-r", "x.sql.gz"], "vya-backup restore x.sql.gz"), (["-t"], "vya-backup notify test"),
        ])
    func oldFlags(words: [String], replacement: String) throws {
        let result = try Program(in: try TemporaryFolder("old")).run(words)
        #expect(result.status == 64)
        #expect(result.errors.contains(replacement), "\(result)")
    }

    @Test(
        "wrong usage is exit 64 and says what to do",
        arguments: [
            ["run"], ["run", "--all", "--id", "1"], ["run", "--all", "--database", "x"],
            ["run", "--id", "one"],
            ["run", "--all", "--jobs", "0"], ["nonsense"], ["run", "--all", "--nonsense"],
            ["list", "--limit", "0"], ["verify"], ["verify", "--all", "--latest"], ["restore"],
            ["restore", "x", "--database", "y"], ["restore", "x", "--beside"],
            ["schedule", "cron", "--install", "--remove"], ["schedule", "systemd", "--force"],
            ["schedule", "systemd", "--root", "x"], ["schedule", "systemd", "--folder", "/a/../b"],
        ])
    func usage(words: [String]) throws {
        let result = try Program(in: try TemporaryFolder("usage")).run(words)
        #expect(result.status == 64, "\(result)")
        #expect(result.errors.contains("Usage: vya-backup"), "\(result)")
        #expect(result.text.isEmpty)
    }

    @Test(
        "J9 a configuration that is missing, empty, broken or names no such id is exit 3",
        arguments: [
            ("{}", ["--all"]), (#"{"db_config": []}"#, ["--all"]), (#"{"db_config": [}"#, ["--all"]),
            (
                #"{"db_config": [{"id_dbms": 1, "dbms": "fake", "db_list": ["a"], "enabled": false}]}"#,
                ["--all"]
            ),
            (
                #"{"db_config": [{"id_dbms": 1, "dbms": "fake", "db_list": ["a"], "enabled": false}]}"#,
                ["--id", "1"]
            ),
            (#"{"db_config": [{"id_dbms": 1, "dbms": "fake", "db_list": ["a"]}]}"#, ["--id", "2"]),
            (#"{"db_config": [{"id_dbms": 1, "dbms": "nosuch", "db_list": ["a"]}]}"#, ["--all"]),
            (
                #"{"db_config": [{"id_dbms": 1, "dbms": "fake", "db_list": ["a"]}, {"id_dbms": 1, "dbms": "fake", "db_list": ["b"]}]}"#,
                ["--all"]
            ),
        ])
    func badConfiguration(text: String, words: [String]) throws {
        let night = try Night(entries: [])
        try night.folder.write(text, to: "config.json")
        let result = try night.program.run(night.arguments() + [])
        _ = result
        let run = try night.program.run(["run"] + words + ["--config", night.folder("config.json")])
        #expect(run.status == 3, "\(run)")
        #expect(!run.errors.isEmpty)
        #expect(try night.program.run("run", "--all", "--config", night.folder("nosuch.json")).status == 3)
        #expect(!FileManager.default.fileExists(atPath: night.output))
    }

    @Test("the configuration is found in its order of places")
    func places() throws {
        var night = try Night.fake()
        night.program.environment["VYA_BACKUP_CONFIG"] = night.folder("config.json")
        #expect(try night.program.run("run", "--all").status == 0)
        night.program.environment["VYA_BACKUP_CONFIG"] = nil
        try FileManager.default.moveItem(
            atPath: night.folder("config.json"), toPath: night.folder("python_backup.json"))
        #expect(try night.program.run("list", "--json").status == 0)
    }

    @Test("list shows what lies in the folders, newest first, old names included")
    func list() throws {
        let night = try Night.fake(databases: ["shop", "a b"])
        #expect(try night.runAll().status == 0)
        for name in [
            "20240131_003000_postgresql_chat_woot.db.sql.gz", "20230131_003000_files_opt_app.tar.gz",
            "crm_20220131_003000.sql", "20210131_003000_crm.zip", "20200131_003000_mysql_dns_db.zip",
        ] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: night.output + "/" + name))
        }
        try Data().write(to: URL(fileURLWithPath: night.output + "/20260131_003000_fake_1_cut.sql.gz"))
        let json = try night.run("list", "--json").json()
        let rows = (json["backups"]?.arrayValue ?? []).map {
            [$0["state"], $0["database"]].map { $0?.stringValue ?? "-" }.joined(separator: " ")
        }
        #expect(
            rows == [
                "proven shop", "proven a b", "unproven cut", "legacy chat_woot.db", "legacy opt_app",
                "legacy crm",
                "legacy crm", "legacy dns_db",
            ]
                || rows.sorted() == [
                    "legacy chat_woot.db", "legacy crm", "legacy crm", "legacy dns_db", "legacy opt_app",
                    "proven a b",
                    "proven shop", "unproven cut",
                ])
        #expect(
            try night.run("list", "--database", "a b", "--json").json()["backups"]?.arrayValue?.count == 1)
        #expect(try night.run("list", "--limit", "2").text.split(separator: "\n").count == 3)
        #expect(try night.run("list", "--id", "1", "--json").json()["backups"]?.arrayValue?.count == 3)
        #expect(try night.run("list", "--id", "9").status == 3)
    }

    @Test("from cron a run prints one line a backup, and with --quiet nothing when all is well")
    func output() throws {
        let night = try Night.fake(databases: ["shop", "crm"])
        let loud = try night.runAll()
        #expect(loud.text.split(separator: "\n").count == 3, "\(loud)")
        #expect(loud.errors.isEmpty, "\(loud)")
        let quiet = try night.run("run", "--all", "--quiet")
        #expect(quiet.text.isEmpty && quiet.errors.isEmpty, "\(quiet)")
        let json = try night.run("run", "--all", "--json").json()
        #expect(json["schema"]?.stringValue == "vya-backup.run/1")
        #expect(json["outcome"]?.stringValue == "success")
        #expect(json["exit_status"]?.intValue == 0)
        let backup = json["entries"]?.arrayValue?.first?["backups"]?.arrayValue?.first
        for key in [
            "database", "kind", "outcome", "file", "bytes", "raw_bytes", "sha256", "seconds", "warnings",
        ] {
            #expect(backup?[key] != nil && backup?[key] != .null, "\(key)")
        }
    }

    @Test("the log tells of each backup, in text or as JSON lines, with mode 0600")
    func log() throws {
        let night = try Night.fake()
        #expect(try night.runAll().status == 0)
        let text = try night.log()
        #expect(text.contains("run begins") && text.contains("backup ends") && text.contains("database=shop"))
        let name = try #require(try night.folder.names(in: "log").first)
        #expect(try Command("/usr/bin/stat", "-c", "%a", night.folder("log/" + name)).check().text == "600\n")
    }

    @Test("the log is JSON lines when the configuration asks for them")
    func jsonLog() throws {
        let night = try Night.fake(databases: ["a\"b"], mode: ["FD_MODE": "full1"])
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacing("\"log_dir\"", with: "\"format\": \"json\", \"log_dir\""), to: "config.json")
        #expect(try night.runAll().status == 2)
        let lines = try night.log().split(separator: "\n").map {
            try JSONValue(parsing: Data($0.utf8))
        }
        #expect(lines.first?["message"]?.stringValue == "run begins")
        #expect(
            lines.contains { $0["level"]?.stringValue == "error" && $0["database"]?.stringValue == "a\"b" })
        #expect(lines.allSatisfy { $0["time"] != nil && $0["run"] != nil })
    }

    @Test("B3 a log that cannot be written stops no backup and is said")
    func noLog() throws {
        let night = try Night.fake()
        try night.folder.write("a file in the place of the folder", to: "log")
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("log"), "\(result)")
        #expect(try night.problems() == [])
    }

    @Test("a dbms that the program does not know is added by a file alone")
    func ownPlugin() throws {
        let night = try Night.fake()
        let list = try night.run("plugins", "list")
        #expect(list.text.contains("A dump tool of the tests"), "\(list)")
        #expect(try night.program.run("plugins", "check", night.folder("plugins/fake.json")).status == 0)
        #expect(try night.program.run("plugins", "show", "fake").text.contains("end_marker"))
        #expect(try night.runAll().status == 0)
        #expect(try night.problems() == [])
        try night.folder.write(
            Night.plugin.replacing("{database}", with: "{nonsense}"), to: "plugins/fake.json")
        let check = try night.program.run("plugins", "check", night.folder("plugins/fake.json"))
        #expect(check.status == 3 && check.errors.contains("nonsense"), "\(check)")
        #expect(try night.runAll().status == 3)
    }

    @Test("config init writes a file that config check accepts; convert turns the old YAML into one")
    func configCommands() throws {
        let folder = try TemporaryFolder("config")
        let program = try Program(in: folder)
        #expect(try program.run("config", "init", folder("new.json")).status == 0)
        #expect(try program.run("config", "init", folder("new.json")).status == 64)
        let check = try program.run("config", "check", "--config", folder("new.json"))
        #expect(check.status == 0, "\(check)")
        let yaml = Repository.fixture("config/version2.yaml")
        let refused = try program.run("run", "--all", "--config", yaml)
        #expect(refused.status == 3 && refused.errors.contains("config convert"), "\(refused)")
        let converted = try program.run("config", "convert", yaml)
        #expect(converted.status == 0, "\(converted)")
        try folder.write(converted.text, to: "converted.json")
        #expect(try program.run("config", "check", "--config", folder("converted.json")).status == 0)
        #expect(try program.run("config", "schema").json()["$schema"] != nil)
    }
}
