import Foundation
import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("Who may write and read the configuration", .ownThread)
struct FileSafetyTests {
    private let nobody: uid_t = 65_534

    private func read(_ path: String) throws -> [Diagnostic] {
        try ConfigurationReader.read(path: path, knownDbms: Samples.known).1
    }

    @Test(
        "E11 a configuration that others can write is refused, exit 5",
        arguments: [
            (0o600, 0, true), (0o640, 0, true), (0o644, 0, true), (0o660, 0, true), (0o400, 0, true),
            (0o602, 0, false), (0o666, 0, false), (0o660, 1234, false), (0o620, 1234, false),
            (0o640, 1234, true),
        ] as [(mode_t, gid_t, Bool)])
    func modes(mode: mode_t, group: gid_t, allowed: Bool) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Samples.root(""), to: "c.json")
        #expect(chown(path, 0, group) == 0)
        #expect(chmod(path, mode) == 0)
        if allowed {
            #expect(try read(path).isEmpty)
        } else {
            let error = try #require(throws: UnsafeError.self) { try read(path) }
            #expect(error.exitStatus == .unsafeSurroundings)
            #expect(error.explanation.code == "config.writable")
        }
    }

    @Test("E11 a configuration of another user is refused, exit 5, also through a symbolic link")
    func owner() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Samples.root(""), to: "c.json")
        #expect(chown(path, nobody, 0) == 0)
        #expect(symlink(path, folder("link.json")) == 0)
        for name in [path, folder("link.json")] {
            let error = try #require(throws: UnsafeError.self) { try read(name) }
            #expect(error.explanation.code == "config.foreign-owner")
        }
    }

    /// Runs a tool of the host on files of a folder, which stand in the words as `{}/name`.
    private func shell(_ line: String, in folder: TemporaryFolder) throws {
        try Command("/bin/sh", "-euc", line.replacingOccurrences(of: "{}", with: folder.path)).check()
    }

    @Test(
        "L3 a configuration that others can change on any way is refused, exit 5, with what to do",
        arguments: [
            "setfacl -m u:65534:rw {}/d/c.json", "setfacl -m g:65534:rw {}/d/c.json",
            "setfacl -m u:65534:rwx {}/d", "chmod 777 {}/d", "chown 65534 {}/d",
            "ln -s {}/d/c.json {}/l; chown -h 65534 {}/l; rm -rf {}/x; ln -s l {}/x",
            "ln -s d {}/l; chown -h 65534 {}/l; ln -s l/c.json {}/x",
            "chmod 1777 {}/d; ln {}/d/c.json {}/d/second",
            "chgrp 1234 {}/d; chmod 770 {}/d",
        ])
    func others(can line: String) throws {
        let folder = try TemporaryFolder()
        mkdir(folder("d"), 0o755)
        try folder.write(Samples.root(""), to: "d/c.json")
        let name = folder(line.contains("{}/x") ? "x" : "d/c.json")
        if line.contains("{}/x") { #expect(symlink("d/c.json", name) == 0) }
        #expect(try read(name).isEmpty)
        unlink(folder("x"))
        try shell(line, in: folder)
        let error = try #require(throws: UnsafeError.self) { try read(name) }
        #expect(error.exitStatus == .unsafeSurroundings)
        #expect(error.explanation.hints.first?.contains(folder.path) == true, "\(error)")
    }

    @Test(
        "L3 what only root and this user can change is taken, whatever its access list says of reading",
        arguments: [
            "setfacl -m u:65534:r {}/d/c.json", "setfacl -m u:0:rw {}/d/c.json", "chmod 1777 {}/d",
            "setfacl -m u:65534:rw,m:r {}/d/c.json", "ln {}/d/c.json {}/second",
            "setfacl -d -m u:65534:rwx {}/d",
            "chmod 770 {}/d", "ln -s d {}/l; mv {}/d {}/e; ln -s e {}/d",
            "chmod 1777 {}/d; setfacl -m u:65534:rwx {}/d",
        ])
    func othersCannot(line: String) throws {
        let folder = try TemporaryFolder()
        mkdir(folder("d"), 0o755)
        try folder.write(Samples.root(""), to: "d/c.json")
        try shell(line, in: folder)
        #expect(try read(folder("d/c.json")).filter { $0.code != "readable-secret" }.isEmpty)
    }

    @Test("E11 a password in a configuration that others can read is warned of, where it stands")
    func readableSecret() throws {
        let folder = try TemporaryFolder()
        let text = Samples.entry("\n\"password\": \"CANARY\"")
        #expect(try read(try folder.write(text, to: "closed.json", mode: 0o640)).isEmpty)
        let problems = try read(try folder.write(text, to: "open.json", mode: 0o644))
        #expect(problems.warnings == ["readable-secret"])
        #expect(problems[0].line == 2)
        #expect(!problems[0].description.contains("CANARY"))
        let named = Samples.entry("\"password\": {\"env\": \"A\"}")
        #expect(try read(try folder.write(named, to: "named.json", mode: 0o644)).isEmpty)
    }

    @Test("what is missing, a folder or a FIFO is an error of the configuration, and nothing hangs")
    func notAFile() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder("fifo"), 0o600) == 0)
        for name in ["missing", "fifo", "."] {
            let error = try #require(throws: ConfigurationError.self) { try read(folder(name)) }
            #expect(error.exitStatus == .configuration)
        }
    }

    @Test("J7 a file larger than 4 MiB is not read to its end")
    func hugeFile() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("{", to: "c.json")
        #expect(truncate(path, 1 << 30) == 0)
        let failure = try #require(throws: ConfigurationFailure.self) { try read(path) }
        #expect(failure.diagnostics.map(\.code) == ["config.too-large"])
    }

    @Test("places are looked at in the contract's order, and a named file is the only place")
    func places() throws {
        let all = ConfigurationReader.places(explicit: nil, environment: [:], currentFolder: "/here")
        #expect(
            all == [
                "/here/python_backup.json", "/here/vya_backupbd.json", "/etc/vya-backup/config.json",
                "/etc/vya_backupdb/python_backup.json", "/etc/vya_backupdb/vya_backupbd.json",
            ])
        let environment = ["VYA_BACKUP_CONFIG": "x.json"]
        #expect(
            ConfigurationReader.places(explicit: nil, environment: environment, currentFolder: "/here")
                == ["/here/x.json"])
        #expect(
            ConfigurationReader.places(explicit: "/y.json", environment: environment, currentFolder: "/here")
                == ["/y.json"])
        #expect(
            ConfigurationReader.places(
                explicit: nil, environment: ["VYA_BACKUP_CONFIG": ""], currentFolder: "/here")
                == all)
    }

    @Test("the first place that exists is found; a named file that is missing is an error, exit 3")
    func locate() throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "vya_backupbd.json")
        let find = { (explicit: String?) in
            try ConfigurationReader.locate(explicit: explicit, environment: [:], currentFolder: folder.path)
        }
        #expect(try find(nil) == folder("vya_backupbd.json"))
        try folder.write("{}", to: "python_backup.json")
        #expect(try find(nil) == folder("python_backup.json"))
        let error = try #require(throws: ConfigurationError.self) { try find("missing.json") }
        #expect(error.explanation.code == "config.missing")
    }
}
