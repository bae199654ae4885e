import CIsal
import CZlib
import Crypto
import Glibc
import VyaCore
import VyaSystem

/// The checksums of stored streams: the CRC-32 of RFC 1952, and digests as text.
enum Checksum {
    /// The CRC-32 of some bytes.
    static func crc32(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        // ISA-L's is an order of magnitude faster than zlib's.
        crc32_gzip_refl(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    }

    /// The CRC-32 of two pieces one after the other, from the CRC-32 of each.
    static func combine(_ first: UInt32, _ second: UInt32, secondCount: Int) -> UInt32 {
        UInt32(crc32_combine(UInt(first), UInt(second), secondCount))
    }

    /// Bytes as lower-case hexadecimal digits.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

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
