import Foundation
import Testing
import VyaCore
import VyaStorage
import VyaTestSupport

/// What every engine must pass: any reader in the world reads all of what it makes.
@Suite("The contract of gzip engines", .ownThread)
struct EngineContractTests {
    static let engines: [any BlockCompressor] =
        [1, 6, 9].map { ZlibCompressor(level: $0) } + IsalCompressor.levels.map { IsalCompressor(level: $0) }
    /// Those too that choose anew for each block.
    static let allEngines = engines + [AdaptiveCompressor()]
    static let block = 4096
    static let sizes = [0, 1, block - 1, block, block + 1, 7 * block + 17]

    /// Programs that write the decompressed content of all their arguments to standard output.
    static let readers: [String: [String]] = [
        "gzip": ["gzip", "-dc"],
        "zcat": ["zcat"],
        "pigz": ["pigz", "-dc"],
        "Python gzip": [
            "python3", "-c",
            "import sys,gzip\nfor f in sys.argv[1:]: sys.stdout.buffer.write(gzip.open(f).read())",
        ],
        "a bare zlib stream": [
            "python3", "-c",
            """
            import sys, zlib
            for f in sys.argv[1:]:
                d = zlib.decompressobj(31)
                sys.stdout.buffer.write(d.decompress(open(f, 'rb').read()) + d.flush())
                assert d.eof and d.unused_data == b''
            """,
        ],
        "Perl": [
            "perl", "-MIO::Uncompress::Gunzip=gunzip,$GunzipError", "-e",
            "binmode STDOUT; for (@ARGV) { my $o; gunzip($_ => \\$o) or die $GunzipError; print $o }",
        ],
        "Node": [
            "node", "-e",
            """
            const fs = require('fs'), zlib = require('zlib');
            for (const f of process.argv.slice(1)) process.stdout.write(zlib.gunzipSync(fs.readFileSync(f)));
            """,
        ],
        "Java": ["java", Repository.fixture("readers/Gunzip.java")],
        "PHP's gzopen": [
            "php", "-n", "-r",
            """
            foreach (array_slice($argv, 1) as $f) {
                $z = gzopen($f, 'rb');
                while (!gzeof($z)) echo gzread($z, 65536);
                gzclose($z);
            }
            """,
        ],
        "PHP's gzdecode": [
            "php", "-n", "-r",
            "foreach (array_slice($argv, 1) as $f) echo gzdecode(file_get_contents($f));",
        ],
    ]

    @Test("T25 stock readers read all of a file, whatever the size of the stream", arguments: allEngines)
    func readers(engine: any BlockCompressor) throws {
        let temporary = try TemporaryFolder("engine")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        var (all, files) = (Data(), [String]())
        for size in Self.sizes {
            for data in [noise(size), dumpText(size), Data(count: size)] {
                let stored = try store(
                    data, as: "s\(files.count)", in: folder, compression: engine, piece: 1000,
                    blockSize: Self.block)
                #expect(stored.facts.rawBytes == size)
                files.append(temporary(stored.name))
                all.append(data)
            }
        }
        for (reader, command) in Self.readers {
            let result = try Command(command[0], Array(command.dropFirst()) + files).check()
            #expect(result.output == all, "\(reader) with \(engine.name)")
        }
    }

    @Test("archives are read by both tar programs", arguments: allEngines)
    func archives(engine: any BlockCompressor) throws {
        let temporary = try TemporaryFolder("tar")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        try temporary.write(noise(100_000), to: "a")
        try temporary.write(dumpText(300_000), to: "b")
        let tar = try Command("tar", "-C", temporary.path, "-cf", "-", "a", "b").check().output
        let name = try store(tar, as: "x", in: folder, compression: engine, blockSize: Self.block).name
        for program in ["tar", "bsdtar"] {
            #expect(try Command(program, "-tzf", temporary(name)).check().text == "a\nb\n")
            #expect(try Command(program, "-xzOf", temporary(name), "b").check().output == dumpText(300_000))
        }
    }

    @Test(
        "the same stream gives the same bytes, in whatever pieces and on however many threads",
        arguments: engines)
    func deterministic(engine: any BlockCompressor) throws {
        let temporary = try TemporaryFolder("same")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let data = dumpText(900_000) + noise(200_000)
        let one = try store(data, as: "x", in: folder, compression: engine, piece: 1 << 20, workers: 1)
        let two = try store(data, as: "x", in: folder, compression: engine, piece: 777, workers: 5)
        #expect(one.facts == two.facts)
        #expect(one.name != two.name)
    }

    @Test("64 MiB pass unchanged and the facts are those of the file", arguments: [ZlibCompressor(level: 1)])
    func large(engine: ZlibCompressor) throws {
        let temporary = try TemporaryFolder("large")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let data = noise(24 << 20) + dumpText(40 << 20)
        let stored = try store(data, as: "x", in: folder, compression: engine)
        let path = temporary(stored.name)
        #expect(try Command("gzip", "-dc", path).check().output == data)
        let digest = try Command("sha256sum", path).check().text.prefix(64)
        #expect(stored.facts.sha256 == digest)
        #expect(try folder.status(of: stored.name).size == stored.facts.bytes)
        #expect(stored.facts.rawBytes == 64 << 20)
        var checksum = Command("python3", "-c", "import sys,zlib;print(zlib.crc32(sys.stdin.buffer.read()))")
        checksum.input = data
        #expect(try checksum.check().text == "\(stored.facts.crc32)\n")
    }

    @Test("blocks of different engines and levels mix freely in one member")
    func mixed() throws {
        let (fast, small) = (try IsalCompressor().makeEncoder(), try ZlibCompressor(level: 9).makeEncoder())
        let data = dumpText(50_000)
        var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        for encoder in [fast, small, fast] {
            var output = [UInt8](repeating: 0, count: encoder.maximumSize(of: data.count))
            let count = try data.withUnsafeBytes { block in
                try output.withUnsafeMutableBytes { try encoder.encode(block, into: $0) }
            }
            member += output.prefix(count)
        }
        member += [3, 0]
        var python = Command(
            "python3", "-c",
            """
            import sys, zlib
            sys.stdout.buffer.write(zlib.decompressobj(-15).decompress(sys.stdin.buffer.read()[10:]))
            """)
        python.input = Data(member)
        #expect(try python.check().output == data + data + data)
    }
}
