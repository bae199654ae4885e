import Foundation
import VyaCore

/// A host of a test's own: a configuration, the folders that it names, and the program that runs on it.
///
/// Its dbms `fake` is declared by a plugin file alone, and dumps by `Fixtures/fake-tools/fakedump`.
package struct Night {
    package let folder: TemporaryFolder
    package var program: Program
    /// Where every entry's backups go.
    package var output: String
    private let settings: String

    /// Sets a host up; `entries` are elements of `db_config`, `settings` further members of the file.
    package init(entries: [String], output: String? = nil, settings: String = "") throws {
        folder = try TemporaryFolder("night")
        self.output = output ?? folder("out")
        self.settings = settings
        program = try Program(in: folder)
        mkdir(folder("plugins"), 0o700)
        try folder.write(Night.plugin, to: "plugins/fake.json")
        program.environment["VYA_BACKUP_PLUGINS"] = folder("plugins")
        try configure(entries)
    }

    /// A dump tool that the program does not know, declared by a file.
    package static let plugin = """
        { "schema": "vya-backup.plugin/1", "name": "fake", "title": "A dump tool of the tests", "handler": "dump-tool",
          "dialect": "plain", "folder_keys": ["path_fake"],
          "tools": { "dump": { "names": ["fakedump"], "version_arguments": ["--version"] } },
          "databases": { "from": "listed" },
          "dump": { "arguments": ["{options}", "--", "{database}"], "end_marker": "--" } }
        """

    /// Writes the configuration anew.
    package func configure(_ entries: [String]) throws {
        try folder.write(
            """
            { "db_config": [ \(entries.joined(separator: ",\n")) ],
              "bkp_system": { "path_fake": "\(output)", "path_files": "\(output)", "path_pgsql": "\(output)",
                              "path_mysql": "\(output)", "path_sqlite": "\(output)" },
              "log_settings": { "log_dir": "\(folder("log"))" }\(settings) }
            """, to: "config.json")
    }

    /// An entry of the fake dbms, whose tool is a copy of `fakedump` that behaves as `mode` says.
    package func fakeEntry(
        _ id: Int, databases: [String], mode: [String: String] = [:], timeouts: String = "{}"
    ) throws -> String {
        let tool = folder("fakedump-\(id)")
        // By another process, for the reason that `TemporaryFolder.write` has.
        try Command("/bin/cp", "-p", Repository.fixture("fake-tools/fakedump"), tool).check()
        try folder.write(
            mode.map { "\($0.key)=\($0.value)\n" }.joined(), to: "fakedump-\(id).mode")
        let names = databases.map { JSONValue.string($0).serialized() }.joined(separator: ", ")
        return """
            { "id_dbms": \(id), "dbms": "fake", "db_list": [\(names)], "enabled": true, "timeouts": \(timeouts),
              "tools": { "fakedump": "\(tool)" } }
            """
    }

    /// A host with one entry of the fake dbms.
    package static func fake(
        databases: [String] = ["shop"], mode: [String: String] = [:], timeouts: String = "{}",
        output: String? = nil
    ) throws -> Night {
        let night = try Night(entries: [], output: output)
        try night.configure([night.fakeEntry(1, databases: databases, mode: mode, timeouts: timeouts)])
        return night
    }

    /// The arguments of a run over this host's configuration.
    package func arguments(_ words: String...) -> [String] {
        ["run"] + (words.isEmpty ? ["--all"] : words) + ["--config", folder("config.json")]
    }

    /// Runs a command over this host's configuration.
    package func run(
        _ words: String..., under strace: Strace? = nil, within seconds: Double = 120
    ) throws -> Program.Result {
        try program.run(words + ["--config", folder("config.json")], under: strace, within: seconds)
    }

    /// Runs every entry.
    package func runAll(under strace: Strace? = nil, within seconds: Double = 120) throws -> Program.Result {
        try program.run(arguments(), under: strace, within: seconds)
    }

    /// The artifacts under their final names, sorted.
    package func artifacts() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []).filter { $0.hasSuffix(".gz") }
            .sorted()
    }

    /// Removes all that lies in the folder of backups now and did not then.
    package func discard(allBut before: Oracle.Snapshot) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: output)
        where !before.names.contains(name) {
            unlink(output + "/" + name)
        }
    }

    /// What the oracle finds wrong.
    package func problems(
        since before: Oracle.Snapshot? = nil, manifestsMayLack: Bool = false
    ) throws -> [String] {
        try Oracle.problems(in: output, since: before, manifestsMayLack: manifestsMayLack)
    }

    /// The files that a run leaves in the folder of run-time secrets.
    package func secretFiles() throws -> [String] { try folder.names(in: "runtime") }

    /// The text of the log.
    package func log() throws -> String {
        try folder.names(in: "log").map { try String(contentsOfFile: folder("log/\($0)"), encoding: .utf8) }
            .joined()
    }

    /// Has the program run with a limit from now on, in the words of `prlimit`, such as `--nofile=96:96`.
    package mutating func limit(_ option: String) {
        program.starter = ["/usr/bin/prlimit", option]
    }
}
