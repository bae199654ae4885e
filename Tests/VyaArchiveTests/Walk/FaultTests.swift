import Foundation
import Glibc
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Faults while archiving", .ownThread)
struct FaultTests {
    /// A tree whose first file is large enough for the sink to be called before the next is opened, where
    /// nothing is read ahead.
    private static func makeTree() throws -> TemporaryFolder {
        let tree = try TemporaryFolder("fault")
        try tree.write(Data(repeating: 0x41, count: 4 << 20), to: "a")
        try tree.write("second", to: "b")
        try FileManager.default.createDirectory(atPath: tree("c"), withIntermediateDirectories: false)
        try tree.write("third", to: "d")
        return tree
    }

    private static func listed(_ archived: Archived) throws -> [String] {
        try Python.run(Python.list, archived.path)
    }

    @Test("D1 a file or folder that vanishes before it is opened is named, the rest is archived")
    func vanishes() throws {
        let tree = try Self.makeTree()
        let archived = try Archived(tree("*"), readers: 0) { block in
            if block == 0 { unlink(tree("b")); rmdir(tree("c")) }
        }
        #expect(
            archived.summary.shortfalls == [
                "\(tree("b")): it vanished before it was archived",
                "\(tree("c")): it vanished before it was archived",
            ])
        #expect(try Self.listed(archived).count == 2)
        #expect(archived.summary.entries == 2)
    }

    @Test("D4 D7 a file that shrinks is filled up with zeros and named", arguments: [0, 1, 3 << 20], [0, 6])
    func shrinks(size: Int, readers: Int) throws {
        let tree = try Self.makeTree()
        let archived = try Archived(tree.path, readers: readers) { if $0 == 0 { truncate(tree("a"), size) } }
        #expect(archived.summary.shortfalls.count == 1)
        #expect(archived.summary.shortfalls.first?.contains("shrank") == true)
        let target = archived.folder("out")
        try Reader.gnuTar.extract(archived.path, into: target)
        let contents = try Data(contentsOf: URL(fileURLWithPath: target + tree("a")))
        #expect(contents.count == 4 << 20)
        #expect(contents.suffix(1 << 20) == Data(count: 1 << 20))
        #expect(try String(contentsOfFile: target + tree("d"), encoding: .utf8) == "third")
    }

    @Test("D7 a sparse file that shrinks ends too")
    func sparseShrinks() throws {
        let tree = try TemporaryFolder("fault")
        try Python.run(
            """
            import sys
            with open(sys.argv[1] + '/a', 'wb') as file:
                for offset in (0, 10_000_000, 20_000_000): file.seek(offset); file.write(b'x' * 1_500_000)
                file.truncate(100_000_000)
            """, tree.path)
        let archived = try Archived(tree.path) { if $0 == 0 { truncate(tree("a"), 0) } }
        #expect(archived.summary.shortfalls.count == 1)
        #expect(try Self.listed(archived).count == 2)
    }

    @Test(
        "D5 a file that is written to while it is read keeps its promised size, and that is said",
        arguments: [0, 6])
    func changes(readers: Int) throws {
        let tree = try Self.makeTree()
        let archived = try Archived(tree.path, readers: readers) { block in
            guard block == 0 else { return }
            let file = open(tree("a"), O_WRONLY | O_APPEND | O_CLOEXEC)
            _ = write(file, "more", 4)
            close(file)
        }
        #expect(archived.summary.warnings == ["\(tree("a")): it changed while it was read"])
        #expect(archived.summary.shortfalls.isEmpty)
        #expect(try Self.listed(archived).contains { $0.hasSuffix(" 0 \(4 << 20)") })
    }

    @Test("D2 a file that is removed while it is read is archived whole")
    func removedWhileRead() throws {
        let tree = try Self.makeTree()
        let contents = try Data(contentsOf: URL(fileURLWithPath: tree("a")))
        let archived = try Archived(tree.path) { if $0 == 0 { unlink(tree("a")) } }
        #expect(archived.summary.shortfalls.isEmpty)
        let target = archived.folder("out")
        try Reader.gnuTar.extract(archived.path, into: target)
        #expect(try Data(contentsOf: URL(fileURLWithPath: target + tree("a"))) == contents)
    }

    @Test("D8 a file that becomes a FIFO before it is opened does not stop the walk")
    func becomesFIFO() throws {
        let tree = try Self.makeTree()
        let archived = try Archived(tree("*"), readers: 0) { block in
            if block == 0 { unlink(tree("b")); mkfifo(tree("b"), 0o600) }
        }
        #expect(try Self.listed(archived).contains { $0.hasSuffix(" 6 0") })
    }

    @Test("D10 a file that took over the inode number of another is no link to it")
    func hardLinks() throws {
        let tree = try Self.makeTree()
        for name in ["a1", "z1"] { try FileManager.default.linkItem(atPath: tree("a"), toPath: tree(name)) }
        try FileManager.default.linkItem(atPath: tree("a"), toPath: tree("z2"))
        let archived = try Archived(tree("*"), readers: 0) { block in
            // The contents change after `a` and `a1` are in the archive.
            guard block == 3 else { return }
            try Data("other".utf8).write(to: URL(fileURLWithPath: tree("z1")), options: [])
        }
        let types = try Self.listed(archived).map { $0.split(separator: " ")[1] }
        #expect(
            types == ["0", "1", "0", "5", "0", "0", "1"] || types == ["0", "0", "0", "5", "0", "1", "1"])
    }

    @Test("a folder that is moved away from under the walk costs its rest, and nothing else gets in")
    func movedFolder() throws {
        let tree = try TemporaryFolder("moved")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            os.makedirs('elsewhere'); open('elsewhere/zfile', 'w').write('SECRET'); os.makedirs('top/' + '/'.join('n' * 20))
            path = 'top'; open('top/zfile', 'w').close()
            for depth in range(20): path += '/n'; open(path + '/zfile', 'w').close()
            open(path + '/large', 'wb').write(bytes(3 << 20))
            """, tree.path)
        let level = tree("top" + String(repeating: "/n", count: 10))
        let archived = try Archived(tree("top"), readers: 0) {
            if $0 == 0 { rename(level, tree("elsewhere/n")) }
        }
        #expect(!archived.summary.shortfalls.isEmpty)
        #expect(archived.summary.shortfalls.allSatisfy { $0.contains("was moved while it was archived") })
        let names = try archived.names()
        #expect(names.contains { $0.hasSuffix("/top/zfile") })
        #expect(names.contains { $0.hasSuffix("/top" + String(repeating: "/n", count: 15) + "/zfile") })
        #expect(try Command("grep", "-c", "SECRET", archived.path).run().text == "0\n")
    }

    @Test("C12 few descriptors are open at any depth")
    func descriptors() throws {
        let tree = try TemporaryFolder("descriptors")
        let deep = "n" + String(repeating: "/n", count: 200)
        try FileManager.default.createDirectory(atPath: tree(deep), withIntermediateDirectories: true)
        try tree.write(Data(count: 2 << 20), to: deep + "/large")
        var most = 0
        let archived = try Archived(tree.path) { _ in
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
                    .hasPrefix(tree.path) == true
            }
            most = max(most, open.count)
        }
        #expect(archived.summary.shortfalls.isEmpty)
        #expect((1...10).contains(most))
    }

    @Test("D11 what the account may not read is named, the rest is archived")
    func unreadable() throws {
        let tree = try TemporaryFolder("unreadable")
        for (name, mode) in [("000", 0), ("100", 0o100), ("400", 0o400), ("644", 0o644)] as [(String, mode_t)]
        {
            try tree.write(name, to: name, mode: mode)
            mkdir(tree("d" + name), 0o700)
            try tree.write(name, to: "d\(name)/file", mode: 0o644)
            chmod(tree("d" + name), mode | (mode == 0o644 ? 0o111 : 0))
        }
        chmod(tree.path, 0o755)
        let archived = try asUser { try Archived(tree("*")) }
        // Of a folder that cannot be read the folder itself is still kept.
        #expect(
            archived.summary.shortfalls.english.map { $0.dropFirst(tree.path.count + 1).prefix { $0 != ":" } }
                == [
                    "000", "100", "400", "d000", "d100", "d400",
                ])
        #expect(archived.summary.shortfalls.allSatisfy { $0.hasSuffix("Permission denied") })
        #expect(
            try archived.names().map { $0.dropFirst(tree.path.count) } == [
                "644", "d000", "d100", "d400", "d644", "d644/file",
            ])
        #expect { try asUser { try Archived(tree("000")) } } throws: {
            ($0 as? SourceError)?.explanation.code == "files.nothing-readable"
        }
    }

    @Test("an error of the sink passes through as it is")
    func sinkError() throws {
        let tree = try Self.makeTree()
        let full = DestinationError("destination.full", "the disk is full")
        #expect(throws: full) { try Archived(tree.path) { if $0 == 1 { throw full } } }
    }

    @Test("a stop ends the archive between two blocks")
    func stopped() throws {
        let tree = try Self.makeTree()
        let stop = StopSignal()
        #expect(throws: StoppedError.self) {
            try Archived(tree.path, stop: stop) { _ in stop.raise(.terminate) }
        }
    }

    @Test("what is noted of a hopeless tree is bounded")
    func bounded() throws {
        let tree = try TemporaryFolder("bounded")
        for index in 0..<250 { try tree.write("", to: "f\(index)", mode: 0) }
        try tree.write("", to: "readable", mode: 0o644)
        chmod(tree.path, 0o755)
        let archived = try asUser { try Archived(tree("*")) }
        #expect(archived.summary.shortfalls.count == 101)
        #expect(archived.summary.shortfalls.last == "and 150 more")
    }
}
