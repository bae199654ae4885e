import CZlib
package import VyaCore

/// Says what is wrong with gzip data.
package enum GzipFault: Error, Equatable, CustomStringConvertible {
    /// The data end before the member does.
    case truncated
    /// The data are no gzip, do not decompress, or do not have the checksum or size that they say.
    case corrupt(String)
    /// Something follows after the member.
    case trailing

    /// What is wrong, to continue "the file".
    package var description: String {
        switch self {
        case .truncated: "ends before its gzip data do"
        case .corrupt(let reason): "does not decompress: \(reason)"
        case .trailing: "has something behind its gzip data"
        }
    }
}

/// Decompresses a gzip file of exactly one member (RFC 1952) in pieces, and checks its CRC-32 and size.
///
/// To be used by one thread at a time.
package final class GzipReader {
    /// Fills the buffer with the next compressed bytes and returns how many; 0 at the end.
    package typealias Source = (UnsafeMutableRawBufferPointer) throws -> Int

    /// The bytes decompressed so far.
    package private(set) var rawBytes = 0
    /// The CRC-32 of the bytes decompressed so far, as zlib has computed it for the check.
    package var crc32: UInt32 { UInt32(truncatingIfNeeded: stream.pointee.adler) }

    private let source: Source
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var ended = false

    /// Makes a reader; `source` is called whenever compressed bytes are needed.
    package init(bufferSize: Int = 256 * 1024, reading source: @escaping Source) throws(DestinationError) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: bufferSize, alignment: 64)
        // From here on every stored property has its value, so that a throw runs `deinit`.
        guard vya_inflate_init_gzip(stream) == Z_OK else {
            throw DestinationError("compression.memory", "zlib cannot start: not enough memory")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Decompresses the next bytes into a buffer that is not empty and returns how many; 0 at the end.
    ///
    /// The end is told only after the checks of the whole member and after making sure that nothing follows.
    /// Throws `GzipFault`, or what the source throws.
    package func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !ended else { return 0 }
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let room = Int(stream.pointee.avail_out)
        while stream.pointee.avail_out > 0 {
            if stream.pointee.avail_in == 0, try refill() == 0 { throw GzipFault.truncated }
            let code = inflate(stream, Z_NO_FLUSH)
            if code == Z_STREAM_END {
                ended = true
                guard try stream.pointee.avail_in == 0 && refill() == 0 else { throw GzipFault.trailing }
                break
            }
            guard code == Z_OK else {
                throw GzipFault.corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")
            }
        }
        let count = room - Int(stream.pointee.avail_out)
        rawBytes += count
        return count
    }

    private func refill() throws -> Int {
        let count = try source(input)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        return count
    }
}
