import Glibc
import Synchronization
package import VyaCore

/// The threads that compress and prove, shared by all backups of a run: their number does not grow with that of
/// the jobs.
///
/// What is urgent, compressing, goes before what is patient, proving. The threads are nicer than the rest of the
/// program and than the tools that it starts: on a host whose cores are all busy they leave them to the dump, so
/// that the length of the queue tells whether there is time for a stronger engine.
package final class WorkPool: Sendable {
    /// What compresses the blocks of all artifacts.
    package let compressor: any BlockCompressor
    let queue: WorkQueue
    /// How many threads there are.
    let workers: Int
    private let threads = Mutex<[WorkerThread]>([])

    /// Starts `workers` threads (below 1 means one for each core); throws when the system allows no more of them.
    package init(
        compression compressor: any BlockCompressor = ZlibCompressor(), workers: Int = 0
    ) throws(DestinationError) {
        self.compressor = compressor
        self.workers = WorkerThread.workers(workers)
        let queue = WorkQueue()
        self.queue = queue
        // A throw from here on runs `deinit`, which lets the threads that have started run out.
        for _ in 0..<self.workers {
            let thread = try WorkerThread {
                Self.yieldToOthers()
                let bench = WorkerEngines(compressor)
                while let work = queue.take() { work(bench) }
            }
            threads.withLock { $0.append(thread) }
        }
    }

    deinit {
        queue.close()
        for thread in threads.withLock({ $0 }) { thread.join() }
    }

    /// Makes the calling thread nicer than it was, without which everything works too.
    private static func yieldToOthers() {
        // Of `PRIO_PROCESS`, 0 means on Linux the calling thread alone.
        let who = __priority_which_t(PRIO_PROCESS.rawValue)
        _ = setpriority(who, 0, min(19, getpriority(who, 0) + 5))
    }
}

/// The engines of one thread, made when they are first needed; to be used by that thread only.
final class WorkerEngines {
    private let compressor: any BlockCompressor
    private var encoderInUse: (any BlockEncoder)?
    private var inflaterInUse: (any BlockDecoder)?

    init(_ compressor: any BlockCompressor) {
        self.compressor = compressor
    }

    /// What compresses blocks; throws `DestinationError` when there is no memory for it.
    func encoder() throws(DestinationError) -> any BlockEncoder {
        if let encoderInUse { return encoderInUse }
        let encoder = try compressor.makeEncoder()
        encoderInUse = encoder
        return encoder
    }

    /// What decompresses the blocks that `encoder` makes; throws `DestinationError` when there is no memory for it.
    func decoder() throws(DestinationError) -> any BlockDecoder {
        if let inflaterInUse { return inflaterInUse }
        let decoder = try compressor.codec.makeDecoder()
        inflaterInUse = decoder
        return decoder
    }
}
