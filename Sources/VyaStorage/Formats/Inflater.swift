import CZlib
import VyaCore

/// One inflate stream of zlib over gzip members (RFC 1952), whose CRC-32 and size zlib checks; to be used by one thread at a
/// time.
///
/// The memory handed to it as input and output is borrowed and must live until it is used up or replaced.
final class Inflater {
    /// How far a step came.
    enum Step: Equatable {
        /// The input or the room for output is used up.
        case needsMore
        /// The data are complete.
        case ended
        /// The data are damaged, in zlib's words.
        case failed(String)
    }

    // On the heap: zlib keeps a pointer to the structure and refuses one that has moved.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(DestinationError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Every stored property has its value, so that a throw runs `deinit`.
        guard vya_inflate_init_gzip(stream) == Z_OK else {
            throw DestinationError("compression.memory", "zlib cannot start: not enough memory")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// How many bytes of the input are not used up.
    var unread: Int { Int(stream.pointee.avail_in) }

    /// How many bytes of the output are free.
    var room: Int { Int(stream.pointee.avail_out) }

    /// The first byte of the input that is not used up.
    var nextByte: UInt8? { unread > 0 ? stream.pointee.next_in.pointee : nil }

    /// Uses up the next byte of the input, which there is.
    func skipByte() {
        stream.pointee.next_in += 1
        stream.pointee.avail_in -= 1
    }

    /// The CRC-32 of what the gzip member gave so far.
    var crc32: UInt32 { UInt32(truncatingIfNeeded: stream.pointee.adler) }

    /// Forgets everything, so that other data can follow; input and output stay.
    func reset() {
        inflateReset(stream)
    }

    /// Names the compressed bytes that come next, less than 4 GiB.
    func take(_ input: UnsafeRawBufferPointer) {
        // zlib does not write to its input; its declaration only predates `const`.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(clamping: input.count)
    }

    /// Names the place for the bytes that come out; of more than 4 GiB only those.
    func fill(_ output: UnsafeMutableRawBufferPointer) {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
    }

    /// Decompresses until the input or the room is used up, or the data end.
    func step() -> Step {
        let code = inflate(stream, Z_NO_FLUSH)
        switch code {
        case Z_OK, Z_BUF_ERROR: return .needsMore
        case Z_STREAM_END: return .ended
        case Z_NEED_DICT: return .failed("it needs a dictionary")
        default: return .failed(stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")
        }
    }
}
