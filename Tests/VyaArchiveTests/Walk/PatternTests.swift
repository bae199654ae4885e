import Foundation
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Patterns over trees", .ownThread)
struct PatternTests {
    private static func makeTree() throws -> TemporaryFolder {
        let tree = try TemporaryFolder("pattern")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            for name in ('a/one.yaml', 'a/two.txt', 'a/.dot', 'a/sub/three.yaml', 'a/sub/deep/four.yaml', 'b/five.yaml',
                         'b/tmp1', 'b/tmp22', 'c[x]/six', 'B/seven'):
                os.makedirs(os.path.dirname(name), exist_ok=True)
                open(name, 'w').close()
            os.mkdir('empty'); os.mkdir('.hidden'); open('.hidden/eight', 'w').close()
            """, tree.path)
        return tree
    }

    @Test(
        "a pattern takes these paths and no others",
        arguments: [
            ("a", "a/ a/.dot a/one.yaml a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml a/two.txt"),
            ("a/*.yaml", "a/one.yaml"),
            ("a/*", "a/.dot a/one.yaml a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml a/two.txt"),
            ("a/**/*.yaml", "a/one.yaml a/sub/deep/four.yaml a/sub/three.yaml"),
            ("**/*.yaml", "a/one.yaml a/sub/deep/four.yaml a/sub/three.yaml b/five.yaml"),
            ("**/**/**/*.yaml", "a/one.yaml a/sub/deep/four.yaml a/sub/three.yaml b/five.yaml"),
            ("a/**", "a/.dot a/one.yaml a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml a/two.txt"),
            (
                "a/**/**/**",
                "a/.dot a/one.yaml a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml a/two.txt"
            ),
            ("a/sub/**/*", "a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml"),
            ("*/sub", "a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml"),
            ("a/*/", "a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml"),
            ("b/tmp?", "b/tmp1"), ("b/tmp[0-9]*", "b/tmp1 b/tmp22"), ("b/!(tmp*)", "b/five.yaml"),
            ("b/!(tmp1|*.yaml)", "b/tmp22"), ("{a,b}/*.yaml", "a/one.yaml b/five.yaml"),
            ("{b/tmp1,a/{two,none}.txt,b/tmp*}", "a/two.txt b/tmp1 b/tmp22"), ("c\\[x\\]/*", "c[x]/six"),
            ("B/*", "B/seven"), ("empty", "empty/"), ("*/eight", ".hidden/eight"),
            ("/./a//two.txt", "a/two.txt"),
            ("{a,a/sub,a/**}/three.yaml", "a/sub/three.yaml"), ("[!a-zA-Z]*", ".hidden/ .hidden/eight"),
        ])
    func taken(pattern: String, expected: String) throws {
        let tree = try Self.makeTree()
        let archived = try Archived(tree(pattern))
        let prefix = tree.path.dropFirst() + "/"
        let folders = try Command("tar", "-tf", archived.path).check().text.split(separator: "\n")
            .map { $0.replacingOccurrences(of: prefix, with: "") }
        #expect(folders == expected.split(separator: " ").map(String.init))
        #expect(archived.summary.shortfalls.isEmpty)
        #expect(
            try FilesArchiver(pattern: ExactName(tree(pattern)), ignored: [], stop: StopSignal()).survey()
                .entries == folders.count)
    }

    @Test(
        "what is ignored is left out with all in it",
        arguments: [
            ("/a", "b/five.yaml b/tmp1 b/tmp22"), ("/a/**", "a/ b/five.yaml b/tmp1 b/tmp22"),
            ("*.yaml", "a/ a/.dot a/sub/ a/sub/deep/ a/two.txt b/tmp1 b/tmp22"),
            ("sub", "a/ a/.dot a/one.yaml a/two.txt b/five.yaml b/tmp1 b/tmp22"),
            (
                "sub/deep/",
                "a/ a/.dot a/one.yaml a/sub/ a/sub/three.yaml a/two.txt b/five.yaml b/tmp1 b/tmp22"
            ),
            (
                "tmp1/",
                "a/ a/.dot a/one.yaml a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml a/two.txt b/five.yaml b/tmp1 b/tmp22"
            ),
            ("/*/!(sub)", "a/ a/sub/ a/sub/deep/ a/sub/deep/four.yaml a/sub/three.yaml"),
        ])
    func ignored(pattern: String, expected: String) throws {
        let tree = try Self.makeTree()
        let ignored = pattern.hasPrefix("/") ? tree(String(pattern.dropFirst())) : pattern
        let archived = try Archived(tree("{a,b/*}"), ignored: [ignored])
        let listed = try Command("tar", "-tf", archived.path).check().text.split(separator: "\n")
            .map { $0.replacingOccurrences(of: tree.path.dropFirst() + "/", with: "") }
        #expect(listed == expected.split(separator: " ").map(String.init))
    }

    @Test(
        "D21 a pattern that matches nothing is an error before the first byte",
        arguments: [
            "empty/*", "none", "none/**", "a/*.none", "a/one.yaml/x", "a/*.yaml/", "socket",
        ])
    func nothing(pattern: String) throws {
        let tree = try Self.makeTree()
        try Python.run("import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", tree("socket"))
        let archiver = try FilesArchiver(pattern: ExactName(tree(pattern)), ignored: [], stop: StopSignal())
        let sink = RecordingSink { _ in Issue.record("the sink was called") }
        #expect {
            defer { try? sink.finish() }
            return try archiver.write(into: sink)
        } throws: { error in
            (error as? SourceError)?.explanation.code == "files.nothing-matched"
        }
        #expect(throws: SourceError.self) { try archiver.survey() }
    }

    @Test(
        "a pattern that cannot be used is refused",
        arguments: [
            "relative/*", "", "~/x", "/a/../b", "/a[", "/{a,b", "/a/!(b)/c", "/a\u{0}b", "/{a,../b}",
        ])
    func refused(pattern: ExactName) {
        #expect(throws: ConfigurationError.self) {
            try FilesArchiver(pattern: pattern, ignored: [], stop: StopSignal())
        }
    }

    @Test("regular files are found for tools that are given paths")
    func regularFiles() throws {
        let tree = try Self.makeTree()
        try FileManager.default.createSymbolicLink(atPath: tree("link"), withDestinationPath: "a/one.yaml")
        func found(_ pattern: String) throws -> [String] {
            try FilesArchiver.regularFiles(matching: ExactName(tree(pattern)), stop: StopSignal())
                .map { String($0.text.dropFirst(tree.path.count + 1)) }
        }
        #expect(
            try found("**/*.yaml") == [
                "a/one.yaml", "a/sub/deep/four.yaml", "a/sub/three.yaml", "b/five.yaml",
            ])
        #expect(try found("a") == [])
        #expect(try found("*") == [])
        #expect(try found("none/*.db") == [])
        #expect(try found("link") == ["link"])
        #expect(try found("l*") == [])
        try Python.run("import os, sys; open(os.fsencode(sys.argv[1]) + b'/b/\\xff.db', 'w')", tree.path)
        #expect { try found("b/*.db") } throws: {
            ($0 as? SourceError)?.explanation.code == "files.name-not-utf8"
        }
    }
}
