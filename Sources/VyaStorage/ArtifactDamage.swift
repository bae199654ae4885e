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
    package let reason: String

    /// `the file …`.
    package var description: String { "the file \(reason)" }

    /// Makes a finding.
    package init(bytes: Range<Int>, raw: Range<Int>?, reason: String) {
        self.bytes = bytes
        self.raw = raw
        self.reason = reason
    }

    /// Everything of a stream from a byte on.
    static func rest(from start: Int) -> Range<Int> { start..<Int.max }
}
