import Glibc
package import VyaCore

/// Writes one stream as a compressed file that has no name until it is complete and proven.
///
/// The stream goes in as `BlockSink` says; then follow `finish`, `prove`, `publish`, all from one thread. Leaving the
/// writer at any point drops the file, and the kernel frees its space. The file is made of blocks that were
/// compressed on their own by the threads of a pool, and is read back while it is being written. What is published
/// is what was proven; `publish` refuses anything else.
package final class ArtifactWriter: BlockSink {
    /// The memory for the blocks of one artifact, in bytes, unless somebody says otherwise.
    package static let defaultMemory = 16 << 20
    /// How many names are tried before a folder full of them is called an error.
    private static let maximumAttempts = 100_000

    private enum Stage: Equatable {
        case writing
        case finished(StoredFacts)
        case proven
        case closed
    }

    private let folder: SafeFolder
    /// Keeps the threads that do the work alive.
    private let pool: WorkPool
    /// Reads the file back; nil once its thread has ended.
    private var readBack: ReadBack?
    /// The way to the file; nil once the writer's thread has ended.
    private var pipeline: CompressionPipeline?
    private var unread: [WrittenBlock] = []
    private var file: PendingFile?
    private var writingThread: WorkerThread?
    private var readingThread: WorkerThread?
    private var current: Block?
    /// A block of the stream that is smaller than this does not end where a table begins.
    private let smallestBlock: Int
    private var stage = Stage.writing
    /// What the threads failed with, kept when they have ended.
    private var failure: DestinationError?

    /// Creates the file and starts a thread that writes and one that reads back.
    ///
    /// `memory` bounds the blocks under way, in bytes; there are at least enough for the stream to move. `style` says
    /// how the file exists before it has its name. Throws `DestinationError` when no file or thread can be made.
    package init(
        in folder: SafeFolder, pool: WorkPool, memory: Int = defaultMemory, blockSize: Int? = nil,
        style: PendingFile.Style = .unnamed
    ) throws(DestinationError) {
        let codec = pool.compressor.codec
        let blockSize = max(1, blockSize ?? pool.compressor.blockSize)
        let file = try PendingFile(in: folder, style: style)
        let readBack = ReadBack(file, queue: pool.queue, workers: pool.workers)
        // A block takes its size once before compression and at most once after. Every worker has one, others wait
        // for it while it tries a strong engine, and some are filled and written.
        let blocks = max(4, min(memory / (2 * blockSize), pool.workers * 4 + 4))
        let pipeline = CompressionPipeline(
            into: file, codec: codec, queue: pool.queue, readBack: readBack, blocks: blocks,
            blockSize: blockSize)
        self.folder = folder
        self.pool = pool
        self.readBack = readBack
        self.file = file
        self.pipeline = pipeline
        smallestBlock = blockSize / 4
        // A throw from here on runs `deinit`, which lets a thread that has started run out.
        writingThread = try WorkerThread { pipeline.writeInOrder() }
        readingThread = try WorkerThread { readBack.run() }
    }

    /// Creates the file as the other initializer does, with a pool of its own.
    package convenience init(
        in folder: SafeFolder, compression: any BlockCompressor = ZlibCompressor(), workers: Int = 0,
        blockSize: Int? = nil, style: PendingFile.Style = .unnamed
    ) throws(DestinationError) {
        try self.init(
            in: folder, pool: WorkPool(compression: compression, workers: workers), blockSize: blockSize,
            style: style)
    }

    deinit {
        abandon()
    }

    /// Waits for a block when the disk is slower than the producer; throws the `DestinationError` of whichever thread
    /// failed first.
    package func space() throws -> UnsafeMutableRawBufferPointer {
        guard stage == .writing, let pipeline else { throw misuse("written to") }
        if let failure = pipeline.failure { throw failure }
        guard let block = current ?? pipeline.takeFree() else { throw misuse("written to") }
        current = block
        return block.room
    }

    /// Takes the bytes that were filled.
    package func advance(by count: Int) throws {
        try advance(by: count, beginningBlocksAt: [])
    }

    /// Takes the bytes that were filled; where a table begins among them, given in bytes from the first of them, a new
    /// block begins, unless the one before it would be too small.
    ///
    /// The same stream with the same places makes the same blocks, in whatever pieces it comes.
    package func advance(by count: Int, beginningBlocksAt places: [Int]) throws {
        guard stage == .writing, let pipeline, let first = current else { throw misuse("written to") }
        // A full block is sent on at once, so that the places are always in the one that is being filled.
        var (block, start) = (first, -first.rawCount)
        block.rawCount += count
        for place in places where place - start >= smallestBlock && place - start <= block.rawCount {
            guard let next = pipeline.takeFree() else { throw misuse("written to") }
            block.move(from: place - start, to: next)
            pipeline.submit(block)
            (block, start) = (next, place)
        }
        current = block
        if block.room.isEmpty { submitCurrent() }
    }

    /// Writes what is left and the ending, and flushes the file to the disk.
    package func finish() throws(DestinationError) -> StoredFacts {
        guard stage == .writing, let file, let pipeline else { throw misuse("finished") }
        stage = .closed
        if current?.rawCount ?? 0 > 0 { submitCurrent() }
        current = nil
        endWriting()
        guard let facts = pipeline.facts else { throw misuse("finished") }
        try file.flush()
        stage = .finished(facts)
        return facts
    }

    /// Reads back what was not read back while it was written, and waits until all of the file is proven: it came
    /// from the disk, is what was written, and decompresses to what was streamed.
    ///
    /// Size, header, ending, and the CRC-32 of each block as it is stored and of what it holds must agree; gzip's own
    /// size field, which wraps at 4 GiB, is not trusted. Throws `DestinationError`, with code `proof.mismatch` for
    /// what differs, or `StoppedError` once `stop` is raised.
    package func prove(stop: StopSignal? = nil) throws {
        guard case .finished(let facts) = stage, let file, let readBack else { throw misuse("proven") }
        stage = .closed
        let key = stop?.onRaise { _ in
            if let reason = stop?.reason { readBack.fail(StoppedError(reason)) }
        }
        defer { if let key { stop?.remove(key) } }
        try stop?.check()
        readBack.add(unread, end: facts.bytes, isFlushed: true)
        endReading()
        if let failure = readBack.failure { throw failure }
        try file.checkFrame(of: facts, codec: pool.compressor.codec)
        stage = .proven
    }

    /// Gives the proven file the first free name that `naming` makes of the attempt numbers 1, 2, …, and
    /// returns it.
    ///
    /// Nothing is overwritten, whatever lies under a name. On return the name is durable.
    package func publish(naming: (Int) -> String) throws(DestinationError) -> String {
        guard stage == .proven, let file else { throw misuse("published") }
        stage = .closed
        for attempt in 1...Self.maximumAttempts {
            let name = naming(attempt)
            if try file.publish(as: name) {
                self.file = nil
                return name
            }
        }
        throw DestinationError(
            .nameTaken, "all names for the backup in \(folder.path.printable) are taken",
            hints: ["somebody fills this folder with names of backups; look at what is in it"])
    }

    /// Drops the file and ends the threads; does nothing after `publish`, and nothing the second time.
    package func abandon() {
        stage = .closed
        let abandoned = DestinationError("artifact.abandoned", "the backup was abandoned")
        pipeline?.fail(abandoned)
        readBack?.fail(abandoned)
        endWriting()
        endReading()
        current = nil
        file?.dropName()
        file = nil
    }

    private func submitCurrent() {
        if let current { pipeline?.submit(current) }
        current = nil
    }

    private func endWriting() {
        pipeline?.close()
        writingThread?.join()
        writingThread = nil
        failure = failure ?? pipeline?.failure
        unread = pipeline?.unread ?? unread
        pipeline = nil
    }

    private func endReading() {
        readBack?.close()
        readingThread?.join()
        readingThread = nil
        readBack = nil
        unread = []
    }

    private func misuse(_ verb: Message) -> DestinationError {
        failure ?? pipeline?.failure
            ?? DestinationError("artifact.stage", "the backup cannot be \(verb) at this stage")
    }
}

/// What is known of a stored stream once it has been written to its end.
package struct StoredFacts: Sendable, Equatable {
    /// The size of the stream before compression, in bytes.
    package let rawBytes: Int
    /// The size of the file, in bytes.
    package let bytes: Int
    /// The SHA-256 of the file, in hexadecimal digits.
    package let sha256: String
    /// The CRC-32 of the stream before compression.
    package let crc32: UInt32
    /// The blocks of the file in order, for its `ArtifactIndex`: the first begins behind the gzip header, and
    /// behind the last there are only the empty last block and the trailer.
    package let blocks: [ArtifactIndex.Block]
}
