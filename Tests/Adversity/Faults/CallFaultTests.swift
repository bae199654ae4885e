import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Faults of single calls", .ownThread)
struct CallFaultTests {
    /// A night whose backups of the same data are the same bytes, whatever the pace.
    private func steadyNight() throws -> (night: Night, tree: String) {
        let night = try Night(
            entries: [], settings: #", "compression": { "codec": "gzip", "engine": "zlib", "level": 1 }"#)
        let tree = night.folder("tree")
        mkdir(tree, 0o700)
        var noise = SeededGenerator(seed: 8)
        let bytes = Data((0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &noise) })
        try night.folder.write(bytes, to: "tree/large")
        try night.folder.write("small", to: "tree/small")
        try night.configure([
            night.fakeEntry(1, databases: ["shop"], mode: ["FD_ROWS": "50000"]),
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(tree)"], "enabled": true }"#,
        ])
        return (night, tree)
    }

    /// The checksums of what was made, by database.
    private func checksums(_ run: Program.Result) throws -> [String] {
        try (run.json()["entries"]?.arrayValue ?? []).flatMap { $0["backups"]?.arrayValue ?? [] }.map {
            "\($0["database"]?.stringValue ?? "") \($0["sha256"]?.stringValue ?? "")"
        }
    }

    @Test("B8 short writes and reads and interrupted calls leave the output identical")
    func shortCounts() throws {
        let (night, tree) = try steadyNight()
        let plain = try night.program.run(night.arguments("--all", "--json"))
        #expect(plain.status == 0, "\(plain)")
        let expected = try checksums(plain)
        #expect(expected.count == 2)
        for place in [night.output, tree] {
            let run = try night.runAll(
                with: Faults(
                    calls: ["read", "pread64", "write", "pwrite64"], under: place, at: 1, lasting: true,
                    .short),
                "--json")
            #expect(run.hits.count > 5)
            #expect(run.result.status == 0, "\(run)")
            #expect(try checksums(run.result) == expected)
            let interrupted = try night.runAll(
                with: Faults(
                    calls: ["read", "pread64", "write", "pwrite64"], under: place, at: 2, .error(EINTR)),
                "--json")
            #expect(interrupted.hits.count == 1)
            #expect(interrupted.result.status == 0, "\(interrupted)")
            #expect(try checksums(interrupted.result) == expected)
        }
        #expect(try night.problems() == [])
    }

    @Test(
        "B8 a call that is interrupted is made again",
        arguments: ["openat", "fsync", "linkat", "mkdirat", "unlinkat", "fchmod", "flock"])
    func interrupted(call: String) throws {
        let faulty = try FaultyNight()
        // The runtime folder is there already: mkdir(2) is asked all the same, and answers EEXIST.
        let run = try faulty.night.runAll(with: Faults(calls: [call], at: 1, .error(EINTR)))
        #expect(run.hits.count == 1)
        #expect(run.result.status == 0, "\(run)")
        #expect(try faulty.problems() == [])
        #expect(try faulty.night.secretFiles() == [])
    }

    @Test("G11 the file of a secret that cannot be removed is emptied, and goes with the next run")
    func secretThatStays() throws {
        let faulty = try FaultyNight()
        let runtime = faulty.night.folder("runtime")
        let run = try faulty.night.runAll(
            with: Faults(calls: ["unlinkat"], under: runtime, at: 1, lasting: true, .error(EIO)))
        #expect(!run.hits.isEmpty)
        let names = try faulty.night.secretFiles()
        #expect(!names.isEmpty)
        for name in names { #expect(faulty.isEmpty("runtime/" + name)) }
        #expect(try faulty.problemsOfCleanRun() == [])
    }

    @Test(
        "B2 B7 what the disk refuses only at the flush, at close, or when it is read back is no backup",
        arguments: ["fsync", "sync_file_range", "close", "pread64"],
        [(ENOSPC, "full"), (EIO, "input/output")])
    func late(call: String, cause: (code: Int32, words: String)) throws {
        // Random text, so that the file is large enough for a part of it to be flushed while it grows.
        let night = try Night(entries: [])
        mkdir(night.folder("tree"), 0o700)
        var noise = SeededGenerator(seed: 7)
        let words = (0..<700_000).map { _ in noise.next() }
        try night.folder.write(words.withUnsafeBytes { Data($0) }, to: "tree/noise")
        try night.configure([
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"], "enabled": true }"#
        ])
        #expect(try night.runAll().status == 0)
        let before = try Oracle.snapshot(of: night.output)
        let run = try night.runAll(
            with: Faults(calls: [call], under: night.output, at: 1, lasting: true, .error(cause.code)))
        #expect(!run.hits.isEmpty)
        #expect(run.result.status == 2, "\(run)")
        #expect(run.result.errors.contains(cause.words), "\(run)")
        #expect(try Oracle.snapshot(of: night.output) == before)
    }

    @Test(
        "B9 a file that cannot be given its name is not published, is gone, and the cause is said",
        arguments: [false, true], [(EXDEV, "cross-device"), (EACCES, "permission"), (ENOSPC, "full")])
    func naming(hidden: Bool, cause: (code: Int32, words: String)) throws {
        var night = try Night.fake()
        #expect(try night.runAll().status == 0)
        let before = try Oracle.snapshot(of: night.output)
        if hidden { night.program.environment.merge(Faults.noUnnamedFiles) { $1 } }
        let run = try night.runAll(
            with: Faults(
                calls: [hidden ? "renameat2" : "linkat"], under: night.output, at: 1, lasting: true,
                .error(cause.code)))
        #expect(run.hits.count == 1, "\(run)")
        #expect(run.result.status == 2, "\(run)")
        #expect(run.result.errors.contains(cause.words), "\(run)")
        #expect(run.result.errors.contains("hint: ") || cause.code == EXDEV, "\(run)")
        #expect(try Oracle.snapshot(of: night.output) == before)
    }

    @Test("B5 a quota that is used up is called one, and earlier backups stay", arguments: [1, 3])
    func quota(write: Int) throws {
        let night = try Night.fake(mode: ["FD_ROWS": "100000"])
        #expect(try night.runAll().status == 0)
        let before = try Oracle.snapshot(of: night.output)
        let run = try night.runAll(
            with: Faults(
                calls: ["write"], under: night.output, at: write, lasting: true, .error(EDQUOT)))
        #expect(!run.hits.isEmpty)
        #expect(run.result.status == 2, "\(run)")
        #expect(run.result.errors.contains("quota"), "\(run)")
        #expect(try Oracle.snapshot(of: night.output) == before)
    }

    @Test(
        "B16 an unfinished backup lies on the file system of its folder, and nowhere else",
        arguments: [false, true])
    func sameFileSystem(hidden: Bool) throws {
        var night = try Night.fake()
        if hidden { night.program.environment.merge(Faults.noUnnamedFiles) { $1 } }
        let mount = try Mount("tmpfs", at: night.output, options: "size=4m,mode=0700")
        mkdir(night.folder("temporary"), 0o700)
        night.program.environment["TMPDIR"] = night.folder("temporary")
        let run = try night.runAll(with: Faults(calls: ["write", "pwrite64", "linkat", "renameat2"]))
        #expect(run.result.status == 0, "\(run)")
        #expect(try night.problems() == [])
        let own = [night.output, night.folder("log"), night.folder("state"), night.folder("runtime")]
        let written = run.calls.map(\.path).filter { path in
            path.hasPrefix("/") && path != "/dev/null" && !path.hasPrefix("/tmp/vya-program-")
        }
        #expect(written.contains { $0.hasPrefix(night.output + "/") })
        #expect(written.filter { path in !own.contains { path.hasPrefix($0 + "/") } } == [])
        #expect(try night.folder.names(in: "temporary") == [])
        withExtendedLifetime(mount) {}
    }
}
