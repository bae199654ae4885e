import Dispatch
import Synchronization
import VyaCore
import VyaSystem

/// The threads between a file and whoever takes its stream: one that reads, some that work on what was read, and
/// the caller, who takes everything in order.
///
/// Stretches go round: free → filled by the reading thread → made ready by a worker → taken by the caller →
/// free. Their number is fixed, so memory does not grow with the file, and a slow taker makes the others wait.
final class ReadPipeline: Sendable {
    private let free = WaitingQueue<StreamPiece>()
    private let toWork = WaitingQueue<StreamPiece>()
    private let toTake = WaitingQueue<StreamPiece>()
    private let ended = Mutex(false)
    private let workers: Int

    /// Makes a pipeline of `workers` workers (below 1 means one for each core) whose stretches become about
    /// `pieceSize` bytes large.
    init(workers: Int, pieceSize: Int) {
        self.workers = WorkerThread.workers(workers)
        // Enough that every worker has a stretch, another waits for it, one is filled and one is taken; fewer
        // when an index speaks of blocks so large that they would take too much memory.
        let affordable = max(2, 256 << 20 / max(1, pieceSize))
        for _ in 0..<min(self.workers * 2 + 2, affordable) { free.put(StreamPiece()) }
    }

    /// Waits for a stretch to fill; nil once nobody wants any more of them.
    func takeFree() -> StreamPiece? {
        guard let piece = free.take(), !hasEnded else { return nil }
        piece.clear()
        return piece
    }

    /// Sends a filled stretch on its way; they are taken in the order of these calls.
    func submit(_ piece: StreamPiece) {
        toTake.put(piece)
        toWork.put(piece)
    }

    /// Sends an error on its way, to be met when all that was submitted before has been taken.
    func fail(_ error: any Error) {
        guard let piece = takeFree() else { return }
        piece.failure = error
        submit(piece)
    }

    /// The life of one worker: calls `work` for stretches in any order.
    func work(_ work: (StreamPiece) -> Void) {
        while let piece = toWork.take() {
            if !hasEnded { work(piece) }
            piece.ready.signal()
        }
    }

    /// Runs the threads, and calls `take` on the caller's thread with one stretch after the other until it says
    /// false or all were taken.
    ///
    /// `reading` submits stretches and returns when there are no more; `working` calls `work`. All threads have
    /// ended when it returns. Throws what `take` throws, `StoppedError` once `stop` is raised, and
    /// `DestinationError` when a thread cannot be started.
    func run(
        stop: StopSignal?, reading: @escaping @Sendable () -> Void, working: @escaping @Sendable () -> Void,
        take: (StreamPiece) throws -> Bool
    ) throws {
        var threads: [WorkerThread] = []
        defer {
            ended.withLock { $0 = true }
            free.close()
            toWork.close()
            for thread in threads { thread.join() }
        }
        try stop?.check()
        for _ in 0..<workers { threads.append(try WorkerThread(working)) }
        threads.append(
            try WorkerThread { [self] in
                reading()
                toWork.close()
                toTake.close()
            })
        while let piece = toTake.take() {
            piece.ready.wait()
            try stop?.check()
            guard try take(piece) else { return }
            free.put(piece)
        }
    }

    private var hasEnded: Bool { ended.withLock { $0 } }
}

/// A stretch of a stored stream on its way from the file over a worker to whoever takes the stream.
///
/// `@unchecked Sendable`: at any time one thread only touches it, the one that has last taken it from a
/// `WaitingQueue`; that queue's `Mutex`, and for the taker the semaphore `ready`, order the accesses.
final class StreamPiece: @unchecked Sendable {
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
