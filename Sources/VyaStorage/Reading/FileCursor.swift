import Crypto

/// Reads a file from its beginning to its end, and digests what passes; to be used by one thread at a time.
final class FileCursor {
    /// The bytes read so far.
    private(set) var position = 0
    private let file: any PositionedFile
    private var digest: SHA256?

    /// `digesting` says whether the SHA-256 will be asked for.
    init(_ file: any PositionedFile, digesting: Bool) {
        self.file = file
        digest = digesting ? SHA256() : nil
    }

    /// Fills the buffer with the next bytes and returns how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try file.read(at: position, into: buffer)
        position += count
        digest?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
        return count
    }

    /// Reads what is left without using it.
    func drain() throws {
        let buffer = RecycledBuffer()
        buffer.reserve(64 * 1024)
        while try read(into: buffer.memory) > 0 {}
    }

    /// The SHA-256 of what was read, in hexadecimal digits; empty when it was not computed.
    var sha256: String { digest.map { Checksum.hexadecimal($0.finalize()) } ?? "" }
}
