import Foundation
import Glibc
import Synchronization
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Reading ahead", .ownThread)
struct ReadAheadTests {
    /// A large file `a`, hundreds of small ones that are more than what is read ahead, and one after them.
    private static func makeTree() throws -> TemporaryFolder {
        let tree = try TemporaryFolder("ahead")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            open('a', 'wb').write(os.urandom(4 << 20))
            os.mkdir('m')
            for index in range(1200): open(f'm/f{index:04}', 'wb').write(os.urandom(8000))
            open('z', 'w').write('last')
            """, tree.path)
        return tree
    }

    @Test("the archive is the same with any number of readers")
    func same() throws {
        let tree = try Self.makeTree()
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            for folder in range(60):
                os.makedirs(f'n/{folder}/s/t')
                for size in (0, 1, 512, 65536, 65537, 200000):
                    open(f'n/{folder}/s/f{size}', 'wb').write(os.urandom(size))
                os.symlink('x', f'n/{folder}/l'); os.link(f'n/{folder}/s/f512', f'n/{folder}/hard')
                os.mkfifo(f'n/{folder}/p')
                os.setxattr(f'n/{folder}/s/f1', 'user.long', bytes(3000))
                with open(f'n/{folder}/sparse', 'wb') as file:
                    file.write(b'x' * 4096); file.truncate(20_000_000); file.seek(9_000_000); file.write(b'y')
            with open('holes', 'wb') as file: file.seek(40_000); file.write(b'x')
            """, tree.path)
        let alone = try Archived(tree.path, readers: 0)
        #expect(alone.summary.shortfalls.isEmpty)
        for readers in [1, 2, 6, 16] {
            let archived = try Archived(tree.path, readers: readers)
            #expect(archived.summary.entries == alone.summary.entries)
            #expect(archived.summary.bytes == alone.summary.bytes)
            #expect(FileManager.default.contentsEqual(atPath: archived.path, andPath: alone.path))
        }
    }

    @Test("D1 what vanishes before the walk reaches it is named, after what comes before it")
    func vanishes() throws {
        let tree = try Self.makeTree()
        try tree.write("", to: "b")
        try FileManager.default.linkItem(atPath: tree("b"), toPath: tree("c"))
        let archived = try Archived(tree("*")) { block in
            if block == 0 { for name in ["b", "c", "z"] { unlink(tree(name)) } }
        }
        // Files with several names are opened only when their turn comes.
        #expect(
            archived.summary.shortfalls
                == ["b", "c", "z"].map {
                    "\(tree($0)): it vanished before it was archived"
                })
        #expect(try archived.names().count == 1202)
    }

    @Test("D2 a file that vanishes or is replaced after it was read is archived as it was")
    func vanishesLater() throws {
        let tree = try TemporaryFolder("ahead")
        try tree.write(Data(count: 4 << 20), to: "a")
        try tree.write("small", to: "b")
        try tree.write("small too", to: "c")
        try tree.write(Data(repeating: 0x42, count: 3 << 20), to: "d")
        let before = try describe(tree.path)
        let archived = try Archived(tree.path) { block in
            guard block == 0 else { return }
            for name in ["b", "c", "d"] { unlink(tree(name)) }
            mkfifo(tree("c"), 0o600)
        }
        #expect(archived.summary.shortfalls.isEmpty)
        #expect(
            try archived.extracted(tree.path, by: .gnuTar).dropFirst().map { $0.split(separator: " ")[5] }
                == before.dropFirst().map { $0.split(separator: " ")[5] })
    }

    @Test("D8 a file that becomes a FIFO after the walk passed it is named, and nothing waits for it")
    func becomesFIFO() throws {
        let tree = try Self.makeTree()
        try tree.write("", to: "b")
        try FileManager.default.linkItem(atPath: tree("b"), toPath: tree("m/b"))
        let archived = try Archived(tree("*")) { block in
            guard block == 0 else { return }
            for name in ["b", "z"] { unlink(tree(name)); mkfifo(tree(name), 0o600) }
        }
        #expect(
            archived.summary.shortfalls == [
                "\(tree("b")): it became another kind of file while it was archived"
            ])
        #expect(try Python.run(Python.list, archived.path).last?.hasSuffix(" 6 0") == true)
    }

    @Test("D4 D5 a large file that was opened ahead shrinks or grows before its turn")
    func changesAhead() throws {
        let tree = try TemporaryFolder("ahead")
        for name in ["a", "b", "c"] { try tree.write(Data(repeating: 0x41, count: 3 << 20), to: name) }
        let archived = try Archived(tree.path) { block in
            guard block == 0 else { return }
            truncate(tree("b"), 1000)
            truncate(tree("c"), 4 << 20)
        }
        #expect(archived.summary.shortfalls.count == 1)
        #expect(archived.summary.shortfalls.first?.hasPrefix("\(tree("b")): it shrank") == true)
        #expect(
            archived.summary.warnings == ["b", "c"].map { "\(tree($0)): it changed while it was read" })
        #expect(
            try Python.run(Python.list, archived.path).dropFirst().allSatisfy { $0.hasSuffix(" \(3 << 20)") })
    }

    @Test("D4 D8 D19 archives stay whole while files change, vanish and become others under the readers")
    func races() throws {
        let tree = try TemporaryFolder("ahead")
        let secret = try TemporaryFolder("secret")
        try secret.write("SECRET", to: "file")
        for index in 0..<200 { try tree.write(Data(count: 3000), to: "f\(index)") }
        let flag = Flag()
        let racing = DispatchGroup()
        racing.enter()
        Thread.detachNewThread {
            var turn = 0
            while !flag.isRaised.load(ordering: .relaxed) {
                let path = tree("f\(turn % 200)")
                switch turn % 7 {
                case 0: truncate(path, turn % 9000)
                case 1: unlink(path)
                case 2: unlink(path); mkfifo(path, 0o600)
                case 3: unlink(path); symlink(secret("file"), path)
                default:
                    unlink(path)
                    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
                    ftruncate(file, turn % 100_000)
                    close(file)
                }
                turn += 1
            }
            racing.leave()
        }
        defer {
            flag.isRaised.store(true, ordering: .relaxed)
            racing.wait()
        }
        for _ in 0..<30 {
            let archived = try Archived(tree.path)
            #expect(try archived.names().count == archived.summary.entries)
            #expect(try Command("grep", "-c", "SECRET", archived.path).run().text == "0\n")
        }
    }

    private final class Flag: Sendable { let isRaised = Atomic(false) }

    @Test("few threads and descriptors are in use, and none after an error, a stop or the end")
    func bounded() throws {
        let tree = try TemporaryFolder("ahead")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            for folder in range(60):
                os.makedirs(f'{folder:02}/s')
                for name in ('a', 's/b'): open(f'{folder:02}/{name}', 'wb').write(bytes(100_000))
                for index in range(20): open(f'{folder:02}/s/c{index}', 'wb').write(bytes(1000))
            """, tree.path)
        for path in [tree.path] + (0..<60).flatMap({ [tree(String(format: "%02d", $0))] }) {
            chmod(path, 0o755)
        }
        func descriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
                    .hasPrefix(tree.path) == true
            }
        }
        // A number that no other test uses tells this test's threads from theirs.
        let user: uid_t = 4_242
        let stop = StopSignal()
        let (full, faults) = (DestinationError("destination.full", "the disk is full"), [-1, 1, 2])
        for fault in faults {
            var (mostThreads, mostDescriptors) = (0, 0)
            let outcome = Result {
                try asUser(user) {
                    try Archived(tree.path, stop: stop) { block in
                        mostThreads = max(mostThreads, try threads(ofUser: user))
                        mostDescriptors = max(mostDescriptors, try descriptors())
                        if fault == 1, block == 4 { throw full }
                        if fault == 2, block == 4 { stop.raise(.terminate) }
                    }
                }
            }
            switch (outcome, fault) {
            case (.success, -1): break
            case (.failure(let error), 1): #expect(error as? DestinationError == full)
            case (.failure(let error), 2): #expect(error is StoppedError)
            default: Issue.record("\(outcome)")
            }
            #expect((2...7).contains(mostThreads))
            #expect((1...20).contains(mostDescriptors))
            #expect(try threads(ofUser: user) == 0)
            #expect(try descriptors() == 0)
        }
    }
}
