import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Archives of files, made by the program", .ownThread)
struct FilesTests {
    private func night(_ patterns: [String]) throws -> Night {
        let night = try Night(entries: [])
        mkdir(night.folder("tree"), 0o700)
        let list = patterns.map { JSONValue.string(night.folder("tree") + $0).serialized() }.joined(
            separator: ", ")
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": [\#(list)], "enabled": true }"#])
        return night
    }

    @Test("D21 a pattern that matches nothing fails; alone it is exit 2, beside another exit 1")
    func nothing() throws {
        let night = try night(["/none/*", "/*.txt"])
        #expect(try night.runAll().status == 2)
        #expect(night.artifacts() == [])
        try night.folder.write("x", to: "tree/a.txt")
        let result = try night.runAll()
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("nothing matches"), "\(result)")
        #expect(try night.problems() == [])
    }

    @Test("U4 a folder whose name looks like a pattern is told how to be written, and is backed up as told")
    func namedLikePatterns() throws {
        for name in ["[2020] Fotos", "x{a,b} [c]"] {
            let night = try night(["/\(name)/**"])
            mkdir(night.folder("tree/" + name), 0o700)
            try night.folder.write("x", to: "tree/\(name)/a.txt")
            let result = try night.runAll()
            #expect(result.status == 2, "\(name): \(result)")
            let line = try #require(
                result.errors.lines.first { $0.contains("write it as") }, "\(name): \(result)")
            let told = try #require(line.split(separator: "'").dropFirst().first)
            try night.configure([
                #"{ "id_dbms": 3, "dbms": "files", "db_list": [\#(JSONValue.string(String(told)).serialized())], "enabled": true }"#
            ])
            let second = try night.runAll()
            #expect(second.status == 0, "\(told): \(second)")
        }
    }

    @Test("U4 a file on which another program holds a lease is read when that has given it back")
    func leased() throws {
        let night = try night([""])
        try night.folder.write("kept", to: "tree/file")
        // As a file server holds one for a client that writes.
        let holder = try RunningProgram(
            "/usr/bin/python3",
            [
                "-c",
                """
                import fcntl, os, signal, sys, time
                file = os.open(sys.argv[1], os.O_RDWR)
                def give(*_):
                    time.sleep(0.5); os.write(file, b"last"); fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK); os._exit(0)
                signal.signal(signal.SIGIO, give)
                fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
                open(sys.argv[2], "w").close()
                while True: time.sleep(60)
                """, night.folder("tree/file"), night.folder("leased"),
            ], environment: ["PATH": "/usr/bin:/bin"])
        defer { holder.killSession() }
        try waitUntil("the lease is held") { access(night.folder("leased"), F_OK) == 0 }
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        #expect(try night.restore(artifact, "--to", night.folder("away")).status == 0)
        let found = try String(
            contentsOfFile: night.folder("away") + night.folder("tree/file"), encoding: .utf8)
        #expect(found == "last")
    }

    @Test("D1 a file that vanishes between listing and opening is named, and the backup incomplete, exit 1")
    func vanished() throws {
        let night = try night([""])
        for index in 0..<5 { try night.folder.write("text \(index)", to: "tree/f\(index)") }
        // The walk opens by name, relative to the folder.
        let result = try night.runAll(under: .injecting("openat", "error=ENOENT", paths: ["f3"]))
        #expect(result.hits > 0)
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("f3"), "\(result)")
        #expect(try night.problems() == [])
        let list = try night.run("list", "--json").json()["backups"]?.arrayValue ?? []
        #expect(list.map { $0["state"]?.stringValue } == ["incomplete"])
    }

    @Test("D24 an I/O error of one source file is that file's, of the destination it is the backup's")
    func sourceAgainstDestination() throws {
        let night = try night([""])
        for index in 0..<5 { try night.folder.write("text \(index)", to: "tree/f\(index)") }
        let source = try night.runAll(
            under: .injecting("read,pread64", "error=EIO", paths: [night.folder("tree/f3")]))
        #expect(source.hits > 0 && source.status == 1, "\(source)")
        #expect(source.errors.contains("f3"), "\(source)")
        #expect(night.artifacts().count == 1)
        #expect(try night.problems() == [])
        let before = try Oracle.snapshot(of: night.output)
        let destination = try night.runAll(under: .injecting("write", "error=EIO"))
        #expect(destination.hits > 0 && destination.status == 2, "\(destination)")
        #expect(try night.problems(since: before) == [])
    }

    @Test("D11 what the service's user may not read is named, and the backup incomplete, exit 1")
    func unreadable() throws {
        var night = try night([""])
        for (name, mode) in [("ok", mode_t(0o644)), ("secret", 0o600), ("none", 0o000)] {
            try night.folder.write("text", to: "tree/\(name)", mode: mode)
        }
        mkdir(night.folder("tree/closed"), 0o700)
        try night.folder.write("text", to: "tree/closed/inner")
        chmod(night.folder("tree"), 0o755)
        // Nobody's own place, so that only the source is out of reach; the program is copied to where nobody can run it.
        chmod(night.folder.path, 0o755)
        for name in ["home", "state", "runtime", "logs", "config.json", "plugins", "plugins/fake.json"] {
            chown(night.folder(name), 65_534, 65_534)
        }
        chown(night.folder("tree/ok"), 65_534, 65_534)
        for name in ["out", "log"] {
            mkdir(night.folder(name), 0o700)
            chown(night.folder(name), 65_534, 65_534)
        }
        let copy = night.folder("vya-backup")
        // By another process: one that is started while this one writes it would hold it open (ETXTBSY).
        try Command("/bin/cp", night.program.path, copy).check()
        chmod(copy, 0o755)
        night.program.path = "/usr/bin/setpriv"
        let result = try night.program.run(
            ["--reuid=65534", "--regid=65534", "--clear-groups", copy] + night.arguments())
        #expect(result.status == 1, "\(result)")
        for name in ["secret", "none", "closed"] {
            #expect(result.errors.contains("tree/\(name)"), "\(result)")
        }
        #expect(try night.problems() == [])
    }

    @Test("LEGACY 9 braces match, and what was archived comes back by tar")
    func braces() throws {
        let night = try night(["/{a,b}.yaml"])
        for name in ["a.yaml", "b.yaml", "c.yaml"] { try night.folder.write(name, to: "tree/" + name) }
        #expect(try night.runAll().status == 0)
        let archive = night.output + "/" + (try #require(night.artifacts().first))
        mkdir(night.folder("back"), 0o700)
        try Command("/bin/tar", "-xzf", archive, "-C", night.folder("back")).check()
        let back = night.folder("back") + night.folder("tree")
        #expect(try FileManager.default.contentsOfDirectory(atPath: back).sorted() == ["a.yaml", "b.yaml"])
        #expect(try String(contentsOfFile: back + "/a.yaml", encoding: .utf8) == "a.yaml")
    }

    @Test("the output folder inside the tree that is archived does not swallow itself")
    func selfContained() throws {
        let night = try Night(entries: [], output: nil)
        try night.folder.write("x", to: "a")
        try night.configure([
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder.path)"], "enabled": true }"#
        ])
        for _ in 0..<2 {
            let result = try night.runAll()
            #expect(result.status == 0, "\(result)")
        }
        #expect(try night.problems() == [])
    }

    @Test("D26 no name of an archive holds a colon, so that GNU tar takes none for another host's")
    func colons() throws {
        let night = try night(["/host:volume", "/c:*", "/::"])
        for name in ["host:volume", "c:a", "::"] { try night.folder.write(name, to: "tree/" + name) }
        #expect(try night.runAll().status == 0)
        #expect(night.artifacts().count == 3)
        for name in night.artifacts() {
            #expect(!name.contains(":"))
            // By its bare name, as an operator types it.
            var tar = Command("/bin/tar", "-tzf", name)
            tar.folder = night.output
            let listed = try tar.check().text.split(separator: "\n")
            #expect(listed.count == 1 && listed.first?.contains(":") == true, "\(listed)")
        }
        #expect(try night.problems() == [])
    }
}
