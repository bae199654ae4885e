import Foundation
import Synchronization
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

/// A stored file of known content, in a folder of its own.
struct StoredSample {
    let temporary: TemporaryFolder
    let path: String
    let raw: Data
    let index: ArtifactIndex
    let facts: StoredFacts

    init(_ raw: Data, blockSize: Int = 4096) throws {
        temporary = try TemporaryFolder("sample")
        self.raw = raw
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let stored = try store(raw, as: "x", in: folder, blockSize: blockSize)
        path = temporary(stored.name)
        facts = stored.facts
        index = ArtifactIndex(blocks: facts.blocks)
    }

    /// The bytes of the file.
    var bytes: Data { get throws { try Data(contentsOf: URL(fileURLWithPath: path)) } }

    /// Where each block is in the file.
    var places: [Range<Int>] {
        var position = GzipFormat.header.count
        return facts.blocks.map { block in
            defer { position += block.bytes }
            return position..<position + block.bytes
        }
    }

    /// What each block holds of the stream.
    var rawPlaces: [Range<Int>] {
        var position = 0
        return facts.blocks.map { block in
            defer { position += block.rawBytes }
            return position..<position + block.rawBytes
        }
    }

    /// Changes a byte of the file in place.
    func flip(at offset: Int, bit: UInt8 = 0x10) throws {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        #expect(pread(descriptor, &byte, 1, off_t(offset)) == 1)
        byte ^= bit
        #expect(pwrite(descriptor, &byte, 1, off_t(offset)) == 1)
    }
}

extension ArtifactReader {
    /// Everything that `readAll` gives.
    func everything(
        index: ArtifactIndex? = nil, workers: Int = 2, stop: StopSignal = StopSignal()
    ) throws -> (raw: Data, facts: ReadFacts) {
        var raw = Data()
        let facts = try readAll(index: index, workers: workers, stop: stop) { raw.append(contentsOf: $0) }
        return (raw, facts)
    }

    /// What `read` gives.
    func again(
        _ pieces: [Range<Int>]? = nil, index: ArtifactIndex? = nil, workers: Int = 2
    ) throws -> Data {
        var raw = Data()
        try read(pieces, index: index, workers: workers, stop: StopSignal()) { raw.append(contentsOf: $0) }
        return raw
    }
}

/// A file in memory, that can fail.
final class MemoryFile: PositionedFile {
    private let content: Mutex<Data>
    private let unreadable: Range<Int>
    private let largest: Int

    /// Gives at most `largest` bytes at once, and none of `unreadable`.
    init(_ content: Data, unreadable: Range<Int> = 0..<0, largest: Int = .max) {
        self.content = Mutex(content)
        self.unreadable = unreadable
        self.largest = largest
    }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if unreadable.contains(offset) {
            throw UnreadableBytes(bytes: offset..<offset + buffer.count, words: "Input/output error")
        }
        return content.withLock { content in
            var part = content.dropFirst(offset).prefix(min(buffer.count, largest))
            if offset < unreadable.lowerBound { part = part.prefix(unreadable.lowerBound - offset) }
            part.withUnsafeBytes { buffer.copyMemory(from: $0) }
            return part.count
        }
    }
}

/// Numbers that are the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    /// Takes the seed that `VYA_TEST_SEED` names, or any.
    init() {
        seed =
            ProcessInfo.processInfo.environment["VYA_TEST_SEED"].flatMap(UInt64.init)
            ?? UInt64.random(in: 0...0xFFFF_FFFF)
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Text and noise, so that there are blocks of every kind.
func mixture(_ count: Int) -> Data {
    var result = Data()
    var part = 0
    while result.count < count {
        let kinds = [dumpText(9000), noise(5000, seed: UInt64(part + 1)), Data(count: 7000)]
        result.append(kinds[part % 3])
        part += 1
    }
    return result.prefix(count)
}
