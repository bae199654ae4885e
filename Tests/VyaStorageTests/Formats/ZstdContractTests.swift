import Foundation
import Testing
import VyaCore
import VyaStorage
import VyaTestSupport

/// What the engine of the zstd codec must pass: any reader of zstd reads all of what it makes.
@Suite("The contract of zstd", .ownThread)
struct ZstdContractTests {
    private static let block = 4096
    private static let sizes = [0, 1, block - 1, block, block + 1, 7 * block + 17]

    private static let readers: [String: [String]] = [
        "zstd": ["zstd", "-dcq"],
        "zstdcat": ["zstdcat"],
        "bsdcat": ["bsdcat"],
    ]

    @Test("stock readers read all of a file, whatever the size of the stream", arguments: [1, 3, 19])
    func readers(level: Int) throws {
        let temporary = try TemporaryFolder("zstd")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        var (all, files) = (Data(), [String]())
        for size in Self.sizes {
            for data in [noise(size), dumpText(size), Data(count: size)] {
                let stored = try store(
                    data, as: "s\(files.count)", in: folder, compression: ZstdCompressor(level: level),
                    piece: 1000, blockSize: Self.block)
                #expect(stored.facts.rawBytes == size)
                files.append(temporary(stored.name))
                all.append(data)
            }
        }
        for (reader, command) in Self.readers {
            // bsdcat reads an empty file of no format as an archive that is none.
            let result = try Command(command[0], Array(command.dropFirst()) + files).check()
            #expect(result.output == all, "\(reader)")
        }
        try Command("zstd", ["-tq"] + files).check()
    }

    @Test("archives are read by both tar programs")
    func archives() throws {
        let temporary = try TemporaryFolder("tar")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        try temporary.write(noise(100_000), to: "a")
        try temporary.write(dumpText(300_000), to: "b")
        let tar = try Command("tar", "-C", temporary.path, "-cf", "-", "a", "b").check().output
        let name = try store(
            tar, as: "x", in: folder, compression: ZstdCompressor(), blockSize: Self.block
        ).name
        #expect(try Command("tar", "--zstd", "-tf", temporary(name)).check().text == "a\nb\n")
        #expect(try Command("bsdtar", "-xOf", temporary(name), "b").check().output == dumpText(300_000))
    }

    @Test("the same stream gives the same bytes, in whatever pieces and on however many threads")
    func deterministic() throws {
        let temporary = try TemporaryFolder("same")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let data = dumpText(2_900_000) + noise(200_000)
        let one = try store(data, as: "x", in: folder, compression: ZstdCompressor(), workers: 1)
        let two = try store(data, as: "x", in: folder, compression: ZstdCompressor(), piece: 777, workers: 5)
        #expect(one.facts == two.facts)
    }

    @Test(
        "it is read again with its index, without it, and in parts",
        arguments: [0, 1, 5 * block + 3, 3_000_000])
    func reading(size: Int) throws {
        let temporary = try TemporaryFolder("read")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let data = dumpText(size)
        let block = size < 1_000_000 ? Self.block : 256 * 1024
        let stored = try store(data, as: "x", in: folder, compression: ZstdCompressor(), blockSize: block)
        let path = temporary("x.zst")
        #expect(rename(temporary(stored.name), path) == 0)
        for index in [ArtifactIndex(blocks: stored.facts.blocks), nil] {
            let reader = try ArtifactReader.open(path)
            #expect(reader.encoding == .zstd)
            var seen = Data()
            let facts = try reader.readAll(index: index, stop: StopSignal()) { seen.append(contentsOf: $0) }
            #expect(seen == data)
            #expect(facts.sha256 == stored.facts.sha256 && facts.crc32 == stored.facts.crc32)
            #expect(facts.usedIndex == (index != nil))
            guard size > 100 else { continue }
            var part = Data()
            try reader.read([10..<size - 50], stop: StopSignal()) { part.append(contentsOf: $0) }
            #expect(part == data.dropFirst(10).prefix(size - 60))
        }
    }

    @Test("F12 damage anywhere is found, with the index and without it", arguments: [true, false])
    func damage(indexed: Bool) throws {
        let temporary = try TemporaryFolder("damage")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let stored = try store(
            dumpText(40_000), as: "x", in: folder, compression: ZstdCompressor(), blockSize: Self.block)
        let whole = try Data(contentsOf: URL(fileURLWithPath: temporary(stored.name)))
        let index = indexed ? ArtifactIndex(blocks: stored.facts.blocks) : nil
        func isRead(_ content: Data) throws -> Bool {
            let path = try temporary.write(content, to: "bad.zst")
            do {
                let reader = try ArtifactReader.open(path)
                var seen = Data()
                let facts = try reader.readAll(index: index, stop: StopSignal()) {
                    seen.append(contentsOf: $0)
                }
                return seen == dumpText(40_000) && facts.sha256 == stored.facts.sha256
            } catch is ArtifactDamage {
                return false
            }
        }
        #expect(try isRead(whole))
        for place in stride(from: 0, to: whole.count, by: 7) {
            var content = whole
            content[place] ^= 0x10
            #expect(try !isRead(content), "byte \(place)")
        }
        for count in stride(from: 0, to: whole.count, by: 11) {
            #expect(try !isRead(whole.prefix(count)), "\(count) bytes")
        }
        #expect(try !isRead(whole + Data([0])))
    }

    @Test(
        "frames of other programs are read: several, with a window larger than a block, and ones to be passed over"
    )
    func foreign() throws {
        let temporary = try TemporaryFolder("foreign")
        let data = dumpText(3_000_000)
        let plain = try temporary.write(data, to: "plain")
        try Command("zstd", "-q", "--long=24", plain, "-o", temporary("a.zst")).check()
        let skippable = Data([0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])
        let frame = try Data(contentsOf: URL(fileURLWithPath: temporary("a.zst")))
        let path = try temporary.write(skippable + frame + skippable + frame, to: "b.sql.zst")
        var seen = Data()
        _ = try ArtifactReader.open(path).readAll(index: nil, stop: StopSignal()) {
            seen.append(contentsOf: $0)
        }
        #expect(seen == data + data)
    }

    @Test("an empty file that is called .zst is damaged, and not an empty dump")
    func empty() throws {
        let temporary = try TemporaryFolder("empty")
        let reader = try ArtifactReader.open(temporary.write("", to: "x.sql.zst"))
        #expect(throws: ArtifactDamage.self) { try reader.readAll(index: nil, stop: StopSignal()) { _ in } }
    }
}
