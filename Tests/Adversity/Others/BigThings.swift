import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Much of everything, in bounded memory; the short form takes a part of the size.
@Suite("Big things", .ownThread)
struct BigThings {
    /// More than the pools take, and far less than anything that grew with what is backed up.
    private static let bound = 100 << 20

    /// Runs a host to its end, and reports its memory.
    private func run(
        _ night: Night, _ what: String, _ arguments: [String] = [], within seconds: Double = 900,
        figures: (Program.Result) throws -> Int
    ) throws {
        let run = try night.program.start(night.arguments() + arguments)
        let memory = MemoryWatch(over: run.process)
        let begin = ContinuousClock.now
        let result = try run.finish(within: seconds)
        let wrong = try figures(result) + (memory.peak < Self.bound ? 0 : 1)
        Adversity.report(
            what,
            [
                "seconds": Int((ContinuousClock.now - begin) / .seconds(1)), "MiB at most": memory.peak >> 20,
                "wrong": wrong,
            ])
        #expect(memory.peak > 1 << 20 && memory.peak < Self.bound, "\(memory.peak) bytes")
        #expect(wrong == 0)
        #expect(run.process.survivors().isEmpty)
    }

    /// A host whose dump tool writes a great deal of what `script`, in the words of a shell, makes of `$bytes`.
    private func flooded(_ script: String, bytes: Int) throws -> Night {
        let night = try Night.fake()
        try night.folder.write(
            """
            #!/bin/sh
            bytes=\(bytes)
            case $1 in --version) echo 'fakedump 1'; exit 0 ;; --help) exit 0 ;; esac
            printf -- '-- a dump\\n'
            \(script)
            printf -- '\\n--\\n-- PostgreSQL database dump complete\\n--\\n'

            """, to: "fakedump-1", mode: 0o700)
        return night
    }

    @Test(
        "A7 a gigabyte on standard error takes neither memory nor the dump's time",
        arguments: ["errflood", "errflood_nl"])
    func standardError(mode: String) throws {
        let night = try Night.fake(
            mode: ["FD_MODE": mode, "FD_BYTES": "\(Adversity.count(50_000_000, full: 1_073_741_824))"])
        try run(night, "A7 \(mode)") { result in
            #expect(result.status == 0, "\(result.ending)")
            #expect(result.errors.utf8.count < 300_000)
            let problems = try night.problems()
            #expect(problems == [])
            return result.status == 0 ? 0 : 1
        }
    }

    @Test(
        "B20 C13 a stream of 10 GiB in one line, or of a tenth in many, is backed up and read back in bounded memory",
        arguments: [
            ("head -c $bytes /dev/zero", 10 << 30),
            ("yes 'INSERT INTO t VALUES (1, NULL);' | head -c $bytes", 1 << 30),
        ])
    func stream(script: String, size: Int) throws {
        let bytes = Adversity.count(64 << 20, full: size)
        let night = try flooded(script, bytes: bytes)
        try run(night, "B20 \(script.prefix(8)) \(bytes >> 20) MiB") { result in
            #expect(result.status == 0, "\(result)")
            #expect(try night.problems() == [])
            let manifest = try night.manifest(of: "shop")
            #expect(manifest.rawBytes > bytes && manifest.rawBytes < bytes + 100)
            let verified = try night.run("verify", "--all", within: 600)
            #expect(verified.status == 0, "\(verified)")
            return result.status == 0 && verified.status == 0 ? 0 : 1
        }
    }

    @Test("C12 ten thousand databases, one after the other, leak neither memory nor descriptors")
    func databases() throws {
        let count = Adversity.count(150, full: 10_000)
        var night = try Night.fake(databases: (0..<count).map { "db\($0)" }, mode: ["FD_ROWS": "1"])
        // Few enough descriptors that one leaked for each database would end the run.
        night.limit("--nofile=128:128")
        try run(night, "C12 \(count) databases", ["--json", "--jobs", "2"], within: 1200) { result in
            #expect(result.status == 0, "\(result.ending) \(result.errors.suffix(2000))")
            #expect(night.artifacts().count == count)
            let entries = try result.json()["entries"]?.arrayValue ?? []
            #expect(entries.first?["backups"]?.arrayValue?.count == count)
            // The oracle starts several programs for each file: a sample of them.
            for name in night.artifacts().shuffled().prefix(20) {
                try Command("/bin/gzip", "-t", night.output + "/" + name).check()
            }
            return night.artifacts().count == count ? 0 : 1
        }
    }

    @Test("D22 a million files are archived in bounded memory")
    func files() throws {
        let folders = Adversity.count(1, full: 100)
        let night = try Night(entries: [])
        let mount = try Mount("tmpfs", at: night.folder("tree"), options: "size=4g,nr_inodes=2m,mode=700")
        try Command(
            "/usr/bin/python3", "-c",
            """
            import os, sys
            for folder in range(int(sys.argv[2])):
                os.makedirs(f'{sys.argv[1]}/{folder}/sub')
                os.chdir(f'{sys.argv[1]}/{folder}')
                for index in range(10_000): open(f'file-{index}' if index % 2 else f'sub/file-{index}', 'w').close()
            """, night.folder("tree"), "\(folders)"
        ).check()
        try night.configure([
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"], "enabled": true }"#
        ])
        try run(night, "D22 \(folders * 10_000) files") { result in
            #expect(result.status == 0, "\(result)")
            #expect(try night.problems() == [])
            let archive = night.output + "/" + (try #require(night.artifacts().first))
            let listed = try Command(
                "/bin/bash", "-c", "set -o pipefail; tar -tzf \"$1\" | wc -l", "bash", archive
            ).check().text
            let expected = folders * 10_002 + 1
            #expect(Int(listed.trimmingCharacters(in: .whitespacesAndNewlines)) == expected)
            #expect(try Oracle.manifest(of: archive)["proof"]?["entries"]?.intValue == expected)
            return 0
        }
        withExtendedLifetime(mount) {}
    }

    @Test("D16 a file of 9 GiB, most of it holes, keeps its size through backup, verify and restore")
    func sparse() throws {
        let night = try Night(entries: [])
        mkdir(night.folder("tree"), 0o700)
        let path = try night.folder.write("begin", to: "tree/large")
        let file = open(path, O_WRONLY | O_CLOEXEC)
        #expect(pwrite(file, "end", 3, 9 << 30) == 3)
        close(file)
        try night.configure([
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"], "enabled": true }"#
        ])
        try run(night, "D16 a sparse file of 9 GiB") { result in
            #expect(result.status == 0, "\(result)")
            #expect(try night.problems() == [])
            let archive = night.output + "/" + (try #require(night.artifacts().first))
            let restored = try night.restore(archive, "--to", night.folder("back"))
            #expect(restored.status == 0, "\(restored)")
            let back = night.folder("back") + path
            var status = stat()
            #expect(stat(back, &status) == 0 && status.st_size == 9 << 30 + 3 && status.st_blocks < 1000)
            var end = [UInt8](repeating: 0, count: 8)
            let descriptor = open(back, O_RDONLY | O_CLOEXEC)
            defer { close(descriptor) }
            #expect(pread(descriptor, &end, 8, 9 << 30 - 5) == 8)
            #expect(end == [0, 0, 0, 0, 0] + Array("end".utf8))
            return 0
        }
    }

    @Test("C13 256 MiB of address space are enough for a large dump and for an archive")
    func addressSpace() throws {
        let bytes = Adversity.count(64 << 20, full: 2 << 30)
        var night = try flooded("head -c $bytes /dev/zero", bytes: bytes)
        for index in 0..<1000 { try night.folder.write("\(index)", to: "plugins/file-\(index)") }
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacing(
                "\"db_config\": [",
                with:
                    "\"db_config\": [ { \"id_dbms\": 3, \"dbms\": \"files\", \"db_list\": [\"\(night.folder("plugins"))\"] },"
            ),
            to: "config.json")
        night.limit("--as=268435456")
        try run(night, "C13 256 MiB of address space") { result in
            #expect(result.status == 0, "\(result)")
            #expect(night.artifacts().count == 2)
            let problems = try night.problems()
            #expect(problems == [])
            return result.status == 0 ? 0 : 1
        }
    }
}
