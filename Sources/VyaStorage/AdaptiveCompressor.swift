import Synchronization
package import VyaCore

/// Takes for each block the strongest engine with which the workers keep up with the producer.
///
/// A worker that finds other blocks waiting behind its own takes the fast engine; only when for a while none has found
/// any is a stronger one tried. So a slow dump gets a small file for nothing, and a fast one is not held back.
package final class AdaptiveCompressor: BlockCompressor, Sendable {
    /// How many blocks in a row must be taken from an empty queue before the next stronger engine is used.
    private static let patience = 32

    /// From the fastest to the strongest.
    private let engines: [any BlockCompressor]
    /// How many blocks in a row were taken without another one waiting.
    private let calm = Atomic<Int>(0)

    /// Makes an engine out of others, from the fastest to the strongest; there is at least one.
    package init(
        _ engines: [any BlockCompressor] = [IsalCompressor(), ZlibCompressor(level: 1), ZlibCompressor()]
    ) {
        self.engines = engines
    }

    /// `adaptive`.
    package var name: String { "adaptive" }

    /// Makes the working memory of one thread; that of an engine only once it is used.
    package func makeEncoder() throws(DestinationError) -> any BlockEncoder { AdaptiveEncoder(self) }

    /// Says which engine the next block gets, when so many blocks are waiting behind it.
    func choose(waiting: Int) -> Int {
        guard waiting == 0 else {
            calm.store(0, ordering: .relaxed)
            return 0
        }
        let calm = calm.wrappingAdd(1, ordering: .relaxed).newValue
        return min(calm / Self.patience, engines.count - 1)
    }

    fileprivate func engine(_ index: Int) -> any BlockCompressor { engines[index] }
    fileprivate var count: Int { engines.count }
}

/// Compresses each block by the engine that is chosen for it.
private final class AdaptiveEncoder: BlockEncoder {
    private let compressor: AdaptiveCompressor
    private var encoders: [(any BlockEncoder)?]
    private var chosen = 0

    init(_ compressor: AdaptiveCompressor) {
        self.compressor = compressor
        encoders = Array(repeating: nil, count: compressor.count)
    }

    func prepare(waiting: Int) { chosen = compressor.choose(waiting: waiting) }

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
        return try encoder.encode(block, into: output)
    }
}
