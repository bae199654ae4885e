import CZstd
import VyaCore

/// A file of Zstandard frames (RFC 8878), as this program, `zstd` and `pzstd` write it.
final class ZstdStream: StoredStream {
    /// The largest window that a frame may ask for, as a power of two: what `zstd` itself takes without being asked.
    private static let largestWindow: Int32 = 27

    private(set) var rawBytes = 0
    private let cursor: FileCursor
    private let bytes: Int
    private let context: OpaquePointer
    private let input = RecycledBuffer()
    private var used = 0
    /// True between two frames.
    private var isBetweenFrames = true
    private var frame = (position: 0, raw: 0)

    /// Reads a file of `bytes` bytes; throws `DestinationError` when there is no memory.
    init(_ cursor: FileCursor, bytes: Int) throws {
        guard let context = ZSTD_createDCtx() else {
            throw DestinationError("compression.memory", "zstd cannot start: not enough memory")
        }
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.largestWindow)
        self.context = context
        self.cursor = cursor
        self.bytes = bytes
        input.reserve(256 * 1024)
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Where the next byte of the input is in the file.
    private var position: Int { cursor.position - (input.count - used) }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        var result = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        while result.pos == 0 {
            if used == input.count {
                input.count = try cursor.read(into: input.memory)
                used = 0
            }
            guard used < input.count else {
                guard isBetweenFrames, bytes > 0 else {
                    throw ArtifactDamage(
                        bytes: position..<position, raw: ArtifactDamage.rest(from: rawBytes),
                        reason: "ends before its zstd data do, at byte \(position)")
                }
                return 0
            }
            if isBetweenFrames { frame = (position, rawBytes + result.pos) }
            try step(&result)
        }
        return result.pos
    }

    private func step(_ result: inout ZSTD_outBuffer) throws {
        var source = ZSTD_inBuffer(src: input.memory.baseAddress, size: input.count, pos: used)
        let before = result.pos
        let code = ZSTD_decompressStream(context, &result, &source)
        used = source.pos
        rawBytes += result.pos - before
        guard ZSTD_isError(code) == 0 else {
            // A frame whose checksum is wrong may be wrong anywhere.
            let isChecksum = ZSTD_getErrorCode(code) == ZSTD_error_checksum_wrong
            let raw = isChecksum ? frame.raw..<rawBytes : ArtifactDamage.rest(from: rawBytes)
            throw ArtifactDamage(
                bytes: isChecksum ? frame.position..<position : position..<max(bytes, position), raw: raw,
                reason: "does not decompress: \(ZstdFault.words(code)), at byte \(position)")
        }
        isBetweenFrames = code == 0
    }
}
