package import VyaCore

/// Says that an archive has a member that would write outside of the folder that it is extracted into, or that
/// contradicts another.
///
/// No archive of this program has one. The whole archive is refused.
package struct HostileArchiveError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .damaged }

    /// Makes an error about a member; the words continue its name, such as `has '..' in its name`.
    init(_ member: [UInt8], _ words: String) {
        explanation = Explanation(
            "archive.hostile", "the archive is refused: '\(Findings.shown(member))' \(words)",
            hints: ["this program makes no such archives; find out where this one comes from"])
    }
}
