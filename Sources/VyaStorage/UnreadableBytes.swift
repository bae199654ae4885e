/// Says that the disk did not give bytes of a file.
struct UnreadableBytes: Error {
    /// What was asked for, from the first byte that did not come.
    let bytes: Range<Int>
    /// The system's words for the cause.
    let words: String

    /// The same as damage of the file; `raw` is what it costs of the stream.
    func damage(raw: Range<Int>?) -> ArtifactDamage { damage(bytes: bytes, raw: raw) }

    /// The same as damage of a larger part of the file; `raw` is what it costs of the stream.
    func damage(bytes part: Range<Int>, raw: Range<Int>?) -> ArtifactDamage {
        ArtifactDamage(
            bytes: part, raw: raw, reason: "cannot be read at byte \(bytes.lowerBound): \(words)")
    }
}
