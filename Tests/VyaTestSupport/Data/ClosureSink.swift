import VyaCore

/// Hands a stream to a closure in pieces of at most 1 MiB.
package final class ClosureSink: BlockSink {
    private let body: (UnsafeRawBufferPointer) throws -> Void
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)

    /// Makes a sink; the bytes are valid during the call of `body`.
    package init(_ body: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.body = body
    }

    deinit { memory.deallocate() }

    package func space() -> UnsafeMutableRawBufferPointer { memory }

    package func advance(by count: Int) throws {
        try body(UnsafeRawBufferPointer(rebasing: memory.prefix(count)))
    }
}
