import Dispatch

/// A piece of the stream on its way from the producer over a worker to the writer.
///
/// `@unchecked Sendable`: at any time one thread only touches it, the one that has last taken it from a
/// `WaitingQueue`; that queue's `Mutex`, and for the writer the semaphore `compressed`, order the accesses.
final class Block: @unchecked Sendable {
    /// Raw bytes; the first `rawCount` are filled.
    let raw: UnsafeMutableRawBufferPointer
    var rawCount = 0
    /// Room for the compressed bytes; made by the worker, whose engine knows how much it takes.
    private(set) var output = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    var outputCount = 0
    /// The CRC-32 of the raw bytes.
    var crc32: UInt32 = 0
    /// Signalled by the worker when it is done with the block.
    let compressed = DispatchSemaphore(value: 0)

    init(size: Int) {
        raw = .allocate(byteCount: size, alignment: 64)
    }

    deinit {
        raw.deallocate()
        output.deallocate()
    }

    /// The raw bytes that are filled.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: raw.prefix(rawCount)) }

    /// The compressed bytes.
    var result: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: output.prefix(outputCount)) }

    /// Takes as many bytes as fit and returns how many.
    func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = min(bytes.count, raw.count - rawCount)
        guard count > 0 else { return 0 }
        UnsafeMutableRawBufferPointer(rebasing: raw[rawCount..<rawCount + count])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
        rawCount += count
        return count
    }

    /// Makes room for compressed bytes; blocks are reused, so that this allocates once.
    func reserveOutput(_ count: Int) {
        guard output.count < count else { return }
        output.deallocate()
        output = .allocate(byteCount: count, alignment: 64)
    }
}
