import Synchronization
import VyaCore

/// Reads a file without an index: one thread decompresses it, another computes checksums, the caller takes it.
final class SerialReading: Sendable {
    /// What was read, as it is remembered for a second reading.
    struct Memory: Sendable {
        /// The CRC-32 of every `chunkBytes` bytes of the stream; the last chunk may be shorter.
        var checksums: [UInt32] = []
        /// The size of the stream, in bytes.
        var rawBytes = 0
    }

    /// The size of the chunks of the stream that are remembered.
    static let chunkBytes = 1 << 20

    private let file: any PositionedFile
    private let bytes: Int
    private let encoding: ArtifactEncoding
    /// True for a file of another program's, behind which there may be zeros.
    private let allowsZeros: Bool
    private let sha256 = Mutex<String?>(nil)

    /// Prepares to read a file of `bytes` bytes.
    init(_ file: any PositionedFile, bytes: Int, encoding: ArtifactEncoding, allowsZeros: Bool) {
        self.allowsZeros = allowsZeros
        self.file = file
        self.bytes = bytes
        self.encoding = encoding
    }

    /// Reads every byte of the file once, in order.
    ///
    /// Throws `ArtifactDamage`, `SourceError` for what this program does not read, and what the file, the sink
    /// and the pipeline throw.
    func readAll(
        stop: StopSignal, into sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> (ReadFacts, Memory) {
        var (memory, crc32) = (Memory(), UInt32(0))
        try run(expecting: nil, stop: stop) { chunk in
            if !chunk.raw.content.isEmpty {
                memory.checksums.append(chunk.crc32)
                memory.rawBytes += chunk.raw.count
                crc32 = Checksum.combine(crc32, chunk.crc32, secondCount: chunk.raw.count)
                try sink(chunk.raw.content)
            }
            if let failure = chunk.failure { throw failure }
            return true
        }
        let facts = ReadFacts(
            sha256: sha256.withLock { $0 } ?? "", bytes: bytes, rawBytes: memory.rawBytes, crc32: crc32,
            usedIndex: false)
        return (facts, memory)
    }

    /// Reads the file again up to the end of a selection, and compares every chunk with what was remembered
    /// before the sink sees it.
    func read(
        _ selection: PieceSelection, comparingWith memory: Memory, stop: StopSignal,
        into sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var (selection, seen) = (selection, 0)
        try run(expecting: memory, stop: stop) { chunk in
            if let failure = chunk.failure { throw failure }
            seen += chunk.raw.count
            try selection.hand(chunk.raw.content, at: chunk.rawOffset, to: sink)
            return !selection.isComplete
        }
        guard selection.isComplete || seen == memory.rawBytes else {
            throw changed(raw: seen..<memory.rawBytes)
        }
    }

    private func run(
        expecting memory: Memory?, stop: StopSignal, take: (StreamPiece) throws -> Bool
    ) throws {
        let pipeline = ReadPipeline(workers: 1, pieceSize: Self.chunkBytes)
        try pipeline.run(stop: stop) {
            do {
                try self.decompress(into: pipeline, digesting: memory == nil)
            } catch {
                pipeline.fail((error as? UnreadableBytes)?.damage(raw: nil) ?? error)
            }
        } working: {
            pipeline.work { chunk in
                chunk.crc32 = Checksum.crc32(of: chunk.raw.content)
                if let memory { self.compare(chunk, with: memory) }
            }
        } take: {
            try take($0)
        }
    }

    /// The life of the reading thread.
    private func decompress(into pipeline: ReadPipeline, digesting: Bool) throws {
        let cursor = FileCursor(file, digesting: digesting)
        let stream = try open(cursor)
        while let chunk = pipeline.takeFree() {
            chunk.rawOffset = stream.rawBytes
            chunk.raw.reserve(Self.chunkBytes)
            var ended = false
            do {
                while !ended, chunk.raw.count < Self.chunkBytes {
                    let rest = chunk.raw.memory[chunk.raw.count..<Self.chunkBytes]
                    ended = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: rest)) == 0
                    chunk.raw.count = stream.rawBytes - chunk.rawOffset
                }
                if ended {
                    guard cursor.position == bytes else {
                        throw ArtifactDamage(
                            bytes: min(bytes, cursor.position)..<max(bytes, cursor.position), raw: nil,
                            reason: "changed its size while it was read")
                    }
                    if digesting { sha256.withLock { $0 = cursor.sha256 } }
                }
            } catch {
                chunk.raw.count = stream.rawBytes - chunk.rawOffset
                let unreadable = error as? UnreadableBytes
                chunk.failure = unreadable?.damage(raw: ArtifactDamage.rest(from: stream.rawBytes)) ?? error
                ended = true
            }
            pipeline.submit(chunk)
            if ended { return }
        }
    }

    private func open(_ cursor: FileCursor) throws -> any StoredStream {
        switch encoding {
        case .gzip: try GzipStream(cursor, bytes: bytes, allowsZeros: allowsZeros)
        case .zstd: try ZstdStream(cursor, bytes: bytes)
        case .plain: PlainStream(cursor)
        }
    }

    private func compare(_ chunk: StreamPiece, with memory: Memory) {
        guard chunk.failure == nil else { return }
        let number = chunk.rawOffset / Self.chunkBytes
        let count = min(Self.chunkBytes, memory.rawBytes - chunk.rawOffset)
        // The chunk behind the last is empty when the stream ends with a whole one.
        if count == 0, chunk.raw.count == 0 { return }
        guard number < memory.checksums.count, chunk.raw.count == count,
            chunk.crc32 == memory.checksums[number]
        else {
            chunk.failure = changed(raw: chunk.rawOffset..<max(chunk.rawOffset, memory.rawBytes))
            return
        }
    }

    private func changed(raw: Range<Int>) -> ArtifactDamage {
        ArtifactDamage(
            bytes: 0..<bytes, raw: raw,
            reason: """
                is not any more what it was when it was proven: its stream differs from byte \
                \(raw.lowerBound) on
                """)
    }
}
