import Dispatch
import Synchronization
import VyaCore
import VyaSystem

/// Reads a file back from its disk while the rest of it is still being made, and proves it block by block.
///
/// What was written is brought to the disk and dropped from memory first, so that the disk answers. A thread of its
/// own reads, so that a slow disk holds up no other backup; the threads of the pool decompress and compare, when they
/// have nothing urgent to do. What is left at the end of the stream is proven by `finish`.
final class ReadBack: Sendable {
    /// What has been written since the last time.
    private struct Window: Sendable {
        let blocks: [WrittenBlock]
        /// The size of the file by then, in bytes.
        let end: Int
        /// True when the whole file is on the disk already.
        let isFlushed: Bool
    }

    /// A block on its way through the threads of the pool.
    ///
    /// `@unchecked Sendable`: one thread only touches it, the one that has last taken it from `free` or from the
    /// pool's queue, whose locks order the accesses.
    private final class Reading: @unchecked Sendable {
        let stored = RecycledBuffer()
        let raw = RecycledBuffer()
    }

    private static let pageSize = 4096

    private let file: PendingFile
    private let queue: WorkQueue
    private let windows = WaitingQueue<Window>()
    private let free = WaitingQueue<Reading>()
    private let readings: Int
    private let objection = Mutex<(any Error)?>(nil)

    /// Prepares to read a file; `workers` is how many threads the queue serves.
    init(_ file: PendingFile, queue: WorkQueue, workers: Int) {
        self.file = file
        self.queue = queue
        readings = workers + 1
        for _ in 0..<readings { free.put(Reading()) }
    }

    /// The first thing that was found wrong.
    var failure: (any Error)? { objection.withLock { $0 } }

    /// Takes note of the blocks that were written since the last time, and of the size of the file by then.
    func add(_ blocks: [WrittenBlock], end: Int, isFlushed: Bool = false) {
        windows.put(Window(blocks: blocks, end: end, isFlushed: isFlushed))
    }

    /// Says that nothing more is to be read.
    func close() { windows.close() }

    /// Says that nothing is worth reading any more.
    func fail(_ error: any Error) {
        objection.withLock { $0 = $0 ?? error }
    }

    /// The life of the reading thread; all that was begun is done when it ends.
    func run() {
        var waiting: [WrittenBlock] = []
        var dropped = 0
        while let window = windows.take() {
            waiting += window.blocks
            guard failure == nil else { continue }
            if !window.isFlushed, let error = file.settle(dropped..<window.end) { fail(error) }
            file.dropCache(from: dropped, to: window.isFlushed ? nil : window.end)
            // The page that the end lies on will be written to again, and stays in memory until then.
            let settled = window.isFlushed ? window.end : window.end / Self.pageSize * Self.pageSize
            dropped = settled
            let ready = waiting.prefix { $0.place.upperBound <= settled }
            waiting.removeFirst(ready.count)
            for block in ready where failure == nil { read(block) }
        }
        // Whoever has a reading is at work with it.
        for _ in 0..<readings { _ = free.take() }
    }

    private func read(_ block: WrittenBlock) {
        guard let reading = free.take() else { return }
        reading.stored.reserve(block.place.count)
        let room = UnsafeMutableRawBufferPointer(rebasing: reading.stored.memory.prefix(block.place.count))
        let (count, error) = file.fill(room, at: block.place.lowerBound)
        reading.stored.count = count
        if let error { fail(error) }
        guard error == nil, count == block.place.count else {
            fail(file.mismatch("it ends before byte \(block.place.upperBound)"))
            free.put(reading)
            return
        }
        queue.submitPatient { [self] bench in
            if failure == nil {
                do {
                    try prove(block, reading, with: try bench.decoder())
                } catch {
                    fail(error)
                }
            }
            free.put(reading)
        }
    }

    private func prove(
        _ block: WrittenBlock, _ reading: Reading, with decoder: any BlockDecoder
    ) throws(DestinationError) {
        let place = "the block at byte \(block.place.lowerBound)"
        guard Checksum.crc32(of: reading.stored.content) == block.storedCRC32 else {
            throw file.mismatch("\(place) differs")
        }
        // One byte more, so that a block that holds too much shows.
        reading.raw.reserve(block.rawBytes + 1)
        let output = UnsafeMutableRawBufferPointer(rebasing: reading.raw.memory.prefix(block.rawBytes + 1))
        let objection = decoder.objection(
            to: reading.stored.content, holding: block.rawBytes, crc32: block.crc32, in: output)
        if let objection { throw file.mismatch("\(place): \(objection)") }
    }
}

/// A block that lies in the file, as it is remembered until it has been read back.
struct WrittenBlock: Sendable {
    /// Where it is in the file.
    let place: Range<Int>
    /// The size of what it holds, in bytes.
    let rawBytes: Int
    /// The CRC-32 of what it holds.
    let crc32: UInt32
    /// The CRC-32 of the block itself.
    let storedCRC32: UInt32
}
