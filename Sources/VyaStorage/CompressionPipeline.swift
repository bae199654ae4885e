import CZlib
import Crypto
import Dispatch
import Synchronization
import VyaCore

/// The threads between a producer and a file: workers that compress blocks, and one writer that puts them in
/// order.
///
/// Blocks go round: free → filled by the producer → compressed by a worker → written → free. Their number is
/// fixed, so memory does not grow with the stream, and a slow disk makes the producer wait.
final class CompressionPipeline: Sendable {
    private struct State {
        var failure: DestinationError?
        var facts: StoredFacts?
    }

    private let file: PendingFile
    private let free = WaitingQueue<Block>()
    private let toCompress = WaitingQueue<Block>()
    private let toWrite = WaitingQueue<Block>()
    private let state = Mutex(State())

    init(into file: PendingFile, workers: Int, blockSize: Int) {
        self.file = file
        // Enough that every worker has a block, others wait for it while it tries a strong engine, and some are
        // filled and written.
        for _ in 0..<workers * 4 + 4 { free.put(Block(size: blockSize)) }
    }

    /// The first thing that went wrong in any thread.
    var failure: DestinationError? { state.withLock { $0.failure } }

    /// What was written; nil until the writer has ended without a failure.
    var facts: StoredFacts? { state.withLock { $0.facts } }

    /// Makes all threads run out without writing anything more.
    func fail(_ error: DestinationError) {
        state.withLock { $0.failure = $0.failure ?? error }
    }

    /// Waits for a block to fill.
    func takeFree() -> Block? { free.take() }

    /// Sends a filled block on its way; blocks are written in the order of these calls.
    func submit(_ block: Block) {
        toWrite.put(block)
        toCompress.put(block)
    }

    /// Says that no block will follow.
    func close() {
        toCompress.close()
        toWrite.close()
    }

    /// The life of one worker.
    func compress(with compressor: any BlockCompressor) {
        var encoder: (any BlockEncoder)?
        while let block = toCompress.take() {
            if failure == nil {
                do throws(DestinationError) {
                    let engine = if let encoder { encoder } else { try compressor.makeEncoder() }
                    encoder = engine
                    engine.prepare(waiting: toCompress.count)
                    block.output.reserve(engine.maximumSize(of: block.rawCount))
                    block.output.count = try engine.encode(block.content, into: block.output.memory)
                    block.crc32 = Checksum.crc32(of: block.content)
                } catch {
                    fail(error)
                }
            }
            // Also after a failure: the writer waits for every block and gives it back.
            block.compressed.signal()
        }
    }

    /// The life of the writer: header, blocks in order, last block, trailer.
    func writeInOrder() {
        var (rawBytes, bytes, crc) = (0, 0, UInt32(0))
        var blocks: [ArtifactIndex.Block] = []
        var digest = SHA256()
        func put(_ content: UnsafeRawBufferPointer) {
            guard failure == nil else { return }
            digest.update(bufferPointer: content)
            bytes += content.count
            if let error = file.writeAll(content) { fail(error) }
        }
        GzipFormat.header.withUnsafeBytes(put)
        while let block = toWrite.take() {
            block.compressed.wait()
            put(block.output.content)
            blocks.append(
                .init(rawBytes: block.rawCount, bytes: block.output.count, crc32: block.crc32))
            crc = Checksum.combine(crc, block.crc32, secondCount: block.rawCount)
            rawBytes += block.rawCount
            block.rawCount = 0
            free.put(block)
        }
        (GzipFormat.lastBlock + GzipFormat.trailer(crc32: crc, rawBytes: rawBytes)).withUnsafeBytes(put)
        let facts = StoredFacts(
            rawBytes: rawBytes, bytes: bytes, sha256: Checksum.hexadecimal(digest.finalize()), crc32: crc,
            blocks: blocks)
        state.withLock { if $0.failure == nil { $0.facts = facts } }
    }
}
