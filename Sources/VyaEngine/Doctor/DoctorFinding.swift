package import VyaCore

/// One thing that `doctor` has found: what, why it matters, and what mends it.
package struct DoctorFinding: Sendable, Equatable {
    /// A stable name for the kind of finding, such as `doctor.uploader-hole`.
    package let code: ErrorCode
    package let severity: Severity
    /// What it is about: `entry 1 postgresql`, a folder, `clock`.
    package let subject: Message
    /// What was found, without a full stop.
    package let message: Message
    /// Why it matters; empty when all is well.
    package let reason: Message
    /// What mends it, one command, statement or line each, to be used as it stands; or words where there is none.
    package let remedies: [Message]

    package init(
        _ code: ErrorCode, _ severity: Severity, _ subject: Message, _ message: Message, reason: Message = "",
        remedies: [Message] = []
    ) {
        self.code = code
        self.severity = severity
        self.subject = subject
        self.message = message
        self.reason = reason
        self.remedies = remedies.map(\.pasteable)
    }

    /// A finding about a folder, a file or an entry by its own name.
    @_disfavoredOverload
    package init(
        _ code: ErrorCode, _ severity: Severity, _ subject: String, _ message: Message, reason: Message = "",
        remedies: [Message] = []
    ) {
        self.init(code, severity, Message(verbatim: subject), message, reason: reason, remedies: remedies)
    }

    /// The finding as an element of the document that `doctor --json` prints.
    package var json: JSONValue {
        .object([
            .init("code", .string(code.rawValue)), .init("severity", .string(severity.word)),
            .init("subject", .english(subject)), .init("message", .english(message)),
            .init("reason", .english(reason)), .init("remedies", .english(remedies)),
        ])
    }
}
