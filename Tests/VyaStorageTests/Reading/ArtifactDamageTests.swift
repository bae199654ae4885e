import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

@Suite("Damaged files", .ownThread)
struct ArtifactDamageTests {
    /// Reads damaged bytes as `x.sql.gz`; nil when they are accepted, which they may be only when the stream is
    /// the same and the digest tells.
    private func damage(
        _ bytes: Data, of sample: StoredSample, indexed: Bool, seed: String
    ) throws -> (damage: ArtifactDamage?, seen: Data) {
        let path = try sample.temporary.write(bytes, to: "damaged.sql.gz")
        let reader = try ArtifactReader.open(path)
        var seen = Data()
        do {
            let facts = try reader.readAll(
                index: indexed ? sample.index : nil, workers: 2, stop: StopSignal()
            ) { seen.append(contentsOf: $0) }
            #expect(seen == sample.raw, "\(seed)")
            #expect(facts.sha256 != sample.facts.sha256, "\(seed)")
            return (nil, seen)
        } catch let damage as ArtifactDamage {
            #expect(throws: SourceError.self, "\(seed)") { try reader.again([0..<1]) }
            return (damage, seen)
        }
    }

    @Test("F12 a file cut anywhere is refused", arguments: [true, false])
    func cuts(indexed: Bool) throws {
        let sample = try StoredSample(mixture(300_000))
        let bytes = try sample.bytes
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let cut = Int.random(in: 0..<bytes.count, using: &generator)
            let note = "seed \(generator.seed), cut at \(cut)"
            let found = try damage(bytes.prefix(cut), of: sample, indexed: indexed, seed: note)
            #expect(found.damage?.bytes == cut..<cut, "\(note)")
            #expect(sample.raw.starts(with: found.seen), "\(note)")
        }
    }

    @Test("F12 a flipped bit is found, and with an index named by its block", arguments: [true, false])
    func flips(indexed: Bool) throws {
        let sample = try StoredSample(mixture(300_000))
        let bytes = try sample.bytes
        let (places, rawPlaces) = (sample.places, sample.rawPlaces)
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            var changed = bytes
            changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            let note = "seed \(generator.seed), byte \(place)"
            let found = try damage(changed, of: sample, indexed: indexed, seed: note)
            guard indexed, let damage = found.damage else { continue }
            if let number = places.firstIndex(where: { $0.contains(place) }) {
                #expect(damage.bytes == places[number], "\(note)")
                #expect(damage.raw == rawPlaces[number], "\(note)")
                #expect(found.seen == sample.raw.prefix(rawPlaces[number].lowerBound), "\(note)")
            } else {
                #expect(damage.bytes.contains(place) && damage.raw == nil, "\(note)")
            }
        }
    }

    @Test("F12 every bit of the frame counts")
    func frame() throws {
        let sample = try StoredSample(mixture(10_000))
        let bytes = try sample.bytes
        for place in Array(0..<10) + Array(bytes.count - 10..<bytes.count) {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                let note = "byte \(place), bit \(bit)"
                let found = try damage(changed, of: sample, indexed: true, seed: note).damage
                #expect(found?.bytes == (place < 10 ? 0..<10 : bytes.count - 10..<bytes.count), "\(note)")
                // Without an index the time, the level, the system, the flag for text and what fills up the
                // last byte of the data are the digest's alone.
                let unindexed = try damage(changed, of: sample, indexed: false, seed: note).damage
                #expect(
                    (unindexed == nil)
                        == ((4..<10).contains(place) || (place, bit) == (3, 0)
                            || place == bytes.count - 9 && bit >= 2),
                    "\(note)")
            }
        }
    }

    @Test(
        "F12 half a file, one without its last bytes, a wrong CRC-32, a wrong size and an empty one are refused",
        arguments: ["own", "own with index", "gzip"])
    func classics(kind: String) throws {
        let sample = try StoredSample(mixture(200_000))
        var bytes = try sample.bytes
        if kind == "gzip" {
            var compress = Command("gzip", "-c")
            compress.input = sample.raw
            bytes = try compress.check().output
        }
        func flipped(_ fromEnd: Int) -> Data {
            var changed = bytes
            changed[changed.count - fromEnd] ^= 1
            return changed
        }
        let files = [
            bytes.prefix(bytes.count / 2), bytes.dropLast(4), flipped(8), flipped(4), Data(),
            bytes + Data([0]), bytes + Data(count: 512), bytes + Data("garbage".utf8), bytes + Data([0x1F]),
        ]
        for (number, file) in files.enumerated() {
            let found = try damage(
                Data(file), of: sample, indexed: kind == "own with index", seed: "file \(number)")
            // S17: zeros behind a file that has no index are what a tape or a device leaves, and gzip passes over them.
            let isPadded = kind != "own with index" && (number == 5 || number == 6)
            #expect((found.damage == nil) == isPadded, "file \(number)")
        }
    }

    @Test("a checksum that fails at the end of a member makes that member doubtful, and no other")
    func doubtfulMember() throws {
        var compress = Command("gzip", "-cn")
        compress.input = dumpText(100_000)
        let member = try compress.check().output
        var file = member + member
        file[file.count - 8] ^= 1
        let temporary = try TemporaryFolder("member")
        let reader = try ArtifactReader.open(try temporary.write(file, to: "x.gz"))
        let damage = #expect(throws: ArtifactDamage.self) { try reader.everything() }
        #expect(damage?.bytes.lowerBound == member.count)
        #expect(damage?.raw == 100_000..<200_000)
        #expect(damage?.reason.contains("incorrect data check") == true)
    }

    @Test("a file that is called .gz and is not is damaged, not plain")
    func misnamed() throws {
        let temporary = try TemporaryFolder("named")
        for text in ["", "SELECT 1;\n"] {
            let reader = try ArtifactReader.open(try temporary.write(text, to: "x.sql.gz"))
            #expect(throws: ArtifactDamage.self) { try reader.everything() }
        }
    }

    @Test("an index whose blocks lie about their size, checksum or border is found out", arguments: 0..<5)
    func lyingIndex(kind: Int) throws {
        let sample = try StoredSample(mixture(20_000))
        var blocks = sample.facts.blocks
        let (first, second) = (blocks[0], blocks[1])
        switch kind {
        case 0: blocks[0] = .init(rawBytes: first.rawBytes - 1, bytes: first.bytes, crc32: first.crc32)
        case 1: blocks[0] = .init(rawBytes: first.rawBytes + 1, bytes: first.bytes, crc32: first.crc32)
        case 2: blocks[0] = .init(rawBytes: first.rawBytes, bytes: first.bytes, crc32: ~first.crc32)
        case 3:
            blocks[0] = .init(rawBytes: first.rawBytes, bytes: first.bytes - 1, crc32: first.crc32)
            blocks[1] = .init(rawBytes: second.rawBytes, bytes: second.bytes + 1, crc32: second.crc32)
        default:
            blocks[0] = .init(
                rawBytes: first.rawBytes + second.rawBytes, bytes: first.bytes + second.bytes,
                crc32: Checksum.combine(first.crc32, second.crc32, secondCount: second.rawBytes))
            blocks.remove(at: 1)
        }
        let reader = try ArtifactReader.open(sample.path)
        if kind == 4 {
            // Two blocks taken for one are the same stream.
            let read = try reader.everything(index: ArtifactIndex(blocks: blocks))
            #expect(read.raw == sample.raw)
            return
        }
        let damage = #expect(throws: ArtifactDamage.self) {
            try reader.everything(index: ArtifactIndex(blocks: blocks))
        }
        #expect(damage?.bytes == 10..<10 + blocks[0].bytes)
        #expect(damage?.raw == 0..<blocks[0].rawBytes)
    }

    @Test("a place that the disk does not give is named, with what it costs")
    func unreadable() throws {
        let sample = try StoredSample(mixture(300_000))
        let (places, rawPlaces) = (sample.places, sample.rawPlaces)
        let bad = places[40].lowerBound + 5
        let file = MemoryFile(try sample.bytes, unreadable: bad..<bad + 100)
        let reader = try ArtifactReader(file, bytes: sample.facts.bytes, path: "x.gz")
        var seen = 0
        let damage = #expect(throws: ArtifactDamage.self) {
            _ = try reader.readAll(index: sample.index, stop: StopSignal()) { seen += $0.count }
        }
        #expect(damage?.bytes == places[40])
        #expect(damage?.raw == rawPlaces[40])
        #expect(damage?.reason == "cannot be read at byte \(bad): Input/output error")
        #expect(seen == rawPlaces[40].lowerBound)
        let serial = #expect(throws: ArtifactDamage.self) { try reader.everything() }
        #expect(serial?.bytes.lowerBound == bad)
        #expect(serial?.reason == damage?.reason)
        #expect(serial?.raw.map { $0.lowerBound <= rawPlaces[40].upperBound } == true)
        for place in [0, sample.facts.bytes - 1] {
            let file = MemoryFile(try sample.bytes, unreadable: place..<place + 1)
            #expect(throws: ArtifactDamage.self) {
                try ArtifactReader(file, bytes: sample.facts.bytes, path: "x.gz").everything(
                    index: sample.index)
            }
        }
    }

    @Test(
        "F23 a file that is changed in place between two readings gives nothing of what changed",
        arguments: [true, false])
    func changedInPlace(indexed: Bool) throws {
        let sample = try StoredSample(mixture(5_000_000), blockSize: 64 * 1024)
        let reader = try ArtifactReader.open(sample.path)
        _ = try reader.everything(index: indexed ? sample.index : nil)
        let number = 50
        try sample.flip(at: sample.places[number].lowerBound + 1000)
        let start = sample.rawPlaces[number].lowerBound
        var seen = Data()
        let damage = #expect(throws: ArtifactDamage.self) {
            try reader.read(nil, stop: StopSignal()) { seen.append(contentsOf: $0) }
        }
        #expect(sample.raw.starts(with: seen))
        if indexed {
            #expect(seen.count == start)
            #expect(damage?.bytes == sample.places[number])
        } else {
            #expect(seen.count == start - start % (1 << 20))
        }
        // What lies before it is still what it was.
        #expect(try reader.again([0..<1000]) == sample.raw.prefix(1000))
        #expect(throws: ArtifactDamage.self) { try reader.again([start..<start + 1]) }
    }

    @Test(
        "F23 a file that is written over with another sound one between two readings is not taken for the first",
        arguments: ["gz", "sql"])
    func writtenOver(ending: String) throws {
        let temporary = try TemporaryFolder("over")
        func content(_ raw: Data) throws -> Data {
            guard ending == "gz" else { return raw }
            var compress = Command("gzip", "-cn")
            compress.input = raw
            return try compress.check().output
        }
        let first = noise(3 << 20, seed: 5)
        let others = [noise(3 << 20, seed: 6), noise(4 << 20, seed: 5), noise(2 << 20, seed: 5), Data()]
        for other in others {
            let path = try temporary.write(try content(first), to: "x.\(ending)")
            let reader = try ArtifactReader.open(path)
            _ = try reader.everything()
            let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: content(other))
            var seen = Data()
            #expect(throws: ArtifactDamage.self) {
                try reader.read(nil, stop: StopSignal()) { seen.append(contentsOf: $0) }
            }
            #expect(first.starts(with: seen))
        }
    }

    @Test("F23 a file that is renamed away, replaced or removed is still the one that was opened")
    func replaced() throws {
        let sample = try StoredSample(mixture(500_000))
        let reader = try ArtifactReader.open(sample.path)
        _ = try reader.everything(index: sample.index)
        try sample.temporary.write("evil", to: "other")
        #expect(rename(sample.path, sample.temporary("away")) == 0)
        #expect(rename(sample.temporary("other"), sample.path) == 0)
        #expect(try reader.again() == sample.raw)
        #expect(unlink(sample.temporary("away")) == 0)
        #expect(try reader.again() == sample.raw)
    }

    @Test("a file that shrinks while it is read is damaged", arguments: [true, false])
    func shrunk(indexed: Bool) throws {
        let sample = try StoredSample(mixture(3_000_000))
        let reader = try ArtifactReader.open(sample.path)
        #expect(truncate(sample.path, 100_000) == 0)
        #expect(throws: ArtifactDamage.self) {
            try reader.everything(index: indexed ? sample.index : nil)
        }
    }
}
