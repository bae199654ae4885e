import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaTools

@Suite("Run-time folder", .ownThread)
struct RuntimeFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("runtime")
    }

    private func open(_ name: String = "run") throws -> RuntimeFolder {
        try RuntimeFolder.open(environment: ["RUNTIME_DIRECTORY": folder(name)])
    }

    private func mode(_ path: String) -> mode_t {
        var info = stat()
        return stat(path, &info) == 0 ? info.st_mode & 0o7777 : 0
    }

    @Test("the folder is made for its owner alone, and so are the files in it")
    func modes() throws {
        let runtime = try open()
        #expect(mode(runtime.path) == 0o700)
        let file = try runtime.writeSecret(Secret("S3CR3T"))
        #expect(mode(file.path) == 0o600)
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "S3CR3T")
        file.remove()
        #expect(try folder.names(in: "run") == [])
    }

    @Test("a folder that others may read, as systemd makes it, is closed to them")
    func tightened() throws {
        try Command("/bin/mkdir", "-m", "755", folder("run")).check()
        #expect(mode(try open().path) == 0o700)
    }

    @Test("a secret file goes with its owner")
    func goes() throws {
        let runtime = try open()
        do { _ = try runtime.writeSecret(Secret("S3CR3T")) }
        #expect(try folder.names(in: "run") == [])
    }

    @Test(
        "E1 a folder that others own, may write to or have linked is refused",
        arguments: [
            "mkdir -m 777", "mkdir -m 770", "install -d -o 65534", "ln -s /etc", "touch",
        ])
    func unsafe(command: String) throws {
        try Command("/usr/bin/env", command.split(separator: " ").map(String.init) + [folder("run")]).check()
        #expect(throws: UnsafeError.self) { try open() }
    }

    @Test("L3 a sticky folder, and one that an access list opens, is refused and left as it is")
    func shared() throws {
        try Command("/bin/mkdir", "-m", "1777", folder("run")).check()
        #expect(throws: UnsafeError.self) { try open() }
        #expect(mode(folder("run")) == 0o1777)
        try Command("/bin/mkdir", "-m", "700", folder("listed")).check()
        try Command("setfacl", "-m", "u:65534:rwx", folder("listed")).check()
        #expect(throws: UnsafeError.self) { try open("listed") }
    }

    @Test("E1 a folder below one that others may write to is refused")
    func unsafeParent() throws {
        try Command("/bin/mkdir", "-m", "777", folder("open")).check()
        #expect(throws: UnsafeError.self) { try open("open/run") }
    }

    @Test("G11 what a killed run left behind is removed, what a live one needs is not")
    func sweep() throws {
        let live = try open()
        let needed = try live.writeSecret(Secret("S3CR3T"))
        try folder.write("S3CR3T", to: "run/secret-abandoned")
        try folder.write("other", to: "run/other")
        try Command("/bin/ln", "-s", folder("run/other"), folder("run/secret-link")).check()
        _ = try open()
        let name = try #require(needed.path.split(separator: "/").last.map(String.init))
        #expect(try folder.names(in: "run") == ["other", "secret-link", name].sorted())
    }

    @Test("G11 the secret of a run that is killed is removed by the next one")
    func killedRun() throws {
        let runtime = try open()
        // `flock` stands for the run: it holds the file alone, as this program does, and is killed while it does.
        let path = try folder.write("S3CR3T", to: "run/secret-1")
        _ = try Command("/usr/bin/flock", "--close", path, "/bin/sh", "-c", "kill -9 $PPID").run()
        #expect(try folder.names(in: "run") == ["secret-1"])
        _ = try open()
        #expect(try folder.names(in: "run") == [])
        withExtendedLifetime(runtime) {}
    }

    @Test("the folder is systemd's, else the system's for root, else the session's")
    func choice() throws {
        #expect(try RuntimeFolder.choose(["RUNTIME_DIRECTORY": "/run/a:/run/b"], user: 0) == "/run/a")
        #expect(
            try RuntimeFolder.choose(["RUNTIME_DIRECTORY": "a", "XDG_RUNTIME_DIR": "/x"], user: 0)
                == "/run/vya-backup")
        let folder = try TemporaryFolder("session")
        #expect(
            try RuntimeFolder.choose(["XDG_RUNTIME_DIR": folder.path], user: 7) == folder.path + "/vya-backup"
        )
        // One that is no more, as su(1) may leave it, is none.
        #expect(throws: ConfigurationError.self) {
            try RuntimeFolder.choose(["XDG_RUNTIME_DIR": folder("gone")], user: 4_000_000)
        }
        let error = #expect(throws: ConfigurationError.self) {
            try RuntimeFolder.choose([:], user: 4_000_000)
        }
        #expect(error?.explanation.hints.isEmpty == false)
    }
}
