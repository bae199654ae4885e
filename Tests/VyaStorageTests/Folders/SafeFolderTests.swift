import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

@Suite("Safe folders", .ownThread)
struct SafeFolderTests {
    private static let nobody: uid_t = 65_534
    private let temporary: TemporaryFolder

    init() throws {
        temporary = try TemporaryFolder("folder")
    }

    private func makeFolder(_ name: String, mode: mode_t = 0o700, owner: uid_t = 0) throws {
        try Command("mkdir", temporary(name)).check()
        #expect(chown(temporary(name), owner, owner) == 0)
        #expect(chmod(temporary(name), mode) == 0)
    }

    private func makeLink(_ name: String, to target: String, owner: uid_t = 0) throws {
        #expect(symlink(target, temporary(name)) == 0)
        #expect(lchown(temporary(name), owner, owner) == 0)
    }

    private func mode(_ name: String) -> mode_t {
        var status = stat()
        #expect(lstat(temporary(name), &status) == 0)
        return status.st_mode & 0o7777
    }

    private func open(_ name: String, create: Bool = true) throws -> SafeFolder {
        try SafeFolder.open(temporary(name), createIfMissing: create)
    }

    private func refusal(_ name: String) -> String? {
        let error = #expect(throws: UnsafeError.self) { try open(name) }
        #expect(error?.exitStatus == .unsafeSurroundings)
        return error?.explanation.code.rawValue
    }

    @Test("B11 a missing folder is made with its parents, mode 0700")
    func created() throws {
        let folder = try open("a/b/c")
        for name in ["a", "a/b", "a/b/c"] { #expect(mode(name) == 0o700) }
        #expect(try folder.names().isEmpty)
        #expect(!folder.isListableByOthers)
    }

    @Test("B11 a folder that is missing and may not be made is an error of the destination")
    func missing() throws {
        let error = #expect(throws: DestinationError.self) { try open("a/b", create: false) }
        #expect(error?.explanation.code == "folder.missing")
        #expect(try temporary.names().isEmpty)
    }

    @Test("B11 a file in the place of a parent is refused")
    func parentFile() throws {
        try temporary.write("x", to: "a")
        #expect(refusal("a/b") == "folder.not-folder")
    }

    @Test(
        "B12 a file, a link and a dangling link in the place of the folder are refused, and left as they are")
    func wrongKinds() throws {
        try temporary.write("x", to: "file")
        try makeFolder("real")
        try makeLink("link", to: "real")
        try makeLink("dangling", to: "nowhere")
        #expect(refusal("file") == "folder.not-folder")
        #expect(refusal("link") == "folder.link")
        #expect(refusal("link/") == "folder.link")
        #expect(refusal("dangling") == "folder.link")
        #expect(refusal("dangling/sub") == "folder.link")
        #expect(try temporary.names() == ["dangling", "file", "link", "real"])
    }

    @Test("E1 a folder that another user has made is refused, and names the user")
    func foreignFolder() throws {
        try makeFolder("bkpsql", owner: Self.nobody)
        let error = #expect(throws: UnsafeError.self) { try open("bkpsql") }
        #expect(error?.explanation.code == "folder.owner")
        #expect(error?.description.contains("nobody") == true)
    }

    @Test("E1 a folder that others can write to is refused", arguments: [0o777, 0o770, 0o707] as [mode_t])
    func writableFolder(mode: mode_t) throws {
        try makeFolder("open", mode: mode)
        #expect(refusal("open") == "folder.writable")
    }

    @Test("E2 another user's link is refused, wherever it leads")
    func foreignLink() throws {
        try makeFolder("real")
        try makeLink("last", to: "real", owner: Self.nobody)
        try makeLink("parent", to: temporary.path, owner: Self.nobody)
        #expect(refusal("last") == "folder.link")
        #expect(refusal("parent/real") == "folder.link")
    }

    @Test("E2 root's link to a parent is followed, also when it is relative and goes up")
    func ownLink() throws {
        try makeFolder("real")
        try makeLink("absolute", to: temporary.path)
        try makeLink("relative", to: "real/../")
        #expect(try open("absolute/real/one").names().isEmpty)
        #expect(try open("relative/real/two").names().isEmpty)
        #expect(try temporary.names(in: "real") == ["one", "two"])
    }

    @Test("E2 links in a circle end")
    func circle() throws {
        try makeLink("a", to: "b/x")
        try makeLink("b", to: "a/x")
        #expect(refusal("a/folder") == "folder.link")
    }

    @Test("E3 a parent that another user owns or can write to is refused")
    func foreignParent() throws {
        try makeFolder("theirs", mode: 0o755, owner: Self.nobody)
        try makeFolder("theirs/ours")
        try makeFolder("open", mode: 0o777)
        try makeFolder("open/ours")
        #expect(refusal("theirs/ours") == "folder.owner")
        #expect(refusal("theirs/new") == "folder.owner")
        #expect(refusal("open/ours") == "folder.writable")
        #expect(try temporary.names(in: "theirs") == ["ours"])
    }

    @Test("E3 a sticky parent such as /tmp is fine")
    func stickyParent() throws {
        try makeFolder("tmp", mode: 0o1777)
        #expect(try open("tmp/bkpsql").names().isEmpty)
    }

    @Test("L5 a folder that others may write to is refused, also when it is sticky or an access list says so")
    func sharedFolder() throws {
        for (name, mode) in [("sticky", 0o1777), ("group", 0o1770)] as [(String, mode_t)] {
            try makeFolder(name, mode: mode)
            #expect(refusal(name) == "folder.writable")
        }
        for (name, list) in [("user", "u:65534:rwx"), ("members", "g:65534:wx")] {
            try makeFolder(name)
            try Command("setfacl", "-m", list, temporary(name)).check()
            #expect(refusal(name) == "folder.writable")
        }
        try makeFolder("read")
        try Command("setfacl", "-m", "u:65534:rx", temporary("read")).check()
        #expect(try open("read").names().isEmpty)
        try makeFolder("parent")
        try Command("setfacl", "-m", "u:65534:rwx", temporary("parent")).check()
        #expect(refusal("parent/new") == "folder.writable")
    }

    @Test("E9 a folder with mode 0755 is used, said to be listable, and not loosened")
    func listable() throws {
        try makeFolder("old", mode: 0o755)
        let folder = try open("old")
        #expect(folder.isListableByOthers)
        try store(Data("x".utf8), as: "x", in: folder)
        #expect(mode("old") == 0o755)
        #expect(mode("old/x.sql.gz") == 0o600)
    }

    @Test("E10 a service's user may use its own folder and root's, not those of others")
    func serviceUser() throws {
        try makeFolder("mine", owner: Self.nobody)
        try makeFolder("other", owner: 1234)
        // The temporary folder is root's, which everybody trusts.
        _ = try FolderWalk.open(temporary("mine"), createIfMissing: false, user: Self.nobody)
        #expect(throws: UnsafeError.self) {
            _ = try FolderWalk.open(temporary("other"), createIfMissing: false, user: Self.nobody)
        }
    }

    @Test("B10 a read-only file system shows before the dump")
    func readOnly() throws {
        let mount = try MountedFolder("size=1m")
        try mount.remount("ro")
        let folder = try SafeFolder.open(mount.path, createIfMissing: true)
        let error = #expect(throws: DestinationError.self) { try folder.checkWritable() }
        #expect(error?.explanation.code == "destination.read-only")
        #expect(error?.description.contains(mount.path) == true)
        let inside = #expect(throws: DestinationError.self) {
            try SafeFolder.open(mount.path + "/new", createIfMissing: true)
        }
        #expect(inside?.explanation.code == "destination.read-only")
    }

    @Test("a writable folder passes the check, which leaves nothing behind")
    func writable() throws {
        let folder = try open("out")
        try folder.checkWritable()
        #expect(try folder.names().isEmpty)
    }

    @Test("free space is that of the file system")
    func freeSpace() throws {
        let mount = try MountedFolder("size=2m")
        let folder = try SafeFolder.open(mount.path, createIfMissing: false)
        #expect(try folder.freeBytes() == 2 << 20)
        try folder.publish(document: [UInt8](repeating: 7, count: 1 << 20), as: "x")
        #expect(try folder.freeBytes() == 1 << 20)
    }

    @Test("names that are not UTF-8 come back byte for byte")
    func byteNames() throws {
        let folder = try open("names")
        let name: [UInt8] = [0x61, 0xFF, 0xFE]
        let descriptor = Glibc.open(
            temporary("names/").utf8.map { CChar(bitPattern: $0) } + name.map { CChar(bitPattern: $0) } + [0],
            O_CREAT | O_WRONLY, 0o600)
        #expect(Glibc.write(descriptor, "hello", 5) == 5)
        close(descriptor)
        #expect(try folder.names() == [name])
        #expect(try folder.read(name, limit: 5) == Array("hello".utf8))
        #expect(try folder.status(of: name).size == 5)
        #expect(throws: DestinationError.self) { try folder.read(name, limit: 4) }
    }

    @Test("links, FIFOs, folders and other users' files are not read")
    func unreadable() throws {
        let folder = try open("read")
        try temporary.write("secret", to: "secret")
        try makeLink("read/link", to: "../secret")
        try Command("mkfifo", temporary("read/fifo")).check()
        try makeFolder("read/folder")
        try temporary.write("x", to: "read/theirs")
        #expect(chown(temporary("read/theirs"), Self.nobody, Self.nobody) == 0)
        for name in ["link", "fifo", "folder", "theirs"] {
            #expect(throws: UnsafeError.self, "\(name)") { try folder.read(name, limit: 100) }
        }
        #expect(try !folder.status(of: "link").isRegular)
    }

    @Test("a name cannot lead out of the folder", arguments: ["", ".", "..", "../secret", "a/b", "a\0b"])
    func escapes(name: String) throws {
        let folder = try open("in")
        try temporary.write("secret", to: "secret")
        #expect(throws: DestinationError.self) { try folder.read(name, limit: 100) }
        #expect(throws: DestinationError.self) { try folder.publish(document: [1], as: name) }
        #expect(try folder.names().isEmpty)
    }

    @Test("a document is published whole, private, and never over another")
    func document() throws {
        let folder = try open("out")
        try folder.publish(document: Array("{}".utf8), as: "x.json")
        let error = #expect(throws: DestinationError.self) {
            try folder.publish(document: Array("[]".utf8), as: "x.json")
        }
        #expect(error?.explanation.code == "destination.name-taken")
        #expect(try folder.read("x.json", limit: 10) == Array("{}".utf8))
        #expect(try folder.status(of: "x.json").mode == 0o600)
        #expect(try folder.names().count == 1)
    }
}
