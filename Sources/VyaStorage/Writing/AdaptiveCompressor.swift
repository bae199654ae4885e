import Glibc
import Synchronization
package import VyaCore

/// Takes for each block the strongest engine with which the workers keep up with the producer.
///
/// A worker that finds other blocks waiting behind its own takes the fast engine; only when for a while none has found
/// any is a stronger one tried. Where written blocks wait to be proven there is work enough, and a worker that had to
/// wait for a processor while it compressed has met somebody who needs it more, who may well be the producer; neither
/// counts as calm. So a slow dump gets a small file for nothing, and a fast one is not held back.
package final class AdaptiveCompressor: BlockCompressor, Sendable {
    /// How much calm it takes before the next stronger engine is used, in blocks.
    private static let patience = 32
    /// How much calm is lost when there was other work, or a block was kept from its processor, in blocks.
    private static let setback = 8

    /// From the fastest to the strongest.
    private let engines: [any BlockCompressor]
    /// How many blocks were taken with nothing else waiting, less the setbacks.
    private let calm = Atomic<Int>(0)

    /// Makes an engine out of others, from the fastest to the strongest; there is at least one.
    package init(_ engines: [any BlockCompressor]) {
        self.engines = engines
    }

    /// Makes an engine out of those that are best on this processor.
    package convenience init(isalIsFast: Bool = IsalCompressor.isFast) {
        // ISA-L's level 3 takes three times as long as level 2, and makes dumps no smaller.
        let fast: [any BlockCompressor] =
            isalIsFast ? [IsalCompressor(level: 1), IsalCompressor(level: 2)] : [ZlibCompressor(level: 1)]
        self.init(fast + [ZlibCompressor()])
    }

    /// `adaptive`.
    package var name: String { "adaptive" }

    /// Makes the working memory of one thread; that of an engine only once it is used.
    package func makeEncoder() throws(DestinationError) -> any BlockEncoder { AdaptiveEncoder(self) }

    /// Says which engine the next block gets, with so much waiting behind it.
    func choose(_ backlog: Backlog) -> Int {
        guard backlog.compressing == 0 else {
            calm.store(0, ordering: .relaxed)
            return 0
        }
        return change(by: backlog.proving == 0 ? 1 : -Self.setback) / Self.patience
    }

    /// Takes note that a thread was kept from its processor while it compressed a block.
    func noteContention() {
        _ = change(by: -Self.setback)
    }

    /// Changes the calm within its bounds and returns it; a change that meets another's may be lost.
    private func change(by amount: Int) -> Int {
        let most = engines.count * Self.patience - 1
        let calm = min(max(0, calm.load(ordering: .relaxed) + amount), most)
        self.calm.store(calm, ordering: .relaxed)
        return calm
    }

    fileprivate func engine(_ index: Int) -> any BlockCompressor { engines[index] }
    fileprivate var count: Int { engines.count }
}

/// Compresses each block by the engine that is chosen for it.
private final class AdaptiveEncoder: BlockEncoder {
    /// A block that took so much longer than its processor time had to wait for a processor.
    private static let contention = 1.25

    private let compressor: AdaptiveCompressor
    private var encoders: [(any BlockEncoder)?]
    private var chosen = 0

    init(_ compressor: AdaptiveCompressor) {
        self.compressor = compressor
        encoders = Array(repeating: nil, count: compressor.count)
    }

    func prepare(_ backlog: Backlog) { chosen = compressor.choose(backlog) }

    func maximumSize(of rawCount: Int) -> Int {
        // Enough for every engine, whichever comes.
        rawCount + rawCount / 256 + 4096
    }

    func encode(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DestinationError) -> Int {
        let encoder =
            if let known = encoders[chosen] { known } else { try compressor.engine(chosen).makeEncoder() }
        encoders[chosen] = encoder
        let (time, work) = (Self.seconds(CLOCK_MONOTONIC), Self.seconds(CLOCK_THREAD_CPUTIME_ID))
        let count = try encoder.encode(block, into: output)
        let elapsed = Self.seconds(CLOCK_MONOTONIC) - time
        if elapsed > (Self.seconds(CLOCK_THREAD_CPUTIME_ID) - work) * Self.contention {
            compressor.noteContention()
        }
        return count
    }

    private static func seconds(_ clock: Int32) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
