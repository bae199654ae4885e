package import VyaCore

/// Says where a tar stream is damaged or ends too early.
package struct TarFault: ExplainedError, Equatable {
    /// How bad it is.
    package enum Kind: Sendable, Equatable {
        /// The archive is not what it was.
        case damage
        /// Something follows the end that may be another archive.
        case appended
        /// It has no end, though every member is whole.
        case endless
    }

    package let kind: Kind
    /// Where in the stream, in bytes before compression, it was seen.
    package let offset: Int
    /// The name of the member that was being read, escaped for printing; nil between members.
    package let member: String?
    /// What is wrong, in lower case without a full stop.
    package let reason: Message

    init(at offset: Int, member: [UInt8]?, _ reason: Message, kind: Kind = .damage) {
        self.kind = kind
        self.offset = offset
        self.member = member.map { ArchiveNotes.shown($0) }
        self.reason = reason
    }

    package var exitStatus: ExitStatus { .damaged }
    package var explanation: Explanation {
        let place = member.map { " in '\($0)'" as Message } ?? ""
        return Explanation(
            "archive.damaged", "the archive is damaged at byte \(offset)\(place): \(reason)",
            hints: ["take another backup of the same files; `verify` says which are whole"])
    }
}
