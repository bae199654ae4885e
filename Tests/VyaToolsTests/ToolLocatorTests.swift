import Foundation
import Testing
import VyaCore
import VyaSystem
import VyaTestSupport

@testable import VyaTools

@Suite("Tool locator", .ownThread)
struct ToolLocatorTests {
    private let bench: ToolBench
    private var folder: TemporaryFolder { bench.folder }

    init() throws {
        bench = try ToolBench()
        for name in ["a", "b", "pg/14/bin", "pg/15/bin", "pg/.9/bin"] {
            try Command("/bin/mkdir", "-p", folder(name)).check()
        }
    }

    /// Copies the fake tool, by another process: what this one still has open for writing could not be started.
    @discardableResult
    private func install(_ name: String, version: String = "") throws -> String {
        try Command("/usr/bin/install", "-m", "755", ToolBench.fakedump, folder(name)).check()
        if !version.isEmpty { try folder.write("FD_VERSION=\(version)\n", to: name + ".mode") }
        return folder(name)
    }

    private func locate(
        _ names: [String] = ["pg_dump"], path: [String] = [], folders: [String] = [],
        wrappers: [String] = [], configured: String? = nil
    ) throws -> [LocatedTool] {
        try ToolLocator(runner: bench.runner, path: path.joined(separator: ":")).locate(
            ToolRequest(
                names: names, configured: configured, folders: folders, wrappers: wrappers,
                versionArguments: ["--version"]))
    }

    @Test("a script that only chooses among the tools is asked when there is nothing to choose from")
    func wrappers() throws {
        for name in ["share", "bin", "mine"] { mkdir(folder(name), 0o755) }
        let wrapper = try install("share/wrapper")
        // The fake looks beside the name that it is called by.
        try folder.write("FD_VERSION=some 15\n", to: "bin/pg_dump.mode")
        try Command("/bin/ln", "-s", wrapper, folder("bin/pg_dump")).check()
        func found() throws -> [String] {
            try locate(path: [folder("bin")], folders: [folder("pg/*/bin")], wrappers: [wrapper]).map(
                \.version)
        }
        #expect(try found() == ["some 15"])
        try install("pg/15/bin/pg_dump", version: "15")
        #expect(try found() == ["15"])
        // A script of the operator's own is no such wrapper.
        try install("mine/pg_dump", version: "mine")
        let all = try locate(
            path: [folder("mine"), folder("bin")], folders: [folder("pg/*/bin")], wrappers: [wrapper])
        #expect(all.map(\.version) == ["mine", "15"])
    }

    @Test("tools come by the order of their names, then PATH, then the plugin's folders, each real file once")
    func order() throws {
        try install("b/mysqldump", version: "mysqldump 8")
        try install("a/mariadb-dump", version: "mariadb-dump 10")
        try Command("/bin/ln", "-s", folder("a/mariadb-dump"), folder("a/mysqldump")).check()
        try install("pg/15/bin/mysqldump", version: "15")
        try install("pg/14/bin/mysqldump", version: "14")
        try install("pg/.9/bin/mysqldump", version: "hidden")
        let found = try locate(
            ["mariadb-dump", "mysqldump"], path: ["relative", ".", folder("a"), folder("b"), folder("a")],
            folders: [folder("pg/*/bin"), folder("nowhere/*")])
        #expect(found.map(\.version) == ["mariadb-dump 10", "mysqldump 8", "14", "15"])
        #expect(found.map(\.name) == ["mariadb-dump", "mysqldump", "mysqldump", "mysqldump"])
        #expect(found.first?.path == folder("a/mariadb-dump"))
    }

    @Test("a configured tool is the only one looked at")
    func configured() throws {
        try install("a/pg_dump")
        let found = try locate(path: [folder("a")], configured: try install("b/pg_dump", version: "chosen"))
        #expect(found == [LocatedTool(name: "pg_dump", path: folder("b/pg_dump"), version: "chosen")])
        let wrapper = try locate(configured: try install("b/wrapper", version: "wrapped"))
        #expect(wrapper == [LocatedTool(name: "pg_dump", path: folder("b/wrapper"), version: "wrapped")])
        let error = #expect(throws: SourceError.self) {
            try locate(path: [folder("a")], configured: folder("b/missing"))
        }
        #expect(error?.explanation.code == "tool.not-found")
    }

    @Test("A22 a tool that is nowhere is missed by name, with what to do")
    func missing() throws {
        try Command("/bin/mkdir", folder("a/pg_dump")).check()
        try folder.write("#!/bin/sh\n", to: "b/pg_dump", mode: 0o000)
        let error = #expect(throws: SourceError.self) {
            try locate(path: [folder("a"), folder("b")], folders: ["/nowhere/*/bin"])
        }
        #expect(error?.explanation.code == "tool.not-found")
        #expect(error?.explanation.message == "pg_dump not found")
        #expect(error?.explanation.details.last == "and into /nowhere/*/bin")
        #expect(error?.explanation.hints.first?.contains("\"tools\": {\"pg_dump\": ") == true)
    }

    @Test("A22 a file that is no program is said to be none, and passed over when there is another")
    func noProgram() throws {
        try Command("/usr/bin/install", "-m", "755", "/etc/hostname", folder("a/pg_dump")).check()
        let error = #expect(throws: SourceError.self) { try locate(path: [folder("a")]) }
        #expect(error?.explanation.code == "tool.not-a-program")
        try install("b/pg_dump", version: "good")
        #expect(try locate(path: [folder("a"), folder("b")]).map(\.version) == ["good"])
    }

    @Test("a tool that fails to tell its version is passed over")
    func noVersion() throws {
        try Command("/bin/ln", "-s", "/bin/false", folder("a/pg_dump")).check()
        let error = #expect(throws: SourceError.self) { try locate(path: [folder("a")]) }
        #expect(error?.explanation.code == "tool.no-version")
    }

    @Test(
        "E13 a tool that others could change is refused, and another one taken",
        arguments: [
            "chmod 777 a", "chmod 775 a", "chmod 722 a/pg_dump", "chown 65534 a/pg_dump", "chown 65534 a",
        ])
    func unsafe(command: String) throws {
        try install("a/pg_dump")
        let words = command.split(separator: " ").map(String.init)
        try Command("/usr/bin/env", [words[0], words[1], folder(words[2])]).check()
        let error = #expect(throws: UnsafeError.self) { try locate(path: [folder("a")]) }
        #expect(error?.explanation.message.contains(folder(words[2])) == true)
        #expect(throws: UnsafeError.self) { try locate(configured: folder("a/pg_dump")) }
        try install("b/pg_dump", version: "safe")
        #expect(try locate(path: [folder("a"), folder("b")]).map(\.version) == ["safe"])
    }

    @Test("E13 a link is as safe as what it leads through")
    func unsafeLink() throws {
        try install("a/pg_dump")
        try Command("/bin/ln", "-s", "../a/pg_dump", folder("b/pg_dump")).check()
        #expect(try locate(path: [folder("b")]).map(\.path) == [folder("b/pg_dump")])
        chmod(folder("a"), 0o777)
        #expect(throws: UnsafeError.self) { try locate(path: [folder("b")]) }
        chmod(folder("a"), 0o1777)
        #expect(try locate(path: [folder("b")]).count == 1, "the sticky bit keeps what is ours")
        try Command("/bin/chown", "-h", "65534", folder("b/pg_dump")).check()
        #expect(throws: UnsafeError.self) { try locate(path: [folder("b")]) }
    }

    @Test("a link that leads in a circle is no tool")
    func circle() throws {
        try Command("/bin/ln", "-s", "pg_dump", folder("a/pg_dump")).check()
        #expect(throws: SourceError.self) { try locate(path: [folder("a")]) }
        #expect(PathTrust.objection(to: folder("a/pg_dump"))?.reason == .tooManyLinks)
    }
}
