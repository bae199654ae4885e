import VyaSystem

/// Has files opened and read by a few threads before their turn comes, and hands them on in order.
///
/// A walk of many small files waits for the disk at each of them; several threads wait at the same time. What is
/// under way is bounded: in bytes by the number of batches, in descriptors by a budget, so that neither grows with
/// the tree. To be used by one thread, which is also the one that walks.
final class ReadAhead {
    /// How many batches there are; each has memory of its own.
    private static let batches = 10
    /// How many descriptors are held for files whose turn has not come.
    private static let descriptorBudget = 8

    private let readers: Int
    private let take: (ReadingBatch) throws -> Void
    private let queue = WaitingQueue<ReadingBatch>()
    private var threads: [SystemThread] = []
    private var filling = ReadingBatch()
    private var underWay: [ReadingBatch] = []
    private var free: [ReadingBatch] = []
    private var descriptors = 0

    /// Makes one for so many threads; with none a file is read when it is added.
    ///
    /// The batches go to `take` in order, from calls to `add` and `finish`, which throw what it throws.
    init(readers: Int, take: @escaping (ReadingBatch) throws -> Void) {
        self.readers = readers
        self.take = take
    }

    /// Adds a member; takes others whose turn has come.
    func add(_ item: BatchItem) throws {
        if !filling.hasRoom(for: item) || isBeyondBudget(item) { try submit() }
        while isBeyondBudget(item), !underWay.isEmpty { try takeFirst() }
        descriptors += filling.descriptors(toHold: item)
        filling.add(item)
        if readers == 0 { try submit() }
    }

    /// Takes all that is left.
    func finish() throws {
        try submit()
        while !underWay.isEmpty { try takeFirst() }
    }

    /// Ends the threads; what is left is dropped. Must be called, also after an error.
    func end() {
        queue.close()
        for thread in threads { thread.join() }
    }

    private func isBeyondBudget(_ item: BatchItem) -> Bool {
        descriptors + filling.descriptors(toHold: item) > Self.descriptorBudget
    }

    private func submit() throws {
        guard !filling.items.isEmpty else { return }
        let batch = filling
        underWay.append(batch)
        filling = free.popLast() ?? ReadingBatch()
        startReader()
        if threads.isEmpty { batch.read { false } } else { queue.put(batch) }
        while underWay.count + 1 >= Self.batches { try takeFirst() }
        // Taken at once, it is still in the processor's cache.
        while underWay.first?.isRead == true { try takeFirst() }
    }

    private func startReader() {
        guard threads.count < readers else { return }
        let queue = queue
        // Where no thread can be had, the backup is slower, and no worse.
        if let thread = try? SystemThread({
            while let batch = queue.take() { batch.read { queue.isClosed } }
        }) {
            threads.append(thread)
        }
    }

    private func takeFirst() throws {
        let batch = underWay.removeFirst()
        batch.waitUntilRead()
        try take(batch)
        descriptors -= batch.descriptors
        batch.clear()
        free.append(batch)
    }
}
