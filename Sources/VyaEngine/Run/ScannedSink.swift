import VyaCore
import VyaStorage

/// Has a dump's stream scanned on its way into an artifact, while it is still in the processor's cache.
final class ScannedSink: BlockSink {
    private let writer: ArtifactWriter
    private var scanner: any StreamScanner
    private let progress: (_ bytes: Int, _ table: ExactName?) -> Void
    private var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var bytes = 0

    /// Makes a sink before a writer; `progress` hears how many bytes have passed.
    init(
        _ scanner: any StreamScanner, before writer: ArtifactWriter,
        progress: @escaping (_ bytes: Int, _ table: ExactName?) -> Void
    ) {
        self.writer = writer
        self.scanner = scanner
        self.progress = progress
    }

    /// The writer's own memory.
    func space() throws -> UnsafeMutableRawBufferPointer {
        room = try writer.space()
        return room
    }

    /// Shows the bytes to the scanner, and has a new block begin where a table does.
    func advance(by count: Int) throws {
        scanner.observe(UnsafeRawBufferPointer(rebasing: room.prefix(count)))
        let start = bytes
        try writer.advance(by: count, beginningBlocksAt: scanner.takeTableStarts().map { $0 - start })
        bytes += count
        progress(bytes, scanner.currentTable)
    }

    /// Tells what was seen, after the last byte.
    func finish() -> StreamSummary { scanner.finish() }
}

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
