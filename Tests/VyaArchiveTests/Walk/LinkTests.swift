import Foundation
import Glibc
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Links and loops", .ownThread)
struct LinkTests {
    /// A volume with links that lead out of it, and what they lead to.
    private static func makeVolume() throws -> TemporaryFolder {
        let tree = try TemporaryFolder("links")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            os.makedirs('outside/sub'); os.makedirs('volume/inside')
            open('outside/sub/secret', 'w').write('SECRET'); open('outside/file', 'w').write('SECRET')
            os.symlink('../outside', 'volume/link'); os.symlink(os.path.abspath('outside/file'), 'volume/file')
            os.symlink('volume', 'current'); os.symlink(os.path.abspath('current'), 'twice'); os.symlink('loop', 'loop')
            os.symlink('..', 'volume/inside/up'); os.symlink('volume', 'foreign'); os.lchown('foreign', 1234, 1234)
            """, tree.path)
        return tree
    }

    @Test(
        "D18 links found while matching are stored, never followed",
        arguments: [
            "volume", "volume/*", "volume/**", "**/*", "v*/link", "*/file",
        ])
    func stored(pattern: String) throws {
        let tree = try Self.makeVolume()
        let archived = try Archived(tree(pattern), ignored: [tree("outside")])
        #expect(try archived.names().allSatisfy { !$0.hasSuffix("secret") })
        #expect(try Command("grep", "-c", "SECRET", archived.path).run().text == "0\n")
        #expect(archived.summary.shortfalls.isEmpty)
    }

    @Test(
        "D18 a pattern that would have to pass a link matches nothing",
        arguments: [
            "*/link/sub", "v*/link/*", "**/link/secret", "v*/link/", "{volume,x}/*/sub",
        ])
    func notPassed(pattern: String) throws {
        let tree = try Self.makeVolume()
        #expect(throws: SourceError.self) { try Archived(tree(pattern), ignored: [tree("outside")]) }
    }

    @Test(
        "links that the operator wrote out are followed",
        arguments: [
            ("current/*", 3), ("twice/inside", 2), ("current/", 5), ("twice/", 5),
            ("{current,none}/inside", 2),
            ("volume/link/sub", 2), ("volume/inside/up/inside/", 2),
        ])
    func followed(pattern: String, entries: Int) throws {
        let tree = try Self.makeVolume()
        let archived = try Archived(tree(pattern))
        // Everything lies under the name that was written, not under the one that the link leads to.
        let written = tree(pattern).dropFirst().prefix { $0 != "*" && $0 != "{" }
        #expect(try archived.names().allSatisfy { ($0 + "/").hasPrefix(written) })
        #expect(archived.summary.warnings.isEmpty)
        #expect(archived.summary.entries >= entries)
    }

    @Test("a link that the pattern ends in is stored, and said so")
    func storedAndSaid() throws {
        let tree = try Self.makeVolume()
        let archived = try Archived(tree("current"))
        #expect(archived.summary.entries == 1)
        #expect(archived.summary.warnings.count == 1)
    }

    @Test("a link of somebody else in the pattern's path is refused", arguments: ["foreign/*", "foreign/"])
    func foreign(pattern: String) throws {
        let tree = try Self.makeVolume()
        #expect(throws: UnsafeError.self) { try Archived(tree(pattern)) }
        #expect(throws: SourceError.self) { try Archived(tree("loop/*")) }
    }

    @Test("D20 a folder mounted into itself is entered once")
    func bindMount() throws {
        let tree = try TemporaryFolder("bind")
        try FileManager.default.createDirectory(atPath: tree("a/b/c"), withIntermediateDirectories: true)
        try tree.write("x", to: "a/file")
        try Command("mount", "--bind", tree("a"), tree("a/b/c")).check()
        defer { _ = try? Command("umount", tree("a/b/c")).run() }
        let archived = try Archived(tree("a"))
        #expect(archived.summary.entries == 4)
        #expect(archived.summary.warnings.count == 1)
    }

    @Test("the kernel's own file systems are not entered by a wildcard")
    func kernel() throws {
        let tree = try TemporaryFolder("kernel")
        try FileManager.default.createDirectory(atPath: tree("a/proc"), withIntermediateDirectories: true)
        try Command("mount", "-t", "proc", "proc", tree("a/proc")).check()
        defer { _ = try? Command("umount", tree("a/proc")).run() }
        let archived = try Archived(tree("a"))
        #expect(archived.summary.entries == 2)
        #expect(archived.summary.warnings.count == 1)
    }
}
