/// Explains a failure to an operator: what failed on what, the tool's own words, and what to do next.
///
/// It never holds a secret: whoever makes one passes no secret in.
package struct Explanation: Sendable, Equatable, CustomStringConvertible {
    /// A stable name for the kind of failure, such as `dump.truncated`.
    package let code: ErrorCode
    /// One sentence in lower case without a full stop.
    package let message: Message
    /// The last lines that a tool or server said, escaped for printing.
    package let details: [Message]
    /// What the reader can do, one action a line; a line that holds a control character is escaped.
    package let hints: [Message]

    package init(_ code: ErrorCode, _ message: Message, details: [Message] = [], hints: [Message] = []) {
        self.code = code
        self.message = message
        self.details = details
        self.hints = hints.map(\.pasteable)
    }

    /// The whole text for a terminal in English.
    package var description: String { said(in: .english) }

    /// The whole text for a terminal: the message, indented details, `hint:` lines.
    package func said(in language: Language) -> String {
        let hints = hints.map { ("hint: \($0)" as Message).said(in: language) }
        return ([message.said(in: language)] + details.said(in: language).map { "  " + $0 } + hints).joined(
            separator: "\n")
    }

    /// Explains an error that no part of the program foresaw.
    package static func unexpected(_ error: any Error) -> Explanation {
        Explanation("internal", "unexpected failure: \(String(describing: error).printable)")
    }

    /// Explains any error: by its own explanation, or as one that no part of the program foresaw.
    package static func of(_ error: any Error) -> Explanation {
        (error as? any ExplainedError)?.explanation ?? unexpected(error)
    }

    /// Puts words in front of the message, such as the database it is about.
    package func about(_ subject: Message) -> Explanation {
        Explanation(code, "\(subject): \(message)", details: details, hints: hints)
    }
}
