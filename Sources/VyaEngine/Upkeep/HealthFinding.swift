package import VyaCore

/// One thing that `check` has found: how bad, about what, and what to do.
package struct HealthFinding: Sendable, Equatable {
    /// A stable name for the kind of finding, such as `check.age`.
    package let code: ErrorCode
    package let severity: Severity
    /// What it is about, such as `1 postgresql shop`.
    package let subject: Message
    /// What was found, without a full stop.
    package let message: Message
    /// What to do; empty when all is well.
    package let remedy: Message

    package init(
        _ code: ErrorCode, _ severity: Severity, _ subject: Message, _ message: Message, remedy: Message = ""
    ) {
        self.code = code
        self.severity = severity
        self.subject = subject
        self.message = message
        self.remedy = remedy
    }

    /// A finding about a folder, a file or a source by its own name.
    @_disfavoredOverload
    package init(
        _ code: ErrorCode, _ severity: Severity, _ subject: String, _ message: Message, remedy: Message = ""
    ) {
        self.init(code, severity, Message(verbatim: subject), message, remedy: remedy)
    }

    /// The finding as an element of the document that `check --json` prints.
    package var json: JSONValue {
        .object([
            .init("code", .string(code.rawValue)), .init("severity", .string(severity.word)),
            .init("subject", .english(subject)), .init("message", .english(message)),
            .init("remedy", .english(remedy)),
        ])
    }
}
