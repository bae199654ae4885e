import Foundation
import VyaCore
import VyaTestSupport

/// A night that is made to fail again and again: a dbms with a password, and a tree of files.
///
/// It has one set of backups from before, which no fault may touch. What a faulted run makes is judged and then thrown
/// away, so that each run finds the same.
struct FaultyNight {
    /// The host.
    let night: Night
    /// The folders and files that are backed up.
    let tree: String
    private let before: Oracle.Snapshot

    /// Sets it up and makes the earlier backups; `hidden` is for a file system that has no files without a name.
    init(hidden: Bool = false, rows: Int = 200) throws {
        var night = try Night(entries: [])
        tree = night.folder("tree")
        mkdir(tree, 0o700)
        mkdir(tree + "/sub", 0o700)
        for index in 0..<3 { try night.folder.write("text \(index)\n", to: "tree/f\(index)") }
        // Larger than what is read ahead of its turn.
        try night.folder.write(Data(repeating: 0x41, count: 150_000), to: "tree/sub/large")
        let plugin = Night.plugin.replacingOccurrences(
            of: #""dump": { "arguments""#,
            with: #"""
                "secret": { "format": "pgpass" }, "environment": { "PGPASSFILE": "{secret_file}" },
                "dump": { "arguments"
                """#)
        try night.folder.write(plugin, to: "plugins/fake.json")
        let dump = try night.fakeEntry(1, databases: ["shop"], mode: ["FD_ROWS": "\(rows)"])
        let entries = [
            dump.replacingOccurrences(
                of: #""enabled": true"#,
                with: #""username": "u", "password": "S3CR3T_fault", "enabled": true"#),
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(tree)"], "enabled": true }"#,
        ]
        try night.configure(entries)
        let first = try night.runAll()
        guard first.status == 0, night.artifacts().count == 2 else {
            throw Command.Failure(description: "the first night went wrong: \(first)")
        }
        if hidden { night.program.environment.merge(Faults.noUnnamedFiles) { $1 } }
        self.night = night
        before = try Oracle.snapshot(of: night.output)
    }

    /// The names of new artifacts.
    var made: [String] { night.artifacts().filter { !before.names.contains($0) } }

    /// How many unfinished files lie under hidden names.
    func leftovers() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: night.output).count { $0.hasPrefix(".vya-") }
    }

    /// What a run that was killed left that it should not have; hidden names are for the next run to remove.
    func problemsAfterKill() throws -> [String] {
        try night.problems(since: before, manifestsMayLack: true).filter {
            !($0.hasPrefix(".vya-") && $0.hasSuffix(".partial: has no business here"))
        }
    }

    /// What a run that ended by itself left that it should not have.
    func problems(manifestsMayLack: Bool = false) throws -> [String] {
        try night.problems(since: before, manifestsMayLack: manifestsMayLack)
    }

    /// Runs without a fault, and says what is wrong with it or with what it left.
    func problemsOfCleanRun() throws -> [String] {
        let already = made.count
        let result = try night.runAll()
        var problems = try problems(manifestsMayLack: true)
        if result.status != 0 { problems.append("a run without a fault ended so: \(result)") }
        if made.count != already + 2 { problems.append("a run without a fault made \(made.count - already)") }
        return try problems + night.secretFiles().map { "a secret is left: \($0)" }
    }

    /// Whether a file of the host is there and holds nothing.
    func isEmpty(_ name: String) -> Bool {
        var status = stat()
        return lstat(night.folder(name), &status) == 0 && status.st_size == 0
    }

    /// Throws away what was made since the first night.
    func clear() throws { try night.discard(allBut: before) }
}
