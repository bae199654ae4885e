import Crypto
import Glibc
import VyaCore
import VyaSystem

extension SafeFolder {
    /// The SHA-256 of a regular file, in hexadecimal digits.
    ///
    /// Throws as `openFile`, and `DestinationError` when it cannot be read.
    package func sha256(of name: String) throws -> String {
        let file = try openFile(Array(name.utf8))
        var digest = SHA256()
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(file.number, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read \(name.printable)") }
            guard count > 0 else { return Checksum.hexadecimal(digest.finalize()) }
            chunk.withUnsafeBytes {
                digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0.prefix(count)))
            }
        }
    }
}
