import Foundation
import Testing
import VyaCore
import VyaStorage
import VyaTestSupport

@Suite("The lock of a run", .ownThread)
struct RunLockTests {
    private let temporary: TemporaryFolder
    private let folder: SafeFolder

    init() throws {
        temporary = try TemporaryFolder("lock")
        folder = try SafeFolder.open(temporary.path, createIfMissing: false)
    }

    @Test("C6 a second run is turned away and told who holds the lock since when")
    func second() throws {
        let first = try RunLock.acquire(in: folder, command: ["vya-backup", "run", "--all"])
        let error = #expect(throws: LockedError.self) { try RunLock.acquire(in: folder) }
        #expect(error?.exitStatus == .locked)
        #expect(error?.description.contains("pid \(getpid()) since 2") == true)
        #expect(error?.description.contains("vya-backup run --all") == true)
        #expect(try folder.status(of: "lock").mode == 0o600)
        withExtendedLifetime(first) {}
        let other = try RunLock.acquire(in: folder, name: "other")
        withExtendedLifetime(other) {}
    }

    @Test("C6 the lock is free again once its holder has gone")
    func released() throws {
        for _ in 0..<3 {
            let lock = try RunLock.acquire(in: folder)
            withExtendedLifetime(lock) {}
        }
        #expect(try folder.status(of: "lock").size == 0)
    }

    @Test("C7 a child does not inherit the lock")
    func child() throws {
        let lock = try RunLock.acquire(in: folder)
        let held = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            Int32($0)
        }
        .filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
                .hasPrefix(temporary.path) == true
        }
        #expect(!held.isEmpty)
        for number in held { #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0) }
        withExtendedLifetime(lock) {}
    }

    @Test("C7 a holder that was killed leaves a lock that can be taken")
    func killed() throws {
        let output = try TemporaryFolder("flock")
        let holder = try RunningProgram(
            "/usr/bin/flock", ["--no-fork", temporary("lock"), "sh", "-c", "echo ready; exec sleep 600"],
            environment: ["PATH": "/usr/bin:/bin"], output: output("output"))
        try waitUntil("the lock is held") {
            try String(contentsOfFile: output("output"), encoding: .utf8) == "ready\n"
        }
        #expect(throws: LockedError.self) { try RunLock.acquire(in: folder) }
        holder.send(SIGKILL)
        try holder.wait()
        let lock = try RunLock.acquire(in: folder)
        withExtendedLifetime(lock) {}
    }

    @Test("a link or another user's file under the lock's name is refused")
    func planted() throws {
        let victim = try temporary.write("precious", to: "victim")
        #expect(symlink(victim, temporary("lock")) == 0)
        #expect(link(victim, temporary("hard")) == 0)
        try temporary.write("x", to: "theirs")
        #expect(chown(temporary("theirs"), 65_534, 65_534) == 0)
        for name in ["lock", "hard", "theirs"] {
            #expect(throws: UnsafeError.self, "\(name)") { try RunLock.acquire(in: folder, name: name) }
        }
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    }

    @Test("state lives where systemd, root and others expect it")
    func stateFolder() {
        #expect(StateFolder.path(environment: ["STATE_DIRECTORY": "/a:/b", "HOME": "/h"], user: 7) == "/a")
        #expect(StateFolder.path(environment: ["HOME": "/root"], user: 0) == "/var/lib/vya-backup")
        #expect(StateFolder.path(environment: ["HOME": "/h"], user: 7) == "/h/.local/state/vya-backup")
        #expect(StateFolder.path(environment: [:], user: 7) == "/var/lib/vya-backup")
    }
}
