import VyaCore

/// Counts the bytes of a stream on its way into another sink.
final class CountingSink: BlockSink {
    private let next: any BlockSink
    private let progress: (_ bytes: Int) -> Void
    private var bytes = 0

    /// Makes a sink before another; `progress` hears how many bytes have passed.
    init(before next: any BlockSink, progress: @escaping (_ bytes: Int) -> Void) {
        self.next = next
        self.progress = progress
    }

    /// The other sink's own memory.
    func space() throws -> UnsafeMutableRawBufferPointer { try next.space() }

    /// Hands the bytes on.
    func advance(by count: Int) throws {
        try next.advance(by: count)
        bytes += count
        progress(bytes)
    }
}
