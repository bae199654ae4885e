package import VyaCore

/// One thing that `doctor` has found: what, why it matters, and what mends it.
package struct DoctorFinding: Sendable, Equatable {
    /// A stable name for the kind of finding, such as `doctor.uploaderHole`.
    package let code: String
    package let severity: Severity
    /// What it is about: `entry 1 postgresql`, a folder, `clock`.
    package let subject: String
    /// What was found, without a full stop.
    package let message: String
    /// Why it matters; empty when all is well.
    package let reason: String
    /// What mends it, one command, statement or line each, to be used as it stands; or words where there is none.
    package let remedies: [String]

    package init(
        _ code: String, _ severity: Severity, _ subject: String, _ message: String, reason: String = "",
        remedies: [String] = []
    ) {
        self.code = code
        self.severity = severity
        self.subject = subject
        self.message = message
        self.reason = reason
        self.remedies = remedies.map(\.pasteable)
    }

    /// The finding as an element of the document that `doctor --json` prints.
    package var json: JSONValue {
        .object([
            .init("code", .string(code)), .init("severity", .string(severity.word)),
            .init("subject", .string(subject)), .init("message", .string(message)),
            .init("reason", .string(reason)), .init("remedies", .strings(remedies)),
        ])
    }
}
