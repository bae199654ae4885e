import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

@Suite("The index of a stored file", .ownThread)
struct BlockIndexTests {
    private static let block = 4096

    @Test(
        "every block inflates alone from where the index says",
        arguments: [0, 1, block - 1, block, block + 1, 2 * block, 7 * block, 9 * block + 17])
    func blocks(size: Int) throws {
        let sample = try StoredSample(mixture(size), blockSize: Self.block)
        #expect(sample.facts.blocks.count == (size + Self.block - 1) / Self.block)
        #expect(sample.facts.blocks.reduce(0) { $0 + $1.rawBytes } == size)
        let places = sample.places
        #expect((places.last?.upperBound ?? 10) + 10 == sample.facts.bytes)
        let spots = places.map { "\($0.lowerBound),\($0.count)" }
        let program = """
            import sys, zlib
            data = open(sys.argv[1], 'rb').read()
            for spot in sys.argv[2:]:
                start, size = map(int, spot.split(','))
                stream = zlib.decompressobj(-15)
                raw = stream.decompress(data[start:start + size])
                assert not stream.eof and stream.unused_data == b''
                print(len(raw), zlib.crc32(raw))
            """
        let told = try Command("python3", ["-c", program, sample.path] + spots).check().text
        #expect(told == sample.facts.blocks.map { "\($0.rawBytes) \($0.crc32)\n" }.joined())
        for (block, place) in zip(sample.facts.blocks, sample.rawPlaces) {
            let part = sample.raw.dropFirst(place.lowerBound).prefix(place.count)
            #expect(part.withUnsafeBytes(Checksum.crc32) == block.crc32)
        }
    }

    @Test("the index survives its way through a manifest")
    func json() throws {
        let sample = try StoredSample(mixture(50_000))
        let read = try #require(ArtifactIndex(json: sample.index.json))
        #expect(read == sample.index)
        #expect(try ArtifactReader.open(sample.path).everything(index: read).raw == sample.raw)
    }

    @Test("neighbours are read together up to a bound, and nothing that is not wanted")
    func plan() throws {
        let block = ArtifactIndex.Block(rawBytes: 100_000, bytes: 1000, crc32: 0)
        let blocks = [ArtifactIndex.Block](repeating: block, count: 7)
        func runs(_ pieces: [Range<Int>]?) throws -> [Range<Int>] {
            let selection = try PieceSelection(pieces, ofStreamOf: 700_000)
            var (plan, result) = (BlockPlan(blocks, codec: .gzip, selection: selection), [Range<Int>]())
            while let run = plan.next() {
                #expect(run.raw.count == run.blocks.count * 100_000)
                #expect(run.bytes.lowerBound == 10 + run.raw.lowerBound / 100)
                #expect(run.bytes.count == run.raw.count / 100)
                result.append(run.raw)
            }
            return result
        }
        #expect(
            try runs(nil) == [0..<200_000, 200_000..<400_000, 400_000..<600_000, 600_000..<700_000])
        #expect(try runs([99_999..<100_001]) == [0..<200_000])
        #expect(try runs([100_000..<200_000]) == [100_000..<200_000])
        #expect(try runs([5..<6, 7..<7, 8..<9, 699_999..<700_000]) == [0..<100_000, 600_000..<700_000])
        #expect(try runs([]).isEmpty)
        #expect(try runs([3..<3, 700_000..<700_000]).isEmpty)
    }

    @Test("one block alone may be larger than what is read together")
    func largeBlock() throws {
        let sample = try StoredSample(mixture(3 << 20), blockSize: 2 << 20)
        let read = try ArtifactReader.open(sample.path).everything(index: sample.index)
        #expect(read.raw == sample.raw)
        #expect(read.facts.usedIndex)
    }
}
