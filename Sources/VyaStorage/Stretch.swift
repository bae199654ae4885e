import Dispatch
import VyaCore

/// A stretch of a stored stream on its way from the file over a worker to whoever takes the stream.
///
/// `@unchecked Sendable`: at any time one thread only touches it, the one that has last taken it from a
/// `WaitingQueue`; that queue's `Mutex`, and for the taker the semaphore `ready`, order the accesses.
final class Stretch: @unchecked Sendable {
    /// The bytes of the file, where they are not decompressed as they are read.
    let input = RecycledBuffer()
    /// The bytes of the stream that are good as far as is known.
    let raw = RecycledBuffer()
    /// The blocks that the input is made of.
    var blocks: ArraySlice<ArtifactIndex.Block> = []
    /// Where it begins in the file, in bytes.
    var offset = 0
    /// Where it begins in the stream, in bytes.
    var rawOffset = 0
    /// The CRC-32 of the raw bytes, where nothing else proves them.
    var crc32: UInt32 = 0
    /// What is wrong behind the raw bytes that are good.
    var failure: (any Error)?
    /// Signalled by the worker when it is done with the stretch.
    let ready = DispatchSemaphore(value: 0)

    /// Forgets what it held.
    func clear() {
        (input.count, raw.count, offset, rawOffset, crc32) = (0, 0, 0, 0, 0)
        (blocks, failure) = ([], nil)
    }
}
