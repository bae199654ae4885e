import VyaCore

/// A sink with blocks of 1 MiB, each handed to a test once it is full, and the last one by `finish`.
final class RecordingSink: BlockSink {
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
    private let onBlock: (UnsafeRawBufferPointer) throws -> Void
    private var used = 0

    init(_ onBlock: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.onBlock = onBlock
    }

    deinit { block.deallocate() }

    func space() throws -> UnsafeMutableRawBufferPointer {
        if used == block.count { try finish() }
        return UnsafeMutableRawBufferPointer(rebasing: block[used...])
    }

    func advance(by count: Int) throws {
        used += count
    }

    /// Hands over what there is.
    func finish() throws {
        if used > 0 { try onBlock(UnsafeRawBufferPointer(rebasing: block[..<used])) }
        used = 0
    }
}
