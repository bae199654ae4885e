import Foundation
import Synchronization
import Testing
import VyaCore
import VyaTestSupport

@Suite("Secrets and names stay what they are", .ownThread)
struct SecrecyTests {
    @Test("G3 G6 the program executes no shell, and no secret stands in arguments or environment of anything")
    func executions() throws {
        let (postgres, maria) = (try PrivatePostgreSQL.shared(), try PrivateMariaDB.shared())
        let name = "se'cret $(id) `id` ;id |id"
        try postgres.createDatabase(name)
        defer { try? postgres.dropDatabase(name) }
        let night = try Night(entries: [
            Night.entry(postgres, databases: [name]),
            Night.entry(maria, databases: ["mysql*", "test*", "sys"]),
        ])
        let result = try night.program.run(
            night.arguments(), under: .recordingExecutions, within: 120)
        // The second entry selects nothing that is not a system database.
        #expect(result.status == 1, "\(result)")
        #expect(!result.trace.text.contains(postgres.password))
        #expect(!result.trace.text.contains(maria.password))
        let programs = result.trace.lines.filter { $0.contains("execve(\"") }.compactMap { line in
            line.split(separator: "\"").dropFirst().first.map {
                $0.split(separator: "/").last.map(String.init) ?? ""
            }
        }
        #expect(programs.contains("pg_dump"))
        // pg_dumpall itself asks pg_dump for its version through popen(3): a fixed command, without any name.
        let shells = result.trace.lines.filter { $0.contains("execve(\"/bin/sh\"") || $0.contains("bash\"") }
        for line in shells { #expect(line.contains("pg_dump\\\" -V\"]"), "\(line.prefix(300))") }
        #expect(try night.problems() == [])
    }

    @Test("G6 G7 G9 a canary as password is seen by no sampling of processes and in no file, log or report")
    func canary() throws {
        let server = try PrivatePostgreSQL.shared()
        let canary = "S3CR3T:\\canary'" + String(UInt64.random(in: .min ... .max), radix: 36)
        let quoted = canary.replacingOccurrences(of: "'", with: "''")
        try server.execute(
            "CREATE ROLE canary_user SUPERUSER LOGIN; SET standard_conforming_strings = on;"
                + " ALTER ROLE canary_user PASSWORD '\(quoted)'")
        try HostileData.load(.shop, into: server, database: "canary_db")
        defer {
            try? server.dropDatabase("canary_db")
            try? server.execute("DROP ROLE canary_user")
        }
        let json = JSONValue.string(canary).serialized()
        let night = try Night(entries: [
            Night.entry(
                server, databases: ["canary_db", "nosuch"], host: "127.0.0.1", user: "canary_user",
                password: String(json.dropFirst().dropLast()))
        ])
        let sampling = Sampling(for: canary)
        let result = try night.program.run(night.arguments("--all", "--json", "--log-level", "trace"))
        #expect(sampling.stop() == [])
        #expect(result.status == 1, "\(result)")
        #expect(!"\(result)".contains("S3CR3T"))
        let found = try Command("/bin/grep", "-rlaF", "S3CR3T", night.folder.path).run().text
        #expect(found == night.folder("config.json") + "\n")
        // Nor in the dump of roles, which holds only what the server stores.
        let globals = try Command(
            "/bin/bash", "-c", "zcat -- \"$1\"/*globals*.gz | grep -c S3CR3T", "bash", night.output
        ).run().text
        #expect(globals == "0\n")
    }

    @Test(
        "G4 G5 J1 a NUL, CR or LF in a name is refused before anything is done",
        arguments: [
            #"a\u0000--evil"#, #"a\nb"#, #"a\rb"#,
        ])
    func controlCharacters(name: String) throws {
        let night = try Night(entries: [])
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "fake", "db_list": ["\#(name)"], "enabled": true }"#
        ])
        let result = try night.runAll()
        #expect(result.status == 3, "\(result)")
        #expect(result.errors.contains("config.json:1:"), "\(result)")
        #expect(night.artifacts() == [])
    }

    @Test("E11 a configuration that others could change is refused with exit 5")
    func writableConfiguration() throws {
        let night = try Night.fake()
        chmod(night.folder("config.json"), 0o666)
        #expect(try night.runAll().status == 5)
        chmod(night.folder("config.json"), 0o600)
        chown(night.folder("config.json"), 65_534, 65_534)
        #expect(try night.runAll().status == 5)
        #expect(night.artifacts() == [])
    }

    @Test(
        "E12 a plugin file or folder that others could change is refused with exit 5",
        arguments: ["file", "folder"])
    func writablePlugin(kind: String) throws {
        let night = try Night.fake()
        chmod(night.folder(kind == "file" ? "plugins/fake.json" : "plugins"), 0o777)
        let result = try night.runAll()
        #expect(result.status == 5, "\(result)")
        #expect(night.artifacts() == [])
    }

    @Test("E13 a tool that others could change is refused with exit 5")
    func writableTool() throws {
        let night = try Night.fake()
        chmod(night.folder("fakedump-1"), 0o777)
        let result = try night.runAll()
        #expect(result.status == 5, "\(result)")
        #expect(night.artifacts() == [])
    }
}

/// Reads the arguments and environments of all processes over and over, looking for a text.
private final class Sampling: Sendable {
    private struct State {
        var isStopped = false
        var found: [String] = []
        var rounds = 0
    }

    private let state = Mutex(State())
    private let done = DispatchSemaphore(value: 0)

    init(for text: String) {
        let needle = Data(text.utf8)
        let own = getpid()
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isStopped }) {
                for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
                    guard let pid = pid_t(name), pid != own else { continue }
                    for file in ["cmdline", "environ"] {
                        guard let data = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/\(file)")),
                            data.range(of: needle) != nil
                        else { continue }
                        state.withLock { $0.found.append("\(file) of \(pid)") }
                    }
                }
                state.withLock { $0.rounds += 1 }
            }
            done.signal()
        }
    }

    /// Ends the sampling and answers where the text was seen.
    func stop() -> [String] {
        state.withLock { $0.isStopped = true }
        done.wait()
        return state.withLock { $0.rounds > 0 ? $0.found : ["nothing was sampled"] }
    }
}
