import Dispatch

/// A piece of the stream on its way from the producer over a worker to the writer.
///
/// `@unchecked Sendable`: at any time one thread only touches it, the one that has last taken it from a
/// `WaitingQueue`; that queue's `Mutex`, and for the writer the semaphore `compressed`, order the accesses.
final class Block: @unchecked Sendable {
    /// Raw bytes; the first `rawCount` are filled.
    let raw: UnsafeMutableRawBufferPointer
    var rawCount = 0
    /// The compressed bytes; the worker makes room for them, whose engine knows how much it takes.
    let output = RecycledBuffer()
    /// The CRC-32 of the raw bytes.
    var crc32: UInt32 = 0
    /// The CRC-32 of the compressed bytes.
    var storedCRC32: UInt32 = 0
    /// Signalled by the worker when it is done with the block.
    let compressed = DispatchSemaphore(value: 0)

    init(size: Int) {
        raw = .allocate(byteCount: size, alignment: 64)
    }

    deinit {
        raw.deallocate()
    }

    /// The raw bytes that are filled.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: raw.prefix(rawCount)) }

    /// The raw bytes that are free.
    var room: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: raw[rawCount...]) }

    /// Moves what is filled from a place on to the beginning of an empty block.
    func move(from place: Int, to other: Block) {
        other.room.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[place..<rawCount]))
        other.rawCount = rawCount - place
        rawCount = place
    }
}

/// Memory for one piece of work that is used again for the next, and grows when a larger one comes.
///
/// To be used by one thread at a time.
final class RecycledBuffer {
    /// All of the memory.
    private(set) var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    /// How many bytes at its beginning are filled.
    var count = 0

    deinit {
        memory.deallocate()
    }

    /// The bytes that are filled.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory.prefix(count)) }

    /// Makes room for so many bytes; what was in the buffer is lost.
    func reserve(_ size: Int) {
        count = 0
        guard memory.count < size else { return }
        memory.deallocate()
        memory = .allocate(byteCount: size, alignment: 64)
    }
}
