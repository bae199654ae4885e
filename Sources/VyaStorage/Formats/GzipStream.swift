import VyaCore

/// A file of one or more gzip members.
final class GzipStream: StoredStream {
    private let reader: GzipReader
    private let bytes: Int

    /// Reads a file of `bytes` bytes, behind which there may be zeros.
    init(_ cursor: FileCursor, bytes: Int, allowsZeros: Bool) throws {
        reader = try GzipReader(members: allowsZeros ? .padded : .several) { try cursor.read(into: $0) }
        self.bytes = bytes
    }

    var rawBytes: Int { reader.rawBytes }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        do {
            return try reader.read(into: output)
        } catch let fault as GzipFault {
            throw damage(fault)
        }
    }

    private func damage(_ fault: GzipFault) -> ArtifactDamage {
        let (position, end) = (reader.position, max(bytes, reader.position))
        switch fault {
        case .truncated:
            return ArtifactDamage(
                bytes: position..<position, raw: ArtifactDamage.rest(from: rawBytes),
                reason: "\(fault.words), at byte \(position)")
        case .trailing:
            return ArtifactDamage(
                bytes: position..<end, raw: nil, reason: "\(fault.words), at byte \(position)")
        case .corrupt(let words) where ["incorrect data check", "incorrect length check"].contains(words):
            // Only at its end does a member show that something in it is wrong.
            return ArtifactDamage(
                bytes: reader.member.position..<position, raw: reader.member.raw..<rawBytes,
                reason: "\(fault.words), at byte \(position)")
        case .corrupt:
            return ArtifactDamage(
                bytes: position..<end, raw: ArtifactDamage.rest(from: rawBytes),
                reason: "\(fault.words), at byte \(position)")
        }
    }
}
