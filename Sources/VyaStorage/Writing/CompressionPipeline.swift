import Crypto
import Dispatch
import Synchronization
import VyaCore
import VyaSystem

/// The way of one stream from its producer over the threads of the pool to a file, in order.
///
/// Blocks go round: free → filled by the producer → compressed by a worker → written → free. Their number is
/// fixed, so memory does not grow with the stream, and a slow disk makes the producer wait.
final class CompressionPipeline: Sendable {
    private struct State {
        var failure: DestinationError?
        var facts: StoredFacts?
        var unread: [WrittenBlock] = []
    }

    /// After so many bytes in the file they are sent to the disk and read back.
    private static let windowBytes = 4 << 20
    /// The same after so many blocks, of which a stream that is nearly nothing when compressed would collect too many.
    private static let windowBlocks = 1024

    private let file: PendingFile
    private let codec: BlockCodec
    private let queue: WorkQueue
    private let readBack: ReadBack
    private let free = WaitingQueue<Block>()
    private let toWrite = WaitingQueue<Block>()
    private let state = Mutex(State())

    /// Makes a pipeline with `blocks` blocks of `blockSize` bytes.
    init(
        into file: PendingFile, codec: BlockCodec, queue: WorkQueue, readBack: ReadBack, blocks: Int,
        blockSize: Int
    ) {
        self.file = file
        self.codec = codec
        self.queue = queue
        self.readBack = readBack
        for _ in 0..<blocks { free.put(Block(size: blockSize)) }
    }

    /// The first thing that went wrong in any thread.
    var failure: DestinationError? { state.withLock { $0.failure } }

    /// What was written; nil until the writer has ended without a failure.
    var facts: StoredFacts? { state.withLock { $0.facts } }

    /// The blocks that have not been handed to the read-back, once the writer has ended.
    var unread: [WrittenBlock] { state.withLock { $0.unread } }

    /// Makes all threads run out without writing anything more.
    func fail(_ error: DestinationError) {
        state.withLock { $0.failure = $0.failure ?? error }
    }

    /// Waits for a block to fill.
    func takeFree() -> Block? { free.take() }

    /// Sends a filled block on its way; blocks are written in the order of these calls.
    func submit(_ block: Block) {
        toWrite.put(block)
        queue.submit { [self] bench in compress(block, on: bench) }
    }

    /// Says that no block will follow.
    func close() { toWrite.close() }

    private func compress(_ block: Block, on bench: WorkerEngines) {
        if failure == nil {
            do throws(DestinationError) {
                let encoder = try bench.encoder()
                encoder.prepare(queue.backlog)
                block.output.reserve(encoder.maximumSize(of: block.rawCount))
                block.output.count = try encoder.encode(block.content, into: block.output.memory)
                block.crc32 = Checksum.crc32(of: block.content)
                block.storedCRC32 = Checksum.crc32(of: block.output.content)
            } catch {
                fail(error)
            }
        }
        // Also after a failure: the writer waits for every block and gives it back.
        block.compressed.signal()
    }

    /// The life of the writer: header, blocks in order, ending.
    func writeInOrder() {
        var (rawBytes, bytes, crc) = (0, 0, UInt32(0))
        var blocks: [ArtifactIndex.Block] = []
        var (window, windowStart) = ([WrittenBlock](), 0)
        var digest = SHA256()
        func put(_ content: UnsafeRawBufferPointer) {
            guard failure == nil else { return }
            digest.update(bufferPointer: content)
            bytes += content.count
            if let error = file.writeAll(content) { fail(error) }
        }
        codec.header.withUnsafeBytes(put)
        while let block = toWrite.take() {
            block.compressed.wait()
            let place = bytes..<bytes + block.output.count
            put(block.output.content)
            blocks.append(
                .init(rawBytes: block.rawCount, bytes: block.output.count, crc32: block.crc32))
            window.append(
                WrittenBlock(
                    place: place, rawBytes: block.rawCount, crc32: block.crc32,
                    storedCRC32: block.storedCRC32))
            crc = Checksum.combine(crc, block.crc32, secondCount: block.rawCount)
            rawBytes += block.rawCount
            block.rawCount = 0
            free.put(block)
            let isFull = bytes - windowStart >= Self.windowBytes || window.count >= Self.windowBlocks
            if isFull, failure == nil {
                file.startFlushing(windowStart..<bytes)
                readBack.add(window, end: bytes)
                (window, windowStart) = ([], bytes)
            }
        }
        codec.ending(crc32: crc, rawBytes: rawBytes).withUnsafeBytes(put)
        let facts = StoredFacts(
            rawBytes: rawBytes, bytes: bytes, sha256: Checksum.hexadecimal(digest.finalize()), crc32: crc,
            blocks: blocks)
        state.withLock { state in
            if state.failure == nil { state.facts = facts }
            state.unread = window
        }
    }
}
