/// Memory for one piece of work that is used again for the next, and grows when a larger one comes.
///
/// To be used by one thread at a time.
final class RecycledBuffer {
    /// All of the memory.
    private(set) var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    /// How many bytes at its beginning are filled.
    var count = 0

    deinit {
        memory.deallocate()
    }

    /// The bytes that are filled.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory.prefix(count)) }

    /// Makes room for so many bytes; what was in the buffer is lost.
    func reserve(_ size: Int) {
        count = 0
        guard memory.count < size else { return }
        memory.deallocate()
        memory = .allocate(byteCount: size, alignment: 64)
    }
}
