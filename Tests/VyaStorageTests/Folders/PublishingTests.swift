import Dispatch
import Foundation
import Synchronization
import Testing
import VyaCore
import VyaStorage
import VyaTestSupport

@Suite("Publishing", .ownThread)
struct PublishingTests {
    private static let styles: [PendingFile.Style] = [.unnamed, .hidden]
    private let temporary: TemporaryFolder
    private let folder: SafeFolder

    init() throws {
        temporary = try TemporaryFolder("publish")
        folder = try SafeFolder.open(temporary("out"), createIfMissing: true)
    }

    private func name(_ attempt: Int) -> String { attempt == 1 ? "x.sql.gz" : "x~\(attempt).sql.gz" }

    @Test(
        "an unfinished backup has no name that ends in .gz, and none at all where the system can",
        arguments: styles)
    func unfinished(style: PendingFile.Style) throws {
        let writer = try ArtifactWriter(in: folder, workers: 1, style: style)
        try writer.write(noise(1_000_000))
        _ = try writer.finish()
        try writer.prove()
        let before = try names(in: folder)
        #expect(before.count == (style == .hidden ? 1 : 0))
        #expect(before.allSatisfy { $0.hasPrefix(".vya-") && $0.hasSuffix(".partial") })
        for hidden in before { #expect(try folder.status(of: hidden).mode == 0o600) }
        _ = try writer.publish(naming: name)
        #expect(try names(in: folder) == ["x.sql.gz"])
    }

    @Test("C10 the same name again takes the next, and the first stays as it was", arguments: styles)
    func sameName(style: PendingFile.Style) throws {
        #expect(try store(Data("one".utf8), as: "x", in: folder, style: style).name == "x.sql.gz")
        #expect(try store(Data("two".utf8), as: "x", in: folder, style: style).name == "x~2.sql.gz")
        #expect(try Command("zcat", temporary("out/x.sql.gz")).check().text == "one")
        #expect(try Command("zcat", temporary("out/x~2.sql.gz")).check().text == "two")
    }

    @Test("C10 twenty writers that want one name at one moment all get one", arguments: styles)
    func race(style: PendingFile.Style) throws {
        let published = Mutex<[String]>([])
        let folder = folder
        DispatchQueue.concurrentPerform(iterations: 20) { index in
            let stored = try? store(Data("\(index)".utf8), as: "x", in: folder, workers: 1, style: style)
            if let stored { published.withLock { $0.append(stored.name) } }
        }
        let all = published.withLock { $0 }
        #expect(Set(all).count == 20)
        #expect(try names(in: folder) == all.sorted())
    }

    @Test("B19 names in two normal forms and in two cases are two files")
    func normalForms() throws {
        for name in ["\u{E9}", "e\u{301}", "A", "a"] {
            #expect(
                try store(Data(name.utf8), as: name, in: folder).name.utf8.elementsEqual(
                    "\(name).sql.gz".utf8))
        }
        #expect(try folder.names().count == 4)
    }

    @Test("E4 planted links under a thousand expected names are not followed", arguments: styles)
    func plantedLinks(style: PendingFile.Style) throws {
        let victim = try temporary.write("precious", to: "victim")
        for attempt in 1...1000 { #expect(symlink(victim, temporary("out/" + name(attempt))) == 0) }
        #expect(symlink(victim, temporary("out/y.json")) == 0)
        #expect(try store(Data("x".utf8), as: "x", in: folder, style: style).name == "x~1001.sql.gz")
        #expect(throws: DestinationError.self) { try folder.publish(document: [1], as: "y.json") }
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        #expect(try Command("zcat", temporary("out/x~1001.sql.gz")).check().text == "x")
    }

    @Test("E5 a planted hard link is not written to", arguments: styles)
    func plantedHardLink(style: PendingFile.Style) throws {
        let victim = try temporary.write("precious", to: "victim", mode: 0o644)
        #expect(link(victim, temporary("out/x.sql.gz")) == 0)
        #expect(try store(Data("x".utf8), as: "x", in: folder, style: style).name == "x~2.sql.gz")
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        #expect(try folder.status(of: "x.sql.gz").mode == 0o644)
    }

    // The umask stays as it is: it is the whole process's, and other tests make folders meanwhile.
    @Test("E8 every file is 0600", arguments: styles)
    func modes(style: PendingFile.Style) throws {
        let fresh = try SafeFolder.open(temporary("fresh"), createIfMissing: true)
        let writer = try ArtifactWriter(in: fresh, workers: 1, style: style)
        for hidden in try fresh.names() { #expect(try fresh.status(of: hidden).mode == 0o600) }
        try writer.write(Data("x".utf8))
        _ = try writer.finish()
        try writer.prove()
        _ = try writer.publish(naming: name)
        try fresh.publish(document: [1], as: "x.sql.gz.json")
        let lock = try RunLock.acquire(in: fresh)
        for name in try fresh.names() { #expect(try fresh.status(of: name).mode == 0o600) }
        #expect(try fresh.names().count == 3)
        var status = stat()
        #expect(stat(temporary("fresh"), &status) == 0 && status.st_mode & 0o7777 == 0o700)
        withExtendedLifetime(lock) {}
    }

    @Test("leftovers of dead runs are swept, and nothing else")
    func sweep() throws {
        let living = try ArtifactWriter(in: folder, workers: 1, style: .hidden)
        let mine = try names(in: folder)
        for name in [".vya-dead.partial", ".vya-x", "x.partial", "a.sql.gz", ".hidden"] {
            try temporary.write("x", to: "out/" + name)
        }
        let victim = try temporary.write("precious", to: "victim")
        #expect(symlink(victim, temporary("out/.vya-link.partial")) == 0)
        #expect(mkdir(temporary("out/.vya-folder.partial"), 0o700) == 0)
        try temporary.write("x", to: "out/.vya-theirs.partial")
        #expect(chown(temporary("out/.vya-theirs.partial"), 65_534, 65_534) == 0)
        let before = try names(in: folder)
        #expect(try folder.sweepLeftovers() == 1)
        #expect(try names(in: folder) == before.filter { $0 != ".vya-dead.partial" })
        #expect(try names(in: folder).filter(mine.contains) == mine)
        try living.write(Data("x".utf8))
        _ = try living.finish()
        try living.prove()
        #expect(try living.publish(naming: name) == "x.sql.gz")
    }

    @Test("a document is replaced as a whole, or made where there is none")
    func replace() throws {
        try folder.replace(document: Array("one".utf8), as: "x.json")
        let before = open(temporary("out/x.json"), O_RDONLY | O_CLOEXEC)
        let reading = FileHandle(fileDescriptor: before, closeOnDealloc: true)
        try folder.replace(document: Array("two, and longer".utf8), as: "x.json")
        #expect(try folder.read("x.json", limit: 100) == Array("two, and longer".utf8))
        #expect(try reading.readToEnd() == Data("one".utf8))
        #expect(try folder.status(of: "x.json").mode == 0o600)
        #expect(try names(in: folder) == ["x.json"])
    }

    @Test("E4 what is not a file of this user is not replaced, and no link is followed")
    func replaceForeign() throws {
        let victim = try temporary.write("precious", to: "victim")
        #expect(symlink(victim, temporary("out/link")) == 0)
        #expect(mkdir(temporary("out/folder"), 0o700) == 0)
        #expect(mkfifo(temporary("out/fifo"), 0o600) == 0)
        try temporary.write("theirs", to: "out/theirs")
        #expect(chown(temporary("out/theirs"), 65_534, 65_534) == 0)
        #expect(link(victim, temporary("out/hard")) == 0)
        let before = try names(in: folder)
        for name in ["link", "folder", "fifo", "theirs"] {
            #expect(throws: UnsafeError.self) { try folder.replace(document: [1], as: name) }
        }
        for name in ["", "..", "a/b"] {
            #expect(throws: DestinationError.self) { try folder.replace(document: [1], as: name) }
        }
        // A hard link is only one name of its file; the file stays.
        try folder.replace(document: [1], as: "hard")
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        #expect(try String(contentsOfFile: temporary("out/theirs"), encoding: .utf8) == "theirs")
        #expect(try names(in: folder) == before)
    }

    @Test("B1 a document that does not fit leaves the old one")
    func replaceFull() throws {
        let mount = try MountedFolder("size=64k")
        let folder = try SafeFolder.open(mount.path, createIfMissing: false)
        try folder.replace(document: Array("one".utf8), as: "x.json")
        let error = #expect(throws: DestinationError.self) {
            try folder.replace(document: [UInt8](repeating: 7, count: 100_000), as: "x.json")
        }
        #expect(error?.explanation.code == "destination.full")
        #expect(try folder.read("x.json", limit: 100) == Array("one".utf8))
        #expect(try names(in: folder) == ["x.json"])
    }
}
