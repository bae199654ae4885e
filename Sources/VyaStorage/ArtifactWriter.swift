import Glibc
package import VyaCore

/// Writes one stream as a gzip file that has no name until it is complete and proven.
///
/// The calls go `write`…, `finish`, `prove`, `publish`, all from one thread; leaving the writer at any point
/// drops the file, and the kernel frees its space. The file is one gzip member made of blocks that were
/// compressed on their own by a pool of threads. What is published is what was proven; `publish` refuses
/// anything else.
package final class ArtifactWriter {
    /// How many raw bytes are compressed together: what stays in the processor's cache wins.
    package static let defaultBlockSize = 256 * 1024
    /// How many names are tried before a folder full of them is called an error.
    private static let maximumAttempts = 100_000

    private enum Stage: Equatable {
        case writing
        case finished(StoredFacts)
        case proven
        case closed
    }

    private let folder: SafeFolder
    private let workers: Int
    /// The threads and their blocks; nil once they have ended.
    private var pipeline: CompressionPipeline?
    private var file: PendingFile?
    private var threads: [WorkerThread] = []
    private var current: Block?
    private var stage = Stage.writing
    /// What the threads failed with, kept when they have ended.
    private var failure: DestinationError?

    /// Creates the file and starts `workers` threads that compress and one that writes.
    ///
    /// `workers` below 1 means one for each core. `style` says how the file exists before it has its name.
    /// Throws `DestinationError` when no file or thread can be made.
    package init(
        in folder: SafeFolder, compression: any BlockCompressor = ZlibCompressor(), workers: Int = 0,
        blockSize: Int = defaultBlockSize, style: PendingFile.Style = .unnamed
    ) throws(DestinationError) {
        let file = try PendingFile(in: folder, style: style)
        let workers = WorkerThread.workers(workers)
        let pipeline = CompressionPipeline(into: file, workers: workers, blockSize: max(1, blockSize))
        self.folder = folder
        self.workers = workers
        self.file = file
        self.pipeline = pipeline
        // A throw from here on runs `deinit`, which lets the threads that have started run out.
        for _ in 0..<workers { threads.append(try WorkerThread { pipeline.compress(with: compression) }) }
        threads.append(try WorkerThread { pipeline.writeInOrder() })
    }

    deinit {
        abandon()
    }

    /// Takes the next bytes of the stream, in pieces of any size; waits when the disk is slower than the
    /// producer.
    ///
    /// The bytes are copied before it returns. Throws the `DestinationError` of whichever thread failed
    /// first.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(DestinationError) {
        guard stage == .writing, let pipeline else { throw misuse("written to") }
        if let failure = pipeline.failure { throw failure }
        var rest = bytes
        while !rest.isEmpty {
            guard let block = current ?? pipeline.takeFree() else { throw misuse("written to") }
            current = block
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(block.append(rest)))
            if block.rawCount == block.raw.count { submitCurrent() }
        }
    }

    /// Writes what is left and the end of the gzip member, and flushes the file to the disk.
    package func finish() throws(DestinationError) -> StoredFacts {
        guard stage == .writing, let file, let pipeline else { throw misuse("finished") }
        stage = .closed
        if current?.rawCount ?? 0 > 0 { submitCurrent() }
        endThreads()
        guard let facts = pipeline.facts else { throw misuse("finished") }
        try file.flush()
        stage = .finished(facts)
        return facts
    }

    /// Reads the file back from the disk, decompresses it on as many threads as compressed it, and compares it
    /// with what was streamed.
    ///
    /// Sizes, the CRC-32 of each block, the CRC-32 of the stream and the SHA-256 of the file must agree; gzip's own size field, which
    /// wraps at 4 GiB, is not trusted. Throws `DestinationError` with code `proof.mismatch`, or
    /// `StoppedError` once `stop` is raised.
    package func prove(stop: StopSignal? = nil) throws {
        guard case .finished(let facts) = stage, let file else { throw misuse("proven") }
        stage = .closed
        file.dropCache()
        let reading = BlockReading(file, bytes: facts.bytes, blocks: facts.blocks, workers: workers)
        let seen: ReadFacts
        do {
            seen = try reading.readAll(stop: stop) { _ in }
        } catch let damage as ArtifactDamage {
            throw mismatch("it \(damage.reason)")
        }
        guard seen.rawBytes == facts.rawBytes else {
            throw mismatch("it holds \(seen.rawBytes) bytes instead of \(facts.rawBytes)")
        }
        guard seen.bytes == facts.bytes else {
            throw mismatch("it is \(seen.bytes) bytes long instead of \(facts.bytes)")
        }
        guard seen.crc32 == facts.crc32 else { throw mismatch("its CRC-32 differs") }
        guard seen.sha256 == facts.sha256 else {
            throw mismatch("its SHA-256 differs")
        }
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
            "destination.nameTaken", "all names for the backup in \(folder.path.printable) are taken",
            hints: ["somebody fills this folder with names of backups; look at what is in it"])
    }

    /// Drops the file and ends the threads; does nothing after `publish`, and nothing the second time.
    package func abandon() {
        stage = .closed
        pipeline?.fail(DestinationError("artifact.abandoned", "the backup was abandoned"))
        endThreads()
        current = nil
        file = nil
    }

    private func submitCurrent() {
        if let current { pipeline?.submit(current) }
        current = nil
    }

    private func endThreads() {
        pipeline?.close()
        for thread in threads { thread.join() }
        threads = []
        failure = failure ?? pipeline?.failure
        pipeline = nil
    }

    private func misuse(_ verb: String) -> DestinationError {
        failure ?? pipeline?.failure
            ?? DestinationError("artifact.stage", "the backup cannot be \(verb) at this stage")
    }

    private func mismatch(_ what: String) -> DestinationError {
        DestinationError(
            "proof.mismatch",
            "the backup read back from \(folder.path.printable) is not what was written: \(what)",
            hints: [
                "the disk, its controller or the memory of this machine damages data: look at `dmesg` and SMART",
                "nothing was published; earlier backups are untouched",
            ])
    }
}
