import VyaCore

/// The one member of a zip file, stored or deflated.
final class ZipStream: StoredStream {
    private(set) var rawBytes = 0
    private let cursor: FileCursor
    private let member: ZipMember
    private let inflater: Inflater
    private let input = RecycledBuffer()
    private var crc32: UInt32 = 0
    /// The deflate data are complete.
    private var isInflated = false
    /// Everything was checked.
    private var ended = false

    init(_ cursor: FileCursor, member: ZipMember) throws {
        self.cursor = cursor
        self.member = member
        inflater = try Inflater(.raw)
        input.reserve(256 * 1024)
    }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !ended else { return 0 }
        while cursor.position < member.bytes.lowerBound { _ = try fetch(upTo: member.bytes.lowerBound) }
        let before = rawBytes
        try member.isDeflated ? inflate(into: output) : copy(into: output)
        let content = UnsafeRawBufferPointer(rebasing: output.prefix(rawBytes - before))
        crc32 = Checksum.combine(crc32, Checksum.crc32(of: content), secondCount: content.count)
        guard rawBytes <= member.rawBytes else {
            throw damage("holds more than the \(member.rawBytes) bytes that its zip directory says")
        }
        if content.isEmpty { try finish() }
        return content.count
    }

    private func copy(into output: UnsafeMutableRawBufferPointer) throws {
        let left = member.bytes.upperBound - cursor.position
        guard left > 0 else { return }
        let count = try cursor.read(into: UnsafeMutableRawBufferPointer(rebasing: output.prefix(left)))
        guard count > 0 else { throw damage("ends before its zip data do") }
        rawBytes += count
    }

    private func inflate(into output: UnsafeMutableRawBufferPointer) throws {
        inflater.fill(output)
        while !isInflated, inflater.room > 0 {
            if inflater.unread == 0 { inflater.take(try fetch(upTo: member.bytes.upperBound)) }
            let room = inflater.room
            let step = inflater.step()
            rawBytes += room - inflater.room
            switch step {
            case .needsMore: continue
            case .failed(let words): throw damage("does not decompress: \(words)")
            case .ended: isInflated = true
            }
        }
    }

    /// Reads the next bytes of the file, but none from `end` on.
    private func fetch(upTo end: Int) throws -> UnsafeRawBufferPointer {
        let left = end - cursor.position
        guard left > 0 else { throw damage("has zip data that go on behind their end") }
        let part = UnsafeMutableRawBufferPointer(rebasing: input.memory.prefix(left))
        let count = try cursor.read(into: part)
        guard count > 0 else { throw damage("ends before its zip data do") }
        return UnsafeRawBufferPointer(rebasing: part.prefix(count))
    }

    private func finish() throws {
        guard cursor.position == member.bytes.upperBound, !member.isDeflated || inflater.unread == 0 else {
            throw damage("has zip data that end before their end")
        }
        guard rawBytes == member.rawBytes else {
            throw damage("holds \(rawBytes) bytes instead of the \(member.rawBytes) of its zip directory")
        }
        guard crc32 == member.crc32 else {
            throw ArtifactDamage(
                bytes: member.bytes, raw: 0..<rawBytes, reason: "has content whose CRC-32 differs")
        }
        ended = true
        // What is behind the member was looked at before; now it is read for the digest.
        try cursor.drain()
    }

    private func damage(_ reason: String) -> ArtifactDamage {
        let position = cursor.position - (member.isDeflated ? inflater.unread : 0)
        return ArtifactDamage(
            bytes: position..<max(position, member.bytes.upperBound),
            raw: ArtifactDamage.rest(from: rawBytes), reason: "\(reason), at byte \(position)")
    }
}
