package import VyaCore

/// Says that a stored file is not what was written: which of its bytes, and what of the stream is lost with
/// them.
package struct ArtifactDamage: Error, Sendable, Equatable, CustomStringConvertible {
    /// The bytes of the file that are damaged or cannot be read; empty where bytes are missing.
    package let bytes: Range<Int>
    /// The bytes of the stream before compression that are lost or doubtful.
    ///
    /// It ends at `Int.max` when nobody knows how long the stream was; nil when the damage is outside of what
    /// the stream is made from.
    package let raw: Range<Int>?
    /// What is wrong, to continue "the file".
    package let reason: Message

    /// `the file …`.
    package var words: Message { "the file \(reason)" }

    /// The same in English.
    package var description: String { words.description }

    package init(bytes: Range<Int>, raw: Range<Int>?, reason: Message) {
        self.bytes = bytes
        self.raw = raw
        self.reason = reason
    }

    /// Everything of a stream from a byte on.
    static func rest(from start: Int) -> Range<Int> { start..<Int.max }
}

/// Says that the disk did not give bytes of a file.
struct UnreadableBytes: Error {
    /// What was asked for, from the first byte that did not come.
    let bytes: Range<Int>
    /// The system's words for the cause.
    let words: Message

    /// The same as damage of the file; `raw` is what it costs of the stream.
    func damage(raw: Range<Int>?) -> ArtifactDamage { damage(bytes: bytes, raw: raw) }

    /// The same as damage of a larger part of the file; `raw` is what it costs of the stream.
    func damage(bytes part: Range<Int>, raw: Range<Int>?) -> ArtifactDamage {
        ArtifactDamage(
            bytes: part, raw: raw, reason: "cannot be read at byte \(bytes.lowerBound): \(words)")
    }
}
