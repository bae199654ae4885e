import Crypto
import Synchronization
import VyaCore

/// Reads an indexed file: the blocks on all cores, each alone, and in the order of the stream for the taker.
final class BlockReading: Sendable {
    private let file: any PositionedFile
    private let bytes: Int
    private let blocks: [ArtifactIndex.Block]
    private let codec: BlockCodec
    private let pipeline: ReadPipeline
    private let facts = Mutex<ReadFacts?>(nil)

    /// Prepares to read a file of `bytes` bytes, whose blocks must fit it; `workers` below 1 means one for each
    /// core.
    init(
        _ file: any PositionedFile, bytes: Int, blocks: [ArtifactIndex.Block], codec: BlockCodec,
        workers: Int
    ) {
        self.file = file
        self.bytes = bytes
        self.blocks = blocks
        self.codec = codec
        pipeline = ReadPipeline(workers: workers, pieceSize: BlockPlan.largestRun(of: blocks))
    }

    /// Reads every byte of the file once and proves all of it: frame, blocks, checksums.
    ///
    /// Throws `ArtifactDamage`, and what the file, the sink and the pipeline throw.
    func readAll(
        stop: StopSignal?, into sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> ReadFacts {
        try run(.everything, stop: stop, into: sink) { try self.readFile() }
        guard let facts = facts.withLock({ $0 }) else {
            // Not reached: the reading thread leaves facts or an error.
            throw ArtifactDamage(bytes: 0..<bytes, raw: nil, reason: "was not read to its end")
        }
        return facts
    }

    /// Reads the blocks that hold something of a selection, and proves each before the sink sees it.
    func read(
        _ selection: PieceSelection, stop: StopSignal?, into sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try run(selection, stop: stop, into: sink) { self.readRuns(selection) { _ in } }
    }

    private func run(
        _ selection: PieceSelection, stop: StopSignal?, into sink: (UnsafeRawBufferPointer) throws -> Void,
        reading: @escaping @Sendable () throws -> Void
    ) throws {
        var selection = selection
        try pipeline.run(stop: stop) {
            do {
                try reading()
            } catch {
                self.pipeline.fail((error as? UnreadableBytes)?.damage(raw: nil) ?? error)
            }
        } working: {
            self.decompress()
        } take: { piece in
            try selection.hand(piece.raw.content, at: piece.rawOffset, to: sink)
            if let failure = piece.failure { throw failure }
            return true
        }
    }

    // MARK: The reading thread

    private func readFile() throws {
        var digest = SHA256()
        let header = try file.bytes(0..<codec.header.count)
        guard header == codec.header else {
            throw ArtifactDamage(
                bytes: 0..<codec.header.count, raw: nil, reason: "has a damaged \(codec.rawValue) header")
        }
        digest.update(data: header)
        guard readRuns(.everything, seeing: { digest.update(bufferPointer: $0) }) else { return }
        let (rawBytes, crc32) = blocks.reduce((0, UInt32(0))) { sum, block in
            (sum.0 + block.rawBytes, Checksum.combine(sum.1, block.crc32, secondCount: block.rawBytes))
        }
        let expected = codec.ending(crc32: crc32, rawBytes: rawBytes)
        let start = bytes - expected.count
        // One byte more than there should be.
        let tail = try file.bytes(start..<bytes + 1)
        guard tail.count <= expected.count else {
            throw ArtifactDamage(
                bytes: bytes..<bytes + 1, raw: nil, reason: "has something behind its \(codec.rawValue) data")
        }
        guard tail == expected else {
            throw ArtifactDamage(
                bytes: start..<bytes, raw: nil,
                reason: "has a \(codec.rawValue) trailer that does not fit its content"
            )
        }
        digest.update(data: tail)
        let sha256 = Checksum.hexadecimal(digest.finalize())
        facts.withLock {
            $0 = ReadFacts(
                sha256: sha256, bytes: bytes, rawBytes: rawBytes, crc32: crc32, usedIndex: true)
        }
    }

    /// Submits the selected blocks; false when they could not all be read or are not wanted any more.
    @discardableResult
    private func readRuns(
        _ selection: PieceSelection, seeing see: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        var plan = BlockPlan(blocks, codec: codec, selection: selection)
        while let run = plan.next() {
            guard let piece = pipeline.takeFree() else { return false }
            piece.blocks = run.blocks
            piece.offset = run.bytes.lowerBound
            piece.rawOffset = run.raw.lowerBound
            piece.input.reserve(run.bytes.count)
            let room = UnsafeMutableRawBufferPointer(rebasing: piece.input.memory.prefix(run.bytes.count))
            (piece.input.count, piece.failure) = file.fill(room, at: run.bytes.lowerBound)
            see(piece.input.content)
            let isWhole = piece.input.count == run.bytes.count
            pipeline.submit(piece)
            guard isWhole else { return false }
        }
        return true
    }

    // MARK: The workers

    private func decompress() {
        var decoder: (any BlockDecoder)?
        pipeline.work { piece in
            do {
                let engine = if let decoder { decoder } else { try codec.makeDecoder() }
                decoder = engine
                try decompress(piece, with: engine)
            } catch {
                piece.failure = error
            }
        }
    }

    /// Decompresses the blocks of a stretch up to the first that is damaged.
    private func decompress(_ piece: StreamPiece, with decoder: any BlockDecoder) throws {
        // One byte more, so that a block that holds too much shows.
        piece.raw.reserve(piece.blocks.reduce(1) { $0 + $1.rawBytes })
        var position = 0
        for block in piece.blocks {
            let start = piece.raw.count
            let place = piece.offset + position..<piece.offset + position + block.bytes
            let raw = piece.rawOffset + start..<piece.rawOffset + start + block.rawBytes
            guard position + block.bytes <= piece.input.count else {
                let failure = piece.failure
                if let unreadable = failure as? UnreadableBytes {
                    throw unreadable.damage(bytes: place, raw: raw)
                }
                throw failure
                    ?? ArtifactDamage(
                        bytes: place, raw: raw, reason: "ends before its \(codec.rawValue) data do")
            }
            let input = UnsafeRawBufferPointer(
                rebasing: piece.input.content[position..<position + block.bytes])
            let output = UnsafeMutableRawBufferPointer(
                rebasing: piece.raw.memory[start...start + block.rawBytes])
            let objection = decoder.objection(
                to: input, holding: block.rawBytes, crc32: block.crc32, in: output)
            if let objection {
                throw ArtifactDamage(
                    bytes: place, raw: raw,
                    reason: "is damaged in the block at byte \(place.lowerBound): \(objection)")
            }
            position += block.bytes
            piece.raw.count = start + block.rawBytes
        }
    }
}
