import Foundation
import Synchronization
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

@Suite("Reading back while writing", .ownThread)
struct ReadBackTests {
    @Test(
        "B15 a block that does not hold what was streamed is found in every part of a large file",
        arguments: [0, 25, 51])
    func wrongContent(number: Int) throws {
        let temporary = try TemporaryFolder("wrong")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        // 52 blocks that do not compress: three windows and a rest.
        let engine = LyingEngine(about: number)
        let writer = try ArtifactWriter(in: folder, compression: engine, workers: 1)
        try writer.write(noise(13 << 20))
        _ = try writer.finish()
        let error = #expect(throws: DestinationError.self) { try writer.prove() }
        #expect(error?.explanation.code == "proof.mismatch")
        #expect(error?.description.contains("its CRC-32 differs") == true)
        #expect(throws: DestinationError.self) { try writer.publish { _ in "x.gz" } }
    }

    @Test("B15 a window is proven before the file is complete, and what changed in it is found")
    func window() throws {
        let temporary = try TemporaryFolder("window")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let pool = try WorkPool(workers: 2)
        for isDamaged in [false, true] {
            let file = try PendingFile(in: folder)
            let raw = dumpText(40_000)
            let encoder = try ZlibCompressor().makeEncoder()
            var stored = [UInt8](repeating: 0, count: encoder.maximumSize(of: raw.count))
            let count = try raw.withUnsafeBytes { block in
                try stored.withUnsafeMutableBytes { try encoder.encode(block, into: $0) }
            }
            stored.removeLast(stored.count - count)
            let blocks = (0..<10).map { index in
                WrittenBlock(
                    place: index * count..<(index + 1) * count, rawBytes: raw.count,
                    crc32: raw.withUnsafeBytes { Checksum.crc32(of: $0) },
                    storedCRC32: stored.withUnsafeBytes { Checksum.crc32(of: $0) })
            }
            for index in 0..<10 {
                var content = stored
                if isDamaged, index == 3 { content[count / 2] ^= 1 }
                try file.write(content)
            }
            let readBack = ReadBack(file, queue: pool.queue, workers: pool.workers)
            readBack.add(blocks, end: 10 * count)
            readBack.close()
            // Of the last page there is more to come, so that its block is left for the end; the others are proven.
            readBack.run()
            #expect((readBack.failure != nil) == isDamaged)
            let words = (readBack.failure as? DestinationError)?.description ?? ""
            #expect(words.contains("the block at byte \(3 * count) differs") == isDamaged)
        }
    }

    @Test("where a table begins a block begins, unless the one before would be small; pieces do not matter")
    func tables() throws {
        let temporary = try TemporaryFolder("tables")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let (data, block) = (dumpText(100_000), 10_000)
        let starts = [0, 100, 2600, 5200, 5300, 33_333, 36_000, 99_000, 100_000]
        var seen: Set<[Int]> = []
        for piece in [1, 7, 999, 100_000] {
            let writer = try ArtifactWriter(in: folder, workers: 2, blockSize: block)
            var position = 0
            while position < data.count {
                let space = try writer.space()
                let count = min(space.count, piece, data.count - position)
                data.copyBytes(to: space, from: position..<position + count)
                let here = starts.filter { position < $0 && $0 <= position + count }
                try writer.advance(by: count, beginningBlocksAt: here.map { $0 - position })
                position += count
            }
            let facts = try writer.finish()
            try writer.prove()
            let name = try writer.publish { "t\($0)-\(piece).gz" }
            #expect(try Command("gzip", "-dc", temporary(name)).check().output == data)
            seen.insert(facts.blocks.map(\.rawBytes))
        }
        // From 0 to 2600, 5200, then whole blocks up to 33,333, which leaves too little behind the block before it
        // for 36,000.
        #expect(seen.count == 1)
        let sizes = try #require(seen.first)
        #expect(sizes.prefix(6) == [2600, 2600, 10_000, 10_000, 8133, 2667])
        #expect(sizes.reduce(0, +) == data.count)
    }

    @Test("the threads of a pool serve many files at once, whatever becomes of some of them")
    func shared() throws {
        let temporary = try TemporaryFolder("shared")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let pool = try WorkPool(compression: IsalCompressor(), workers: 2)
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 24) { index in
            do {
                let data = noise(300_000 + index, seed: UInt64(index + 1))
                let writer = try ArtifactWriter(in: folder, pool: pool, memory: 1, blockSize: 32 * 1024)
                try writer.write(data, piece: 10_000)
                if index % 3 == 0 { return writer.abandon() }
                _ = try writer.finish()
                if index % 3 == 1 { return }
                try writer.prove()
                let name = try writer.publish { _ in "s\(index).gz" }
                let read = try Command("gzip", "-dc", temporary(name)).check().output
                if read != data { failures.withLock { $0 += 1 } }
            } catch {
                failures.withLock { $0 += 1 }
            }
        }
        #expect(failures.withLock { $0 } == 0)
        #expect(try names(in: folder).count == 8)
    }
}

/// An engine that compresses something else than it is given, once.
private final class LyingEngine: BlockCompressor {
    let name = "lying"
    private let number: Int
    private let count = Mutex(0)

    init(about number: Int) { self.number = number }

    func makeEncoder() throws(DestinationError) -> any BlockEncoder {
        Encoder(self, try IsalCompressor().makeEncoder())
    }

    private var isToLie: Bool {
        count.withLock { count in
            defer { count += 1 }
            return count == number
        }
    }

    private final class Encoder: BlockEncoder {
        private let engine: LyingEngine
        private let real: any BlockEncoder

        init(_ engine: LyingEngine, _ real: any BlockEncoder) {
            self.engine = engine
            self.real = real
        }

        func maximumSize(of rawCount: Int) -> Int { real.maximumSize(of: rawCount) }

        func encode(
            _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
        ) throws(DestinationError) -> Int {
            guard engine.isToLie else { return try real.encode(block, into: output) }
            var other = Array(block)
            other[other.count / 2] ^= 1
            do {
                return try other.withUnsafeBytes { try real.encode($0, into: output) }
            } catch {
                throw error as? DestinationError ?? DestinationError("engine.fault", "the engine broke")
            }
        }
    }
}
