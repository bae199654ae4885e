import Foundation
import Testing
import VyaCore
import VyaStorage
import VyaTestSupport

@Suite("Mutants of compressed files", .ownThread)
struct StoredFileMutants {
    /// A good file, what it holds, and where its blocks are when the program made it.
    private struct Sample {
        let name: String
        let bytes: [UInt8]
        let raw: [UInt8]
        let index: ArtifactIndex?
    }

    private static let words: [[UInt8]] = [
        [0x1F, 0x8B, 0x08, 0x00], [0x1F, 0x8B, 0x08, 0x08], [0x28, 0xB5, 0x2F, 0xFD],
        [0x50, 0x2A, 0x4D, 0x18],
        [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x01, 0x02], [0x50, 0x4B, 0x05, 0x06], [0, 0, 0, 0xFF, 0xFF],
        [0x03, 0x00], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F],
        [0x01, 0x00, 0x00, 0xFF, 0xFF],
    ]

    /// What stock tools wrote, what the program wrote, and what it writes today in many small blocks.
    private static func samples() throws -> [Sample] {
        var samples = try Corpus.samples(in: "compressed").map {
            Sample(
                name: $0.name, bytes: $0.bytes, raw: try Corpus.decompressed($0), index: nil)
        }
        for backup in try Corpus.samples(in: "backups", ending: ".gz", ".zst") {
            let json = try JSONValue(
                parsing: Repository.contents(ofFixture: "corpus/backups/\(backup.name).json"))
            let manifest = try #require(Manifest(json: json))
            samples.append(
                Sample(
                    name: backup.name, bytes: backup.bytes, raw: try Corpus.decompressed(backup),
                    index: manifest.index))
        }
        let place = try TemporaryFolder("today")
        let raw = try [UInt8](Repository.contents(ofFixture: "dumps/postgresql.sql"))
        for (compressor, name) in [
            (ZlibCompressor() as any BlockCompressor, "today.sql.gz"), (ZstdCompressor(), "today.sql.zst"),
        ] {
            let writer = try ArtifactWriter(
                in: SafeFolder.open(place.path, createIfMissing: false), compression: compressor, workers: 1,
                blockSize: 1024)
            try raw.withUnsafeBytes { try writer.append($0) }
            let facts = try writer.finish()
            try writer.prove()
            _ = try writer.publish { _ in name }
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: place(name))))
            samples.append(
                Sample(
                    name: name, bytes: bytes, raw: raw, index: ArtifactIndex(blocks: facts.blocks)))
        }
        return samples
    }

    /// True when a stream is made of whole contents only: a file of gzip members or zstd frames that were put in
    /// another order, doubled or left out is a good file, and only its manifest knows better.
    private static func isMadeOf(_ contents: [[UInt8]], _ stream: ArraySlice<UInt8>) -> Bool {
        stream.isEmpty
            || contents.contains { stream.starts(with: $0) && isMadeOf(contents, stream.dropFirst($0.count)) }
    }

    @Test(
        "F12 a mutant of a gzip or zstd file is refused or holds what was stored; none crashes or hangs",
        arguments: [true, false])
    func files(withIndex: Bool) throws {
        let sweep = "F12 mutants of compressed files, \(withIndex ? "with" : "without") index"
        let samples = try Self.samples().filter { !withIndex || $0.index != nil }
        // Without an index, one member or frame is as good as all of them.
        var contents = samples.map(\.raw).filter { !$0.isEmpty } + [Array("one\n".utf8)]
        for sample in samples where sample.name.hasSuffix(".zst") || sample.name.hasPrefix("two-") {
            var start = 0
            for block in sample.index?.blocks ?? [] {
                contents.append(Array(sample.raw[start..<start + block.rawBytes]))
                start += block.rawBytes
            }
            if sample.name.hasPrefix("two-") { contents.append(Array(sample.raw.dropFirst(4))) }
        }
        let mutator = Mutator(of: samples.map(\.bytes), dictionary: Self.words, seed: Adversity.seed)
        let place = try TemporaryFolder("stored")
        let watch = try MutantWatch(sweep)
        var (accepted, same) = (0, 0)
        let wrong = try watch.sweep(Adversity.count(1_500, full: 10_000)) { number in
            let (which, bytes) = mutator.mutant(number)
            let sample = samples[which]
            let path = try place.write(Data(bytes), to: sample.name)
            defer { unlink(path) }
            let index = withIndex ? sample.index : nil
            do {
                let reader = try ArtifactReader.open(path)
                let fits = index.map { reader.objection(to: $0) == nil } ?? false
                var raw: [UInt8] = []
                let facts = try reader.readAll(index: index, workers: 1, stop: StopSignal()) {
                    raw.append(contentsOf: $0)
                    // Nothing of the corpus can grow to that: it would be a bomb that a mutation made.
                    if raw.count > 1 << 20 { throw Bomb() }
                }
                accepted += 1
                if bytes == sample.bytes { same += 1 }
                let isRight = fits ? raw == sample.raw : Self.isMadeOf(contents, raw[...])
                var wrong = isRight ? [] : ["\(sample.name) is accepted with \(raw.count) other bytes"]
                if facts.rawBytes != raw.count {
                    wrong.append("\(sample.name): \(raw.count) bytes are told otherwise")
                }
                // A second reading gives the same bytes.
                var again: [UInt8] = []
                try reader.read(nil, workers: 1, stop: StopSignal()) { again.append(contentsOf: $0) }
                if again != raw { wrong.append("\(sample.name) is other the second time") }
                return wrong
            } catch is ArtifactDamage {
                return []
            } catch is SourceError {
                return []
            } catch is Bomb {
                return []
            } catch {
                return ["\(sample.name): \(error)"]
            }
        }
        Adversity.report(
            sweep,
            [
                "tried": Adversity.count(1_500, full: 10_000), "accepted": accepted, "unchanged": same,
                "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        // A file name or a time in the header counts for nothing; with an index the frame is fixed.
        #expect(withIndex || accepted > same)
    }

    private struct Bomb: Error {}
}
