import Foundation
import Testing
import VyaCore
import VyaSystem
import VyaTestSupport

@testable import VyaStorage

@Suite("Reading stored files", .ownThread)
struct ArtifactReaderTests {
    private static let content = mixture(3_500_000)
    private let raw = Self.content

    private func expectSame(_ path: String, _ raw: Data, encoding: ArtifactEncoding) throws {
        let reader = try ArtifactReader.open(path)
        #expect(reader.encoding == encoding)
        let (all, facts) = try reader.everything()
        #expect(all == raw)
        #expect(facts.rawBytes == raw.count)
        #expect(facts.crc32 == raw.withUnsafeBytes(Checksum.crc32))
        #expect(try facts.sha256 == Command("sha256sum", path).check().text.prefix(64))
        #expect(facts.bytes == reader.bytes)
        #expect(!facts.usedIndex)
        #expect(try reader.again() == raw)
        let middle = raw.count / 3..<raw.count / 2
        #expect(try reader.again([middle]) == raw.subdata(in: middle))
    }

    @Test(
        "a file with an index is read on any number of threads, and the facts are those of its writer",
        arguments: [1, 2, 5], [0, 1, 4095, 4096, 40_960, 700_001])
    func indexed(workers: Int, size: Int) throws {
        let sample = try StoredSample(raw.prefix(size))
        let reader = try ArtifactReader.open(sample.path)
        let (all, facts) = try reader.everything(index: sample.index, workers: workers)
        #expect(all == sample.raw)
        #expect(facts.usedIndex)
        #expect(facts.sha256 == sample.facts.sha256)
        #expect(facts.crc32 == sample.facts.crc32)
        #expect((facts.bytes, facts.rawBytes) == (sample.facts.bytes, size))
        #expect(try reader.again(workers: workers) == sample.raw)
        #expect(try ArtifactReader.open(sample.path).again(index: sample.index) == sample.raw)
    }

    @Test("its own files are read without an index too", arguments: [0, 1, 1 << 20, 3 << 20, 3_500_000])
    func unindexed(size: Int) throws {
        let sample = try StoredSample(raw.prefix(size))
        try expectSame(sample.path, sample.raw, encoding: .gzip)
    }

    @Test(
        "files of stock programs are read",
        arguments: [["gzip", "-c"], ["gzip", "-1cn"], ["pigz", "-c"], ["pigz", "-p3", "-b128", "-ci"]])
    func stock(command: [String]) throws {
        let temporary = try TemporaryFolder("stock")
        for size in [0, 1, raw.count] {
            var compress = Command(command[0], Array(command.dropFirst()))
            compress.input = raw.prefix(size)
            let path = try temporary.write(compress.check().output, to: "\(size).sql.gz")
            try expectSame(path, raw.prefix(size), encoding: .gzip)
        }
    }

    @Test("several members behind each other are read, empty ones among them")
    func members() throws {
        let temporary = try TemporaryFolder("members")
        var file = Data()
        for part in [raw.prefix(1_500_000), Data(), raw.dropFirst(1_500_000)] {
            var compress = Command("gzip", "-c")
            compress.input = Data(part)
            file += try compress.check().output
        }
        try expectSame(try temporary.write(file, to: "x.sql.gz"), raw, encoding: .gzip)
    }

    @Test("a plain file is read", arguments: [0, 1, 2 << 20, 3_500_000])
    func plain(size: Int) throws {
        let temporary = try TemporaryFolder("plain")
        let text = dumpText(size)
        try expectSame(try temporary.write(text, to: "x.sql"), text, encoding: .plain)
    }

    @Test("a file whose index does not fit it is read without", arguments: 0..<4)
    func misfit(kind: Int) throws {
        let sample = try StoredSample(raw.prefix(100_000))
        var blocks = sample.facts.blocks
        switch kind {
        case 0: blocks.removeLast()
        case 1: blocks.append(.init(rawBytes: 1, bytes: 1, crc32: 0))
        case 2: blocks[0] = .init(rawBytes: 17 << 20, bytes: blocks[0].bytes, crc32: 0)
        default: blocks[0] = .init(rawBytes: 0, bytes: blocks[0].bytes, crc32: 0)
        }
        let index = ArtifactIndex(blocks: blocks)
        let reader = try ArtifactReader.open(sample.path)
        let (all, facts) = try reader.everything(index: index)
        #expect(all == sample.raw)
        #expect(!facts.usedIndex)
        #expect(facts.sha256 == sample.facts.sha256)
        #expect(try reader.again([0..<10], index: index) == sample.raw.prefix(10))
        #expect(throws: ArtifactDamage.self) {
            try ArtifactReader.open(sample.path).again([0..<10], index: index)
        }
    }

    @Test("pieces are given exactly, at the borders of blocks too", arguments: [true, false])
    func pieces(indexed: Bool) throws {
        let sample = try StoredSample(raw.prefix(2_500_000), blockSize: 100_000)
        let reader = try ArtifactReader.open(sample.path)
        if !indexed { _ = try reader.everything() }
        let index = indexed ? sample.index : nil
        let end = sample.raw.count
        let cases: [[Range<Int>]] = [
            [], [0..<0], [end..<end], [0..<1], [end - 1..<end], [0..<end], [99_999..<100_001],
            [100_000..<200_000], [0..<100_000, 100_000..<100_001, 100_001..<100_001],
            [5..<7, 9..<9, 9..<11, 1_048_575..<1_048_577, 1_048_577..<1_048_580, end - 3..<end],
            [1 << 20..<2 << 20], [3..<1_700_000, 2_400_000..<2_400_001],
        ]
        for pieces in cases {
            let expected = pieces.reduce(into: Data()) { $0 += sample.raw.subdata(in: $1) }
            #expect(try reader.again(pieces, index: index) == expected, "\(pieces)")
        }
        for wrong in [[0..<end + 1], [end + 1..<end + 1], [5..<6, 5..<6], [9..<10, 3..<4]] {
            let error = #expect(throws: SourceError.self) { try reader.again(wrong, index: index) }
            #expect(error?.explanation.code == "artifact.pieces")
        }
    }

    @Test("a table in a large file costs the blocks that hold it, and no more")
    func economy() throws {
        let sample = try StoredSample(noise(8 << 20), blockSize: 64 * 1024)
        let reader = try ArtifactReader.open(sample.path)
        let piece = 5_000_000..<5_200_000
        #expect(
            try reader.again([0..<100, piece], index: sample.index)
                == sample.raw.prefix(100) + sample.raw.subdata(in: piece))
        #expect(reader.bytesRead < reader.bytes / 20)
    }

    @Test("without an index and without having read all there is nothing to prove a piece by")
    func unproven() throws {
        let sample = try StoredSample(raw.prefix(1000))
        let error = #expect(throws: SourceError.self) { try ArtifactReader.open(sample.path).again([0..<1]) }
        #expect(error?.explanation.code == "artifact.unproven")
    }

    /// Makes a small file of very many zeros.
    private func makeBomb(
        _ kind: String, of count: Int, in temporary: TemporaryFolder
    ) throws -> (ArtifactReader, ArtifactIndex?) {
        switch kind {
        case "indexed":
            let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
            let stored = try store(Data(count: count), as: "x", in: folder)
            let reader = try ArtifactReader.open(temporary(stored.name))
            return (reader, ArtifactIndex(blocks: stored.facts.blocks))
        default:
            try Command("sh", "-c", "head -c \(count) /dev/zero | gzip > \(temporary("x.gz"))").check()
            return (try ArtifactReader.open(temporary("x.gz")), nil)
        }
    }

    @Test("F11 a bomb passes in constant memory", arguments: ["gz", "indexed"])
    func bomb(kind: String) throws {
        let count = 48 << 20
        let temporary = try TemporaryFolder("bomb")
        let (reader, index) = try makeBomb(kind, of: count, in: temporary)
        #expect(reader.bytes < count / 200)
        for pass in 1...2 {
            var (total, largest, buffers) = (0, 0, Set<UnsafeRawPointer?>())
            func sink(_ bytes: UnsafeRawBufferPointer) {
                total += bytes.count
                largest = max(largest, bytes.count)
                buffers.insert(bytes.baseAddress)
            }
            if pass == 1 {
                _ = try reader.readAll(index: index, workers: 2, stop: StopSignal(), into: sink)
            } else {
                try reader.read(nil, workers: 2, stop: StopSignal(), into: sink)
            }
            #expect(total == count)
            #expect(largest <= 1 << 20)
            #expect(buffers.count <= 6)
        }
    }

    @Test("what cannot be opened is told by its cause")
    func opening() throws {
        let temporary = try TemporaryFolder("open")
        try temporary.write("x", to: "file")
        #expect(symlink("file", temporary("link")) == 0)
        #expect(mkfifo(temporary("fifo"), 0o600) == 0)
        #expect(mkdir(temporary("folder"), 0o700) == 0)
        let cases = [
            ("none", "artifact.missing"), ("file/x", "artifact.missing"), ("link", "artifact.not-file"),
            ("fifo", "artifact.not-file"), ("folder", "artifact.not-file"), ("a\0b", "artifact.missing"),
            (String(repeating: "x", count: 300), "artifact.unreadable"),
        ]
        for (name, code) in cases {
            let error = #expect(throws: SourceError.self) { _ = try ArtifactReader.open(temporary(name)) }
            #expect(error?.explanation.code == code, "\(name.printable)")
        }
        #expect(throws: SourceError.self) { _ = try ArtifactReader.open("/dev/zero") }
    }

    @Test("a descriptor that is open already is taken over")
    func descriptor() throws {
        let sample = try StoredSample(raw.prefix(10_000))
        let folder = try SafeFolder.open(sample.temporary.path, createIfMissing: false)
        let opened = try folder.openFile(Array("x.sql.gz".utf8))
        let reader = try ArtifactReader(owning: opened, path: sample.path)
        #expect(try reader.everything().raw == sample.raw)
    }

    @Test("small reads and short answers of the file system change nothing", arguments: [1, 7, 1000])
    func shortReads(largest: Int) throws {
        let sample = try StoredSample(raw.prefix(60_000))
        let file = MemoryFile(try sample.bytes, largest: largest)
        let reader = try ArtifactReader(file, bytes: sample.facts.bytes, path: "x.gz")
        #expect(try reader.everything(index: sample.index).raw == sample.raw)
        #expect(try reader.everything().raw == sample.raw)
        #expect(try reader.again() == sample.raw)
    }

    @Test("a sink that throws and a stop end the reading at once", arguments: [true, false])
    func endings(indexed: Bool) throws {
        struct Enough: Error {}
        let sample = try StoredSample(raw)
        let index = indexed ? sample.index : nil
        let reader = try ArtifactReader.open(sample.path)
        var calls = 0
        #expect(throws: Enough.self) {
            _ = try reader.readAll(index: index, workers: 2, stop: StopSignal()) { _ in
                calls += 1
                throw Enough()
            }
        }
        #expect(calls == 1)
        // What was not read to its end proves nothing.
        #expect(throws: SourceError.self) { try reader.again([0..<1]) }
        let stop = StopSignal()
        #expect(throws: StoppedError.self) {
            _ = try reader.readAll(index: index, workers: 2, stop: stop) { _ in
                calls += 1
                stop.raise(.terminate)
            }
        }
        #expect(calls == 2)
        #expect(throws: StoppedError.self) { try reader.everything(index: index, stop: stop) }
        #expect(try reader.everything(index: index).raw == raw)
        #expect(throws: Enough.self) { try reader.read(nil, stop: StopSignal()) { _ in throw Enough() } }
        #expect(throws: StoppedError.self) { try reader.read(nil, stop: stop) { _ in } }
        #expect(try reader.again([7..<9]) == raw[7..<9])
    }
}
