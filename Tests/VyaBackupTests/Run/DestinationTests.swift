import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The folder of backups", .ownThread)
struct DestinationTests {
    @Test("B1 a full disk fails loudly, leaves earlier backups alone and is empty of ruins")
    func fullDisk() throws {
        let night = try Night.fake(mode: ["FD_ROWS": "10"])
        let mount = try Mount("tmpfs", at: night.output, options: "size=512k,mode=0700")
        #expect(try night.runAll().status == 0)
        let before = try Oracle.snapshot(of: night.output)
        // A dump that even compressed is larger than the disk.
        try night.folder.write("FD_ROWS=2000000\n", to: "fakedump-1.mode")
        let result = try night.runAll()
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("full"), "\(result)")
        #expect(try night.problems(since: before) == [])
        #expect(try Oracle.snapshot(of: night.output) == before)
        #expect(try mount.usedBytes() < 64 << 10)
    }

    @Test(
        "B1 B2 B7 a write, flush or link that fails publishes nothing",
        arguments: [
            ("write,pwrite64", "error=ENOSPC:when=1+"), ("write,pwrite64", "error=EIO:when=1+"),
            ("write,pwrite64", "error=EDQUOT:when=1+"),
            ("fsync", "error=ENOSPC"), ("fsync", "error=EIO"), ("linkat", "error=ENOSPC"),
            ("linkat", "error=EACCES"),
            ("fsync", "error=EIO:when=2"),
        ])
    func faults(call: String, fault: String) throws {
        let night = try Night.fake()
        #expect(try night.runAll().status == 0)
        let before = try Oracle.snapshot(of: night.output)
        let result = try night.runAll(under: .injecting(call, fault))
        #expect(result.status == 2, "\(result)")
        #expect(try night.problems(since: before, manifestsMayLack: true) == [])
        #expect(result.hits > 0, "\(result.trace.text)")
    }

    @Test("N10 a dump whose manifest could not be published goes with it", arguments: ["ENOSPC", "EIO"])
    func manifestFails(error: String) throws {
        let night = try Night.fake()
        #expect(try night.runAll().status == 0)
        let before = try Oracle.snapshot(of: night.output)
        // A dump of the same second finds its name taken, and one link more is made.
        let second = time(nil)
        try waitUntil("the next second has begun") { time(nil) > second }
        // The first link gives the dump its name, the second the manifest.
        let result = try night.runAll(under: .injecting("linkat", "error=\(error):when=2"))
        #expect(result.hits > 0, "\(result.trace.text)")
        #expect(result.status == 2, "\(result)")
        #expect(try Oracle.snapshot(of: night.output) == before)
        #expect(try night.runAll().status == 0)
    }

    @Test("B10 a folder on a read-only file system is refused before the dump begins")
    func readOnly() throws {
        let night = try Night.fake(mode: ["FD_MODE": "argv"])
        try night.folder.write("FD_MODE=argv\nFD_OUT=\(night.folder("seen"))\n", to: "fakedump-1.mode")
        let mount = try Mount("tmpfs", at: night.output, options: "ro,mode=0700")
        let result = try night.runAll()
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("read-only"), "\(result)")
        #expect(access(night.folder("seen.argv"), F_OK) != 0, "the dump tool was started")
        withExtendedLifetime(mount) {}
    }

    @Test("B11 a missing folder is made with mode 0700, its parents too")
    func missing() throws {
        let folder = try TemporaryFolder("parent")
        let night = try Night.fake(output: folder("a/b/c"))
        #expect(try night.runAll().status == 0)
        #expect(try night.problems() == [])
        for path in ["a", "a/b", "a/b/c"] {
            #expect(try Command("/usr/bin/stat", "-c", "%a", folder(path)).check().text == "700\n")
        }
    }

    @Test(
        "B12 E2 a file, a dangling link or somebody's link in the folder's place is refused with exit 5",
        arguments: ["file", "dangling", "link"])
    func notAFolder(kind: String) throws {
        let night = try Night.fake()
        switch kind {
        case "file": try night.folder.write("precious", to: "out")
        case "dangling": symlink("/nowhere", night.output)
        default:
            mkdir(night.folder("elsewhere"), 0o700)
            symlink(night.folder("elsewhere"), night.output)
            lchown(night.output, 65_534, 65_534)
        }
        let result = try night.runAll()
        #expect(result.status == 5, "\(result)")
        #expect(result.errors.contains(night.output), "\(result)")
        if kind == "file" { #expect(try String(contentsOfFile: night.output, encoding: .utf8) == "precious") }
        if kind == "link" { #expect(try night.folder.names(in: "elsewhere") == []) }
    }

    @Test(
        "E1 E3 E10 a folder or a parent of another user is refused with exit 5",
        arguments: ["own", "parent", "open"])
    func foreign(kind: String) throws {
        let night = try Night.fake(output: nil)
        var night2 = night
        night2.output = night.folder("up/out")
        mkdir(night.folder("up"), 0o755)
        mkdir(night2.output, 0o700)
        switch kind {
        case "own": chown(night2.output, 65_534, 65_534)
        case "parent": chown(night.folder("up"), 65_534, 65_534)
        default: chmod(night2.output, 0o777)
        }
        try night2.configure([night2.fakeEntry(2, databases: ["shop"])])
        let result = try night2.runAll()
        #expect(result.status == 5, "\(result)")
        #expect(night2.artifacts() == [])
    }

    @Test("E4 E5 links planted under every name of the next minutes are not followed and not overwritten")
    func planted() throws {
        let night = try Night.fake()
        mkdir(night.output, 0o700)
        let victim = try night.folder.write("precious", to: "victim")
        let now = Moment.now()
        for second in 0..<120 {
            let stamp = Moment(unixSeconds: now.unixSeconds + second, utcOffset: now.utcOffset).fileStamp
            let name = night.output + "/\(stamp)_fake_1_shop.sql.gz"
            if second % 2 == 0 { symlink(victim, name) } else { link(victim, name) }
            symlink(victim, name + ".json")
        }
        let result = try night.runAll()
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        // The name is taken, so the next one is; its manifest goes with it.
        #expect(result.status == 0, "\(result)")
        let made = night.artifacts().filter { $0.contains("~2") }
        #expect(made.count == 1)
    }

    @Test("B17 the file is flushed before it gets its name, the folder after, and the manifest comes last")
    func order() throws {
        let night = try Night.fake()
        // The first run makes the folders, and flushes their parents.
        #expect(try night.runAll().status == 0)
        let result = try night.runAll(under: .recording("fsync,linkat,renameat2"))
        #expect(result.status == 0, "\(result)")
        // A name of the same second may be taken, and is then tried again with a number.
        let order = result.trace.lines.filter { !$0.contains("EEXIST") }.compactMap { line -> String? in
            if line.contains("linkat(") { return line.contains(".json") ? "link manifest" : "link artifact" }
            guard line.contains("fsync(") else { return nil }
            return line.contains("<\(night.output)>)") ? "flush folder" : "flush file"
        }
        #expect(
            order == [
                "flush file", "link artifact", "flush folder", "flush file", "link manifest", "flush folder",
            ], "\(result.trace.text)")
    }

    @Test("B19 databases whose names differ only in case or normal form become different files")
    func names() throws {
        let night = try Night.fake(databases: ["\u{E9}", "e\u{301}", "E", "e"])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(night.artifacts().count == 4)
        #expect(try night.problems() == [])
    }

    @Test("C10 two runs in the same second overwrite nothing")
    func sameSecond() throws {
        var night = try Night.fake()
        night.program.environment["FAKETIME"] = "2026-01-01 00:30:00"
        let library = try #require(Faketime.library, "the package faketime is missing")
        night.program.environment["LD_PRELOAD"] = library
        #expect(try runAtFixedTime(night).status == 0)
        let before = try Oracle.snapshot(of: night.output)
        #expect(try runAtFixedTime(night).status == 0)
        #expect(try night.problems(since: before) == [])
        #expect(
            night.artifacts() == [
                "20260101_003000_fake_1_shop.sql.gz", "20260101_003000_fake_1_shop~2.sql.gz",
            ])
    }

    private func runAtFixedTime(_ night: Night) throws -> Program.Result {
        let run = try night.program.start(night.arguments())
        let result = try run.finish()
        // The library leaves its shared memory behind, under the number of the process.
        for name in ["faketime_shm_", "sem.faketime_sem_"] { unlink("/dev/shm/\(name)\(run.process.pid)") }
        return result
    }

    @Test("E8 every file is the owner's alone from its first moment on, whatever the umask")
    func modes() throws {
        let night = try Night.fake()
        let result = try night.runAll(under: .recording("openat,open,mkdirat,mkdir"))
        #expect(result.status == 0, "\(result)")
        let creations = result.trace.lines.filter { $0.contains("O_CREAT") || $0.contains("O_TMPFILE") }
        #expect(!creations.isEmpty)
        // SQLite asks for 0644 on the catalog, which is there by then and keeps the mode that it was made with.
        let catalog = creations.filter { $0.contains("/catalog.sqlite\"") }
        #expect(catalog.first?.contains("O_EXCL") == true && catalog.first?.contains(", 0600)") == true)
        for line in creations where !catalog.dropFirst().contains(line) {
            #expect(line.contains(", 0600)"), "\(line)")
        }
        #expect(try night.problems() == [])
    }

    @Test("C12 few descriptors are enough for many databases: none is leaked from one to the next")
    func fewDescriptors() throws {
        let night = try Night.fake(databases: (0..<60).map { "db\($0)" }, mode: ["FD_ROWS": "1"])
        // The program raises a soft limit to the 96 that one job at a time needs.
        var command = Command(
            "/bin/bash", ["-c", "ulimit -Sn 32; exec \"$@\"", "bash", night.program.path] + night.arguments())
        command.environment = night.program.environment
        let result = try command.run()
        #expect(result.status == 0, "\(result.errors)")
        #expect(night.artifacts().count == 60)
        #expect(try night.problems() == [])
    }

    @Test("C12 a limit of 32 descriptors that cannot be raised is a clear error")
    func tooFewDescriptors() throws {
        let night = try Night.fake()
        // Without CAP_SYS_RESOURCE even root cannot raise the hard limit.
        var command = Command(
            "/bin/bash",
            [
                "-c",
                "ulimit -n 32; exec setpriv --bounding-set -sys_resource --inh-caps -sys_resource \"$@\"",
                "bash",
            ]
                + [night.program.path] + night.arguments())
        command.environment = night.program.environment
        let result = try command.run()
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains("LimitNOFILE"), "\(result.errors)")
    }
}
