import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("A dump that fails is not a backup", .ownThread)
struct FailingDumpTests {
    /// One failing database beside a good one: what must come of it.
    private func expectFailure(
        _ mode: [String: String], timeouts: String = "{}", code: String, says text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let night = try Night.fake(
            databases: ["bad", "good"], mode: mode.merging(["FD_ONLY_FOR": "bad"]) { $1 }, timeouts: timeouts)
        let run = try night.program.start(night.arguments("--all", "--json"))
        let result = try run.finish()
        #expect(result.status == 1, "\(result)", sourceLocation: sourceLocation)
        #expect(night.artifacts().count == 1, "\(result)", sourceLocation: sourceLocation)
        #expect(night.artifacts().allSatisfy { $0.contains("_good.") }, sourceLocation: sourceLocation)
        #expect(try night.problems() == [], sourceLocation: sourceLocation)
        let backups = try result.json()["entries"]?.arrayValue?.first?["backups"]?.arrayValue ?? []
        let failed = backups.first { $0["database"]?.stringValue == "bad" }
        #expect(failed?["outcome"]?.stringValue == "failure", sourceLocation: sourceLocation)
        #expect(failed?["error_code"]?.stringValue == code, "\(result)", sourceLocation: sourceLocation)
        #expect(
            failed?["error"]?.stringValue?.contains(text) == true, "\(result)", sourceLocation: sourceLocation
        )
        #expect(backups.contains { $0["outcome"]?.stringValue == "success" }, sourceLocation: sourceLocation)
        #expect(run.process.survivors().isEmpty, sourceLocation: sourceLocation)
        #expect(try night.secretFiles() == [], sourceLocation: sourceLocation)
    }

    @Test("A1 a tool killed in mid-stream fails its own database, by the name of the signal")
    func killed() throws {
        try expectFailure(["FD_MODE": "selfkill"], code: "dump.tool-failed", says: "killed by signal 9")
    }

    @Test("A2 a dump with exit status 0 and no completion line fails")
    func truncated() throws {
        try expectFailure(
            ["FD_MODE": "trunc0"], code: "dump.truncated", says: "dump ended without its completion line")
    }

    @Test("A3 a dump of zero bytes fails, and no empty .gz appears")
    func empty() throws {
        try expectFailure(["FD_MODE": "empty0"], code: "dump.empty", says: "wrote nothing")
    }

    @Test("A4 a complete dump with an exit status other than 0 fails")
    func failedAfterAll() throws {
        try expectFailure(["FD_MODE": "full1"], code: "dump.tool-failed", says: "exit status 1")
    }

    @Test("A5 a header and an error are no success of 863 bytes")
    func headerOnly() throws {
        try expectFailure(["FD_MODE": "headonly2"], code: "dump.tool-failed", says: "exit status 2")
    }

    @Test("A9 a tool that hangs is ended by the idle deadline")
    func hangs() throws {
        try expectFailure(
            ["FD_MODE": "hang"], timeouts: #"{"idle_seconds": 1, "total_seconds": 60}"#,
            code: "tool.timed-out",
            says: "timed out")
    }

    @Test("A11 a tool that trickles is ended by the total deadline")
    func trickles() throws {
        try expectFailure(
            ["FD_MODE": "trickle", "FD_INTERVAL": "1"],
            timeouts: #"{"idle_seconds": 60, "total_seconds": 3}"#,
            code: "tool.timed-out", says: "timed out")
    }

    @Test("A12 a grandchild that keeps the pipe open holds nothing up and is gone afterwards")
    func grandchild() throws {
        let night = try Night.fake(mode: ["FD_MODE": "grandchild"])
        let run = try night.program.start(night.arguments())
        let result = try run.finish(within: 60)
        #expect(result.status == 2, "\(result)")
        #expect(night.artifacts() == [])
        #expect(run.process.survivors().isEmpty)
    }

    @Test("A7 a flood on standard error neither blocks the dump nor fills the report")
    func flood() throws {
        let night = try Night.fake(mode: ["FD_MODE": "errflood", "FD_BYTES": "100000000"])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(try night.problems() == [])
        #expect(result.errors.utf8.count < 70_000)
    }

    @Test(
        "A22 a tool that is missing, not executable, a folder or no program is said to be so",
        arguments: [
            "missing", "not executable", "folder", "no program",
        ])
    func noTool(kind: String) throws {
        let night = try Night(entries: [])
        let tool = night.folder("tool")
        switch kind {
        case "not executable": try night.folder.write("#!/bin/sh\n", to: "tool", mode: 0o600)
        case "folder": mkdir(tool, 0o700)
        case "no program": try night.folder.write("text", to: "tool", mode: 0o700)
        default: break
        }
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "fake", "db_list": ["a"], "tools": {"fakedump": "\#(tool)"} }"#
        ])
        let result = try night.runAll()
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains(tool), "\(result)")
        #expect(result.errors.contains("hint: "), "\(result)")
        #expect(!result.errors.contains("exit status 127") && !result.errors.contains("exit status 126"))
    }

    @Test("A28 one failing entry stops no other; all failing is exit 2")
    func independence() throws {
        let night = try Night(entries: [])
        let bad = try night.fakeEntry(1, databases: ["a"], mode: ["FD_MODE": "full1"])
        let good = try night.fakeEntry(2, databases: ["b"])
        try night.configure([bad, good])
        #expect(try night.runAll().status == 1)
        #expect(night.artifacts().count == 1)
        #expect(try night.problems() == [])
        #expect(try night.run("run", "--id", "1").status == 2)
        #expect(try night.run("run", "--id", "2").status == 0)
        #expect(try night.problems() == [])
    }
}
